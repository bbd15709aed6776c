// SPDX-License-Identifier: Apache-2.0
#include "core/relay/subscriptions.hpp"

#include "core/crypto/head_hash.hpp"
#include "core/relay/conversation_rules.hpp"
#include "core/relay/conversations.hpp"
#include "core/relay/presence.hpp"
#include "core/relay/pressure.hpp"
#include "core/relay/replies.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::relay {

using wire::Code;

// --- Resume and leave -------------------------------------------------------------------------

static wire::Resumed resumed_for(Role role, const ConversationState& state, uint64_t from) {
    wire::Resumed resumed;
    resumed.conv = state.conv;
    resumed.head_seq = state.head_seq;
    resumed.state = static_cast<uint64_t>(state.state);
    resumed.assignee = state.assignee;
    const bool agent = role == Role::agent;
    resumed.delivered = agent ? state.shopper_delivered : state.agent_delivered;
    resumed.read = agent ? state.shopper_read : state.agent_read;
    resumed.wraps = state.wraps;
    resumed.from = from;
    resumed.floor = state.floor_seq;
    resumed.floor_head = state.floor_head;
    return resumed;
}

// Nobody follows what is not there: the client knows from head 0, and opens it if it may.
static void tell_unknown(Turn& turn, PeerId id, const Id& conv) {
    ConversationState none;
    none.conv = conv;
    none.floor_head = crypto::head_start(conv);
    send(turn, id, resumed_for(turn.peer(id)->role, none, 0));
}

static void subscribe(Turn& turn, PeerId id, const Id& conv, const ResumePoint& point,
                      const std::optional<Hash>& head_at) {
    Peer& peer = *turn.peer(id);
    Conversation& conversation = *turn.conversation(peer.shop, conv);
    const ConversationState& state = *conversation.state;
    conversation.awaiting.erase(id);
    peer.resuming.erase(conv);
    if (!may_touch(state, peer.role, peer.device)) {
        refuse(turn, id, {Code::forbidden, "Resume.conv", "not this device's conversation"});
        return drop_if_unused(turn, peer.shop, conv);
    }
    conversation.subscribers.insert(id);
    const uint64_t from = resume_from(state, point.cursor, point.head, head_at);
    peer.next_seq[conv] = from + 1;
    if (from < state.head_seq) {
        peer.behind.insert(conv);
    } else {
        peer.behind.erase(conv);
    }
    send(turn, id, resumed_for(peer.role, state, from));
    if (peer.role == Role::shopper) shopper_came(turn, peer.shop, conv);
    pump(turn, id);
}

// The store alone knows the running hash between floor and head.
static void ask_head(Turn& turn, PeerId id, const Id& conv, const ResumePoint& point) {
    if (!may_ask(turn, id, "Resume")) return;
    Peer& peer = *turn.peer(id);
    turn.shop(peer.shop)->conversations[conv].awaiting[id] = point;
    peer.resuming.insert(conv);
    turn.ask({Question::Purpose::conversation, peer.shop, id, conv, {}, point.cursor, {}},
             LoadConversation{peer.shop, conv, point.cursor});
}

static void stop_resuming(Turn& turn, PeerId id, const Id& conv) {
    Peer& peer = *turn.peer(id);
    if (peer.resuming.erase(conv) == 0) return;
    Shop& shop = *turn.shop(peer.shop);
    const auto found = shop.conversations.find(conv);
    if (found == shop.conversations.end()) return;
    found->second.awaiting.erase(id);
    drop_if_unused(turn, peer.shop, conv);
}

// Whether the state in memory is enough to say where this client's rows begin.
static bool is_plain(const ConversationState& state, uint64_t cursor) {
    const bool within = cursor >= state.floor_seq && cursor <= state.head_seq;
    return !within || head_in_state(state, cursor);
}

static bool may_follow(const HubConfig& config, const Peer& peer, const Id& conv) {
    if (peer.next_seq.count(conv) + peer.resuming.count(conv) > 0) return true;
    size_t followed = peer.next_seq.size();
    for (const Id& other : peer.resuming) followed += peer.next_seq.count(other) == 0 ? 1 : 0;
    return followed < config.resumed_max;
}

