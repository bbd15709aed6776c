// SPDX-License-Identifier: Apache-2.0
#include "core/relay/assignment.hpp"

#include "core/relay/conversations.hpp"
#include "core/relay/presence.hpp"
#include "core/relay/row_kinds.hpp"
#include "core/relay/shops.hpp"

#include <tuple>

namespace shopbell::relay {

// --- Who waits --------------------------------------------------------------------------------

static bool is_gone_for_good(const Turn& turn, const Shop& shop, const Id& agent) {
    if (roster_agent(shop, agent) == nullptr) return true;
    const auto found = shop.agents.find(agent);
    if (found != shop.agents.end() && !found->second.peers.empty()) return false;
    // Whoever has not come since the shop was loaded may have been here before a restart.
    const Millis since = found == shop.agents.end() ? shop.loaded_at : found->second.gone_since;
    return turn.now.monotonic - since >= turn.config().release_grace_ms;
}

static bool needs_agent(const Turn& turn, const Shop& shop, const OpenForAssignment& open) {
    if (open.asked) return false;
    if (!open.entry.assignee) return true;
    return open.entry.waiting_since != 0 && is_gone_for_good(turn, shop, *open.entry.assignee);
}

static std::pair<uint64_t, Id> place_in_queue(const OpenEntry& entry) {
    return {entry.waiting_since != 0 ? entry.waiting_since : entry.opened_at, entry.conv};
}

static void count_load(Assignment& assignment, const std::optional<Id>& agent, bool more) {
    if (!agent) return;
    uint64_t& load = assignment.load[*agent];
    if (more) load += 1;
    if (!more && load > 0) load -= 1;
    if (load == 0) assignment.load.erase(*agent);
}

static void dequeue(Assignment& assignment, OpenForAssignment& open) {
    if (open.queued) assignment.queue.erase(place_in_queue(open.entry));
    open.queued = false;
}

static void requeue(const Turn& turn, Shop& shop, OpenForAssignment& open) {
    dequeue(shop.assignment, open);
    open.queued = needs_agent(turn, shop, open);
    if (open.queued) shop.assignment.queue.insert(place_in_queue(open.entry));
}

static void forget_open(Assignment& assignment, const Id& conv) {
    const auto found = assignment.open.find(conv);
    if (found == assignment.open.end()) return;
    dequeue(assignment, found->second);
    count_load(assignment, found->second.entry.assignee, false);
    count_load(assignment, found->second.asked, false);
    assignment.open.erase(found);
}

static void remember_open(const Turn& turn, Shop& shop, const OpenEntry& entry) {
    Assignment& assignment = shop.assignment;
    const bool known = assignment.open.count(entry.conv) != 0;
    if (!known && assignment.open.size() >= turn.config().open_conversations_max) {
        assignment.more = true;
        return;
    }
    OpenForAssignment& open = assignment.open[entry.conv];
    if (known) {
        dequeue(assignment, open);
        count_load(assignment, open.entry.assignee, false);
    }
    open.entry = entry;
    count_load(assignment, entry.assignee, true);
    requeue(turn, shop, open);
}

// --- Following --------------------------------------------------------------------------------

static void list_open(Turn& turn, const std::string& name) {
    Assignment& assignment = turn.shop(name)->assignment;
    assignment.active = true;
    assignment.listing = true;
    assignment.more = false;
    assignment.changed_since_listing.clear();
    turn.ask({Question::Purpose::open_list, name, 0, {}, {}, 0, {}},
             OpenConversations{name, turn.config().open_conversations_max});
}

void join_assignment(Turn& turn, const std::string& name) {
    const Shop& shop = *turn.shop(name);
    if (shop.assignment.active) return review_queue(turn, name);
    list_open(turn, name);
    // Those whose agents do not come back after a restart of the relay.
    turn.hub.timers.set({Timer::Kind::assignment, 0, name, {}},
                        shop.loaded_at + turn.config().release_grace_ms);
}

void on_open_listed(Turn& turn, const Question& question, const StoreAnswer& answer) {
    Shop* const shop = turn.shop(question.shop);
    if (shop == nullptr || !shop->assignment.listing) return;
    Assignment& assignment = shop->assignment;
    assignment.listing = false;
    const auto* const listed = std::get_if<OpenListed>(&answer);
    if (listed == nullptr) {
        assignment.active = false;  // the next agent's hello lists again
        return;
    }
    for (const OpenEntry& entry : listed->conversations) {
        // What changed meanwhile is known better than the list tells it.
        if (assignment.changed_since_listing.count(entry.conv) != 0) continue;
        remember_open(turn, *shop, entry);
    }
    assignment.changed_since_listing.clear();
    assignment.more = assignment.more || listed->more;
    assign_waiting(turn, question.shop);
}

void follow_assignment(Turn& turn, const std::string& name, const ConversationState& after) {
    Shop& shop = *turn.shop(name);
    Assignment& assignment = shop.assignment;
    if (!assignment.active) return;
    if (assignment.listing) assignment.changed_since_listing.insert(after.conv);
    if (after.state == ConversationPhase::open) {
        remember_open(turn, shop,
                      {after.conv, after.assignee, after.waiting_since, after.opened_at});
    } else {
        forget_open(assignment, after.conv);
    }
    const bool half_empty = assignment.open.size() < turn.config().open_conversations_max / 2;
    if (assignment.more && half_empty && !assignment.listing) list_open(turn, name);
    assign_waiting(turn, name);
}

void review_queue(Turn& turn, const std::string& name) {
    Shop* const shop = turn.shop(name);
    if (shop == nullptr || !shop->record || !shop->assignment.active) return;
    for (auto& [conv, open] : shop->assignment.open) requeue(turn, *shop, open);
    assign_waiting(turn, name);
}

// --- Assigning --------------------------------------------------------------------------------

static uint64_t load_of(const Assignment& assignment, const Id& agent) {
    const auto found = assignment.load.find(agent);
    return found == assignment.load.end() ? 0 : found->second;
}

// The roster's order does not matter: agents are compared by load, by last assignment, by id.
static std::optional<Id> choose_agent(const Shop& shop) {
    std::optional<std::tuple<uint64_t, uint64_t, Id>> best;
    for (const auto& [agent, here] : shop.agents) {
        const wire::RosterAgent* const named = roster_agent(shop, agent);
        if (named == nullptr || named->role == roster_role::bot) continue;
        if (!is_available(shop, agent)) continue;
        const auto rank =
            std::make_tuple(load_of(shop.assignment, agent), here.last_assigned, agent);
        if (!best || rank < *best) best = rank;
    }
    if (!best) return std::nullopt;
    return std::get<2>(*best);
}

void assign_waiting(Turn& turn, const std::string& name) {
    Shop* const shop = turn.shop(name);
    if (shop == nullptr || !shop->record || turn.hub.shutting_down) return;
    Assignment& assignment = shop->assignment;
    while (!assignment.queue.empty()) {
        const std::optional<Id> agent = choose_agent(*shop);
        if (!agent) return;
        const Id conv = assignment.queue.begin()->second;
        OpenForAssignment& open = assignment.open[conv];
        dequeue(assignment, open);
        open.asked = agent;
        count_load(assignment, agent, true);
        shop->agents[*agent].last_assigned = ++turn.hub.last_stamp;
        turn.ask({Question::Purpose::assignee, name, 0, conv, {}, 0, agent},
                 SetAssignee{name, conv, open.entry.assignee, agent});
    }
}

void on_assignee_set(Turn& turn, const Question& question, const StoreAnswer& answer) {
    Shop* const shop = turn.shop(question.shop);
    if (shop == nullptr) return;
    Assignment& assignment = shop->assignment;
    const auto found = assignment.open.find(question.conv);
    if (found != assignment.open.end() && found->second.asked == question.agent) {
        count_load(assignment, found->second.asked, false);
        found->second.asked.reset();
        requeue(turn, *shop, found->second);
    }
    if (const auto* const put = std::get_if<ConversationPut>(&answer)) {
        note_conversation(turn, question.shop, put->after);
        return;
    }
    turn.hub.timers.set({Timer::Kind::assignment, 0, question.shop, {}},
                        turn.now.monotonic + turn.config().retry_ms);
}

}  // namespace shopbell::relay
