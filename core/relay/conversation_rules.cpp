// SPDX-License-Identifier: Apache-2.0
#include "core/relay/conversation_rules.hpp"

#include "core/base/invariant.hpp"
#include "core/base/limits.hpp"
#include "core/relay/row_kinds.hpp"

#include <algorithm>

namespace shopbell::relay {

bool is_write(const StoreRequest& request) {
    return std::holds_alternative<OpenConversation>(request) ||
           std::holds_alternative<AppendRow>(request) ||
           std::holds_alternative<PutCursor>(request) || std::holds_alternative<PutWrap>(request) ||
           std::holds_alternative<SetAssignee>(request) || std::holds_alternative<PutShop>(request);
}

bool may_touch(const ConversationState& state, Role role, const Key& device) {
    return role == Role::agent || state.shopper_device == device;
}

bool is_message(const wire::Submission& submission) { return submission.type == row_kind::message; }

ConversationState opened(const OpenConversation& open) {
    ConversationState state;
    state.conv = open.wrap.conv;
    state.shopper_device = open.first.device;
    state.opened_at = open.at;
    state.wraps.push_back(open.wrap);
    return state;
}

AppendRow first_row(const OpenConversation& open) {
    AppendRow append;
    append.shop = open.shop;
    append.submission = open.first;
    append.role = Role::shopper;
    append.at = open.at;
    return append;
}

std::optional<RowRefused> refuse_open(const ConversationState& state,
                                      const OpenConversation& open) {
    if (state.shopper_device != open.first.device) {
        return RowRefused{wire::Code::conversation_exists, {}, "another device has this id"};
    }
    if (state.wraps.empty() || state.wraps.front() != open.wrap) {
        return RowRefused{wire::Code::stale_gen, {}, "generation 1 stands with another wrap"};
    }
    return std::nullopt;
}

std::optional<RowRefused> refuse_writer(const ConversationState& state, const AppendRow& append) {
    if (may_touch(state, append.role, append.submission.device)) return std::nullopt;
    return RowRefused{wire::Code::forbidden, {}, "not this device's conversation"};
}

std::optional<RowRefused> refuse_row(const ConversationState& state, const AppendRow& append,
                                     const Id& last_mid) {
    if (append.submission.prev != last_mid) {
        return RowRefused{wire::Code::chain, last_mid, "prev is not this device's last mid"};
    }
    if (append.submission.gen != state.wraps.size()) {
        return RowRefused{wire::Code::stale_gen, {}, "not the newest generation of the key"};
    }
    return std::nullopt;
}

// Closing ends the waiting; assigning alone answers nobody.
static void apply_event(ConversationState& state, const wire::EventPub& event) {
    switch (event.kind) {
        case event_kind::closed:
            state.state = ConversationPhase::closed;
            state.waiting_since = 0;
            break;
        case event_kind::reopened:
            state.state = ConversationPhase::open;
            break;
        case event_kind::assigned:
            state.assignee = event.agent;
            break;
        default:
            break;  // a survey's invitation changes nothing here
    }
}

static void apply_message(ConversationState& state, const AppendRow& append) {
    if (append.role == Role::agent) {
        state.waiting_since = 0;
        return;
    }
    state.state = ConversationPhase::open;
    state.unread += 1;
    if (state.waiting_since == 0) state.waiting_since = append.at;
}

wire::Row apply_row(ConversationState& state, const AppendRow& append, uint64_t inbox_seq,
                    uint64_t epoch) {
    state.version += 1;
    state.head_seq += 1;
    state.inbox_seq = inbox_seq;
    wire::Row row;
    row.seq = state.head_seq;
    row.received_at = append.at;
    row.epoch = epoch;
    row.submission = append.submission;
    if (append.event) apply_event(state, *append.event);
    if (is_message(append.submission)) {
        apply_message(state, append);
        state.last = row;
    }
    return row;
}

bool apply_cursor(ConversationState& state, const PutCursor& put) {
    const bool agent = put.role == Role::agent;
    uint64_t& delivered = agent ? state.agent_delivered : state.shopper_delivered;
    uint64_t& read = agent ? state.agent_read : state.shopper_read;
    // What was read was delivered; nobody has read what is not there.
    const uint64_t new_read = std::max(read, std::min(put.read, state.head_seq));
    const uint64_t new_delivered =
        std::max({delivered, new_read, std::min(put.delivered, state.head_seq)});
    if (new_read == read && new_delivered == delivered) return false;
    read = new_read;
    delivered = new_delivered;
    state.version += 1;
    return true;
}

std::optional<Failed> refuse_wrap(const ConversationState& state, const PutWrap& put) {
    if (!may_touch(state, put.role, put.device)) {
        return Failed{wire::Code::forbidden, "not this device's conversation"};
    }
    if (put.wrap.gen != state.wraps.size() + 1) {
        return Failed{wire::Code::stale_gen, "not the next generation of the key"};
    }
    if (state.wraps.size() >= limits::wraps_max) {
        return Failed{wire::Code::too_many, "over wraps_max"};
    }
    return std::nullopt;
}

void apply_wrap(ConversationState& state, const PutWrap& put, uint64_t inbox_seq) {
    SHOPBELL_ASSERT(put.wrap.gen == state.wraps.size() + 1);
    state.wraps.push_back(put.wrap);
    state.version += 1;
    state.inbox_seq = inbox_seq;
}

bool apply_assignee(ConversationState& state, const SetAssignee& set, uint64_t inbox_seq) {
    if (state.state != ConversationPhase::open) return false;
    if (state.assignee != set.was || state.assignee == set.agent) return false;
    state.assignee = set.agent;
    state.version += 1;
    state.inbox_seq = inbox_seq;
    return true;
}

}  // namespace shopbell::relay