void on_resume(Turn& turn, PeerId id, const wire::Resume& resume) {
    Peer& peer = *turn.peer(id);
    if (!may_follow(turn.config(), peer, resume.conv)) {
        return refuse(turn, id, {Code::too_many, "Resume.conv", "over resumed_max"});
    }
    const ResumePoint point{resume.cursor, resume.head};
    const Conversation* const known = turn.conversation(peer.shop, resume.conv);
    if (known != nullptr && is_plain(*known->state, point.cursor)) {
        return subscribe(turn, id, resume.conv, point, head_in_state(*known->state, point.cursor));
    }
    ask_head(turn, id, resume.conv, point);
}

// What this answer was asked for, unless its client has left or resumed from elsewhere meanwhile.
static std::optional<ResumePoint> take_awaiting(Turn& turn, const Question& question,
                                                Conversation& conversation) {
    const auto found = conversation.awaiting.find(question.peer);
    if (found == conversation.awaiting.end()) return std::nullopt;
    const ResumePoint point = found->second;
    if (point.cursor != question.number) return std::nullopt;
    conversation.awaiting.erase(found);
    turn.peer(question.peer)->resuming.erase(question.conv);
    return point;
}

void on_conversation_loaded(Turn& turn, const Question& question, const StoreAnswer& answer) {
    Shop* const shop = turn.shop(question.shop);
    if (shop == nullptr) return;
    const auto found = shop->conversations.find(question.conv);
    if (found == shop->conversations.end()) return;
    Conversation& conversation = found->second;
    const auto* const loaded = std::get_if<ConversationLoaded>(&answer);
    const auto* const failed = std::get_if<Failed>(&answer);
    if (loaded != nullptr && loaded->conversation) {
        renew_state(turn, conversation, *loaded->conversation);
    }
    if (const auto point = take_awaiting(turn, question, conversation)) {
        if (failed != nullptr) {
            refuse(turn, question.peer, {failed->code, "Resume.conv", failed->message});
        } else if (!conversation.state) {
            tell_unknown(turn, question.peer, question.conv);
        } else if (loaded != nullptr) {
            subscribe(turn, question.peer, question.conv, *point, loaded->head_at);
        }
    }
    drop_if_unused(turn, question.shop, question.conv);
}

static void unsubscribe(Turn& turn, PeerId id, const Id& conv) {
    Peer& peer = *turn.peer(id);
    peer.next_seq.erase(conv);
    peer.behind.erase(conv);
    Conversation* const conversation = turn.conversation(peer.shop, conv);
    if (conversation == nullptr) return;
    conversation->subscribers.erase(id);
    if (peer.role == Role::shopper) shopper_left(turn, peer.shop, conv);
    drop_if_unused(turn, peer.shop, conv);
}

void on_leave(Turn& turn, PeerId id, const wire::Leave& leave) {
    stop_resuming(turn, id, leave.conv);
    if (turn.peer(id)->next_seq.count(leave.conv) != 0) unsubscribe(turn, id, leave.conv);
}

void leave_conversations(Turn& turn, PeerId id) {
    const Peer& peer = *turn.peer(id);
    const std::map<Id, uint64_t> followed = peer.next_seq;
    const std::set<Id> resuming = peer.resuming;
    for (const auto& [conv, next] : followed) unsubscribe(turn, id, conv);
    for (const Id& conv : resuming) stop_resuming(turn, id, conv);
}

void drop_if_unused(Turn& turn, const std::string& name, const Id& conv) {
    Shop* const shop = turn.shop(name);
    if (shop == nullptr) return;
    const auto found = shop->conversations.find(conv);
    if (found == shop->conversations.end()) return;
    const Conversation& conversation = found->second;
    const bool used =
        conversation.online || !conversation.subscribers.empty() || !conversation.awaiting.empty();
    if (!used) shop->conversations.erase(found);
}

// --- Rows -------------------------------------------------------------------------------------

