// SPDX-License-Identifier: Apache-2.0
#include "core/relay/presence.hpp"

#include "core/relay/assignment.hpp"
#include "core/relay/cursors.hpp"
#include "core/relay/pressure.hpp"
#include "core/relay/replies.hpp"
#include "core/relay/row_kinds.hpp"
#include "core/relay/shops.hpp"
#include "core/relay/subscriptions.hpp"

#include <utility>

namespace shopbell::relay {

using wire::Code;

// --- Agents -----------------------------------------------------------------------------------

static Timer gone_timer(const std::string& shop, const Id& agent) {
    return {Timer::Kind::agent_gone, 0, shop, agent};
}

static Timer release_timer(const std::string& shop, const Id& agent) {
    return {Timer::Kind::agent_release, 0, shop, agent};
}

static uint64_t shown_state(const Shop& shop, const Id& agent) {
    const auto found = shop.agents.find(agent);
    return found == shop.agents.end() ? presence::offline : found->second.shown;
}

std::vector<wire::AgentProfile> profiles_now(const Shop& shop) {
    std::vector<wire::AgentProfile> profiles = shop.record->profiles;
    for (wire::AgentProfile& profile : profiles) profile.state = shown_state(shop, profile.id);
    return profiles;
}

bool is_available(const Shop& shop, const Id& agent) {
    const auto found = shop.agents.find(agent);
    return found != shop.agents.end() && !found->second.peers.empty() &&
           found->second.chosen == presence::available;
}

static void send_presence(Turn& turn, PeerId id, const Id& agent) {
    Peer& peer = *turn.peer(id);
    if (!has_room(turn.config(), peer)) {
        peer.presence_pending.insert(agent);
        return;
    }
    wire::Presence presence;
    presence.agent = agent;
    presence.state = shown_state(*turn.shop(peer.shop), agent);
    send(turn, id, presence);
}

static void show_agent(Turn& turn, Shop& shop, const Id& agent, uint64_t state) {
    AgentHere& here = shop.agents[agent];
    if (here.shown == state) return;
    here.shown = state;
    for (const PeerId id : shop.peers) send_presence(turn, id, agent);
}

void join_agent(Turn& turn, const std::string& name, PeerId id) {
    Shop& shop = *turn.shop(name);
    const Id agent = turn.peer(id)->agent;
    const bool first = shop.agents.count(agent) == 0;
    AgentHere& here = shop.agents[agent];
    if (first) here.chosen = presence::available;
    here.peers.insert(id);
    turn.hub.timers.cancel(gone_timer(name, agent));
    turn.hub.timers.cancel(release_timer(name, agent));
    show_agent(turn, shop, agent, here.chosen);
    for (const auto& [conv, conversation] : shop.conversations) {
        if (!conversation.online || !conversation.state) continue;
        const ConversationState& state = *conversation.state;
        turn.peer(id)->here_pending[conv] = {conv, true, static_cast<uint64_t>(state.state),
                                             state.assignee};
    }
    flush_news(turn, id);
}

void leave_agent(Turn& turn, const std::string& name, PeerId id) {
    const Id agent = turn.peer(id)->agent;
    AgentHere& here = turn.shop(name)->agents[agent];
    here.peers.erase(id);
    if (!here.peers.empty()) return;
    const Millis now = turn.now.monotonic;
    here.gone_since = now;
    turn.hub.timers.set(gone_timer(name, agent), now + turn.config().offline_grace_ms);
    turn.hub.timers.set(release_timer(name, agent), now + turn.config().release_grace_ms);
}

void on_agent_gone(Turn& turn, const Timer& timer) {
    Shop* const shop = turn.shop(timer.shop);
    if (shop == nullptr || !shop->record) return;
    const auto found = shop->agents.find(timer.id);
    if (found == shop->agents.end() || !found->second.peers.empty()) return;
    show_agent(turn, *shop, timer.id, presence::offline);
}

void on_presence(Turn& turn, PeerId id, const wire::Presence& presence) {
    const Peer& peer = *turn.peer(id);
    if (peer.role != Role::agent) {
        return refuse(turn, id, {Code::forbidden, "Presence", "agents only"});
    }
    if (presence.state > presence::available) {
        return refuse(turn, id, {Code::bad_field, "Presence.state", "0, 1 or 2"});
    }
    if (!is_zero(presence.agent) && presence.agent != peer.agent) {
        return refuse(turn, id, {Code::forbidden, "Presence.agent", "another agent's state"});
    }
    Shop& shop = *turn.shop(peer.shop);
    shop.agents[peer.agent].chosen = presence.state;
    show_agent(turn, shop, peer.agent, presence.state);
    assign_waiting(turn, peer.shop);
}

void on_agent_release(Turn& turn, const Timer& timer) {
    Shop* const shop = turn.shop(timer.shop);
    if (shop == nullptr || !shop->record) return;
    const auto found = shop->agents.find(timer.id);
    const bool removed = roster_agent(*shop, timer.id) == nullptr;
    if (removed && found != shop->agents.end() && found->second.peers.empty()) {
        shop->agents.erase(found);
    }
    review_queue(turn, timer.shop);
}

// --- Shoppers ---------------------------------------------------------------------------------

static wire::Here here_of(const Conversation& conversation) {
    const ConversationState& state = *conversation.state;
    return {state.conv, conversation.online, static_cast<uint64_t>(state.state), state.assignee};
}

// Behind the rows that came before: an older event among them would be taken for newer.
static void send_here(Turn& turn, PeerId id, const wire::Here& here) {
    Peer& peer = *turn.peer(id);
    if (!has_room(turn.config(), peer) || peer.behind.count(here.conv) != 0) {
        peer.here_pending[here.conv] = here;
        return;
    }
    peer.here_pending.erase(here.conv);  // of how it was before
    send(turn, id, here);
}

static void tell_agents(Turn& turn, const Shop& shop, const Conversation& conversation) {
    for (const PeerId id : shop.peers) {
        if (turn.peer(id)->role == Role::agent) send_here(turn, id, here_of(conversation));
    }
}

void tell_shopper(Turn& turn, const Conversation& conversation) {
    for (const PeerId id : conversation.subscribers) {
        if (turn.peer(id)->role == Role::shopper) send_here(turn, id, here_of(conversation));
    }
}

bool is_online(const Shop& shop, const Id& conv) {
    const auto found = shop.conversations.find(conv);
    return found != shop.conversations.end() && found->second.online;
}

void shopper_came(Turn& turn, const std::string& name, const Id& conv) {
    turn.hub.timers.cancel({Timer::Kind::shopper_gone, 0, name, conv});
    Conversation& conversation = *turn.conversation(name, conv);
    if (conversation.online) return;
    conversation.online = true;
    tell_agents(turn, *turn.shop(name), conversation);
}

static bool has_shopper(Turn& turn, const Conversation& conversation) {
    for (const PeerId id : conversation.subscribers) {
        if (turn.peer(id)->role == Role::shopper) return true;
    }
    return false;
}

void shopper_left(Turn& turn, const std::string& name, const Id& conv) {
    if (has_shopper(turn, *turn.conversation(name, conv))) return;
    turn.hub.timers.set({Timer::Kind::shopper_gone, 0, name, conv},
                        turn.now.monotonic + turn.config().offline_grace_ms);
}

void on_shopper_gone(Turn& turn, const Timer& timer) {
    Conversation* const conversation = turn.conversation(timer.shop, timer.id);
    if (conversation == nullptr || has_shopper(turn, *conversation)) return;
    conversation->online = false;
    tell_agents(turn, *turn.shop(timer.shop), *conversation);
    drop_if_unused(turn, timer.shop, timer.id);
}

void on_typing(Turn& turn, PeerId id, const wire::Typing& typing) {
    const Peer& peer = *turn.peer(id);
    const Conversation* const conversation = turn.conversation(peer.shop, typing.conv);
    // Only among those who follow the conversation, and so were allowed to.
    if (conversation == nullptr || peer.next_seq.count(typing.conv) == 0) return;
    for (const PeerId other_id : conversation->subscribers) {
        const Peer& other = *turn.peer(other_id);
        if (other.role == peer.role || !is_quiet(turn.config(), other)) continue;
        send(turn, other_id, typing);
    }
}

// --- News that waited -------------------------------------------------------------------------

void flush_news(Turn& turn, PeerId id) {
    Peer& peer = *turn.peer(id);
    if (peer.shop_pending) tell_shop(turn, id);
    const std::set<Id> agents = std::exchange(peer.presence_pending, {});
    for (const Id& agent : agents) send_presence(turn, id, agent);
    const std::map<Id, wire::Here> heres = std::exchange(peer.here_pending, {});
    for (const auto& [conv, here] : heres) send_here(turn, id, here);
    const std::set<Id> cursors = std::exchange(peer.cursors_pending, {});
    for (const Id& conv : cursors) send_cursor(turn, id, conv);
}

}  // namespace shopbell::relay