// News of the shop that waits for room goes before: it brings the roster that says who has written
// the row, and the keys that open it.
static bool takes_rows(const HubConfig& config, const Peer& peer) {
    return has_room(config, peer) && !peer.shop_pending;
}

void deliver_row(Turn& turn, const std::string& shop, const wire::Row& row) {
    const Id& conv = row.submission.conv;
    const Conversation* const conversation = turn.conversation(shop, conv);
    if (conversation == nullptr) return;
    wire::Deliver deliver;
    deliver.row = row;
    const Bytes frame = wire::encode(deliver);
    for (const PeerId id : conversation->subscribers) {
        Peer& peer = *turn.peer(id);
        uint64_t& next = peer.next_seq[conv];
        if (row.seq < next) continue;  // it has come from the store already
        const bool straight = row.seq == next && peer.behind.count(conv) == 0;
        if (straight && takes_rows(turn.config(), peer)) {
            next += 1;
            send_bytes(turn, id, frame);
        } else {
            peer.behind.insert(conv);
            if (has_ample_room(turn.config(), peer)) pump_log(turn, id);
        }
    }
}

// The conversations that are behind take turns.
static Id next_behind(const Peer& peer) {
    const auto after = peer.behind.upper_bound(peer.last_pumped);
    return after == peer.behind.end() ? *peer.behind.begin() : *after;
}

void pump_log(Turn& turn, PeerId id) {
    Peer& peer = *turn.peer(id);
    if (peer.reading_log || peer.behind.empty()) return;
    const Id conv = next_behind(peer);
    peer.last_pumped = conv;
    peer.reading_log = true;
    const HubConfig& config = turn.config();
    ReadLog read;
    read.shop = peer.shop;
    read.conv = conv;
    read.after = peer.next_seq[conv] - 1;
    read.rows_max = config.page_rows_max;
    read.bytes_max = config.outstanding_bytes_max;
    turn.ask({Question::Purpose::log, peer.shop, id, conv, {}, read.after, {}}, read);
}

// Sends what follows and finds room; the rest is read again later. Rows that went meanwhile leave a
// gap: the client sees it, and resumes.
static void send_page(Turn& turn, PeerId id, const LogRead& page, const Id& conv) {
    Peer& peer = *turn.peer(id);
    uint64_t& next = peer.next_seq[conv];
    for (const wire::Row& row : page.rows) {
        if (row.seq < next) continue;
        if (!takes_rows(turn.config(), peer)) return;
        next = row.seq + 1;
        wire::Deliver deliver;
        deliver.row = row;
        send(turn, id, deliver);
    }
}

void on_log_read(Turn& turn, const Question& question, const StoreAnswer& answer) {
    Peer* const peer = turn.peer(question.peer);
    if (peer == nullptr) return;
    peer->reading_log = false;
    const Id& conv = question.conv;
    const Conversation* const conversation = turn.conversation(peer->shop, conv);
    const auto next = peer->next_seq.find(conv);
    // A page from beyond where the client has resumed again leaves out what it needs first.
    const bool fits = next != peer->next_seq.end() && question.number < next->second;
    if (conversation != nullptr && fits) {
        const auto* const page = std::get_if<LogRead>(&answer);
        // Nothing came although there should be more: heads will tell the client to ask again.
        const bool nothing = page == nullptr || page->rows.empty();
        if (!nothing) send_page(turn, question.peer, *page, conv);
        if (nothing || next->second > conversation->state->head_seq) peer->behind.erase(conv);
    }
    pump(turn, question.peer);
}

void send_heads(Turn& turn, PeerId id) {
    const Peer& peer = *turn.peer(id);
    if (peer.phase != PeerPhase::welcomed || peer.next_seq.empty()) return;
    if (!has_room(turn.config(), peer)) return;
    wire::Heads heads;
    for (const auto& [conv, next] : peer.next_seq) {
        if (const Conversation* const conversation = turn.conversation(peer.shop, conv)) {
            heads.heads.push_back({conv, conversation->state->head_seq});
        }
    }
    send(turn, id, heads);
}

}  // namespace shopbell::relay
