// SPDX-License-Identifier: Apache-2.0
#include "core/relay/conversation_rules.hpp"

#include "core/base/invariant.hpp"
#include "core/base/limits.hpp"
#include "core/crypto/head_hash.hpp"
#include "core/relay/row_kinds.hpp"

#include <algorithm>

namespace shopbell::relay {

bool is_write(const StoreRequest& request) {
    return std::holds_alternative<OpenConversation>(request) ||
           std::holds_alternative<AppendRow>(request) ||
           std::holds_alternative<PutCursor>(request) || std::holds_alternative<PutWrap>(request) ||
           std::holds_alternative<SetAssignee>(request) ||
           std::holds_alternative<PutShop>(request) || std::holds_alternative<PutBearer>(request) ||
           std::holds_alternative<TrimRows>(request) ||
           std::holds_alternative<TrimBearers>(request);
}

bool needs_order(const StoreRequest& request) {
    return is_write(request) || std::holds_alternative<ReadSync>(request);
}

Failed unknown_conversation() {
    return {wire::Code::unknown_conversation, "no such conversation in this shop"};
}

bool may_touch(const ConversationState& state, Role role, const Key& device) {
    return role == Role::agent || state.shopper_device == device;
}

bool is_message(const wire::Submission& submission) { return submission.type == row_kind::message; }

bool erases(const AppendRow& append) {
    return append.event && append.event->kind == event_kind::erased;
}

ConversationState opened(const OpenConversation& open) {
    ConversationState state;
    state.conv = open.wrap.conv;
    state.shopper_device = open.first.device;
    state.opened_at = open.at;
    state.head = state.floor_head = crypto::head_start(state.conv);
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

static RowRefused refused_as_erased() {
    return {wire::Code::erased, {}, "the conversation was erased"};
}

std::optional<RowRefused> refuse_open(const ConversationState& state,
                                      const OpenConversation& open) {
    if (state.shopper_device != open.first.device) {
        return RowRefused{wire::Code::conversation_exists, {}, "another device has this id"};
    }
    if (state.state == ConversationPhase::erased) return refused_as_erased();
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
    if (state.state == ConversationPhase::erased) return refused_as_erased();
    if (append.submission.prev != last_mid) {
        return RowRefused{wire::Code::chain, last_mid, "prev is not this device's last mid"};
    }
    // Whoever erases need not have followed the conversation's keys.
    if (append.submission.gen != state.wraps.size() && !erases(append)) {
        return RowRefused{wire::Code::stale_gen, {}, "not the newest generation of the key"};
    }
    return std::nullopt;
}

// Nobody waits, nobody is asked, nothing can be read any more.
static void empty_out(ConversationState& state) {
    state.state = ConversationPhase::erased;
    state.assignee.reset();
    state.waiting_since = 0;
    state.unread = 0;
    state.oldest_at = 0;
    state.wraps.clear();
    state.last.reset();
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
        case event_kind::erased:
            empty_out(state);
            break;
        default:
            break;  // an invitation, or a change of another message: nothing here
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
    if (erases(append)) {
        state.floor_seq = row.seq - 1;
        state.floor_head = state.head;
    }
    state.head = crypto::head_next(state.head, append.submission, row.seq);
    if (state.oldest_at == 0) state.oldest_at = append.at;
    if (append.event) apply_event(state, *append.event);
    if (is_message(append.submission)) {
        apply_message(state, append);
        state.last = row;
    }
    return row;
}

wire::Row gone_row(const Id& conv, const Id& mid, const Key& device, uint64_t seq) {
    wire::Row row;
    row.seq = seq;
    row.submission.conv = conv;
    row.submission.mid = mid;
    row.submission.device = device;
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
    if (state.state == ConversationPhase::erased) {
        return Failed{wire::Code::erased, "the conversation was erased"};
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

// --- Retention --------------------------------------------------------------------------------

uint64_t retention_cutoff(const wire::ShopSettings& settings, uint64_t now) {
    constexpr uint64_t day_ms = 86'400'000;
    const uint64_t kept_ms = std::min(settings.retention_days, limits::retention_days_max) * day_ms;
    return kept_ms == 0 || now < kept_ms ? 0 : now - kept_ms;
}

bool apply_trim(ConversationState& state, const Trim& trim) {
    SHOPBELL_ASSERT(trim.floor_seq > state.floor_seq && trim.floor_seq <= state.head_seq);
    state.version += 1;
    state.floor_seq = trim.floor_seq;
    state.floor_head = trim.floor_head;
    state.oldest_at = trim.oldest_at;
    if (trim.floor_seq == state.head_seq) {
        empty_out(state);
        return true;
    }
    const bool lost_last = state.last && state.last->seq <= trim.floor_seq;
    const bool seen = lost_last || state.unread != trim.unread;
    if (lost_last) state.last.reset();
    state.unread = trim.unread;
    return seen;
}

// --- Resuming ---------------------------------------------------------------------------------

std::optional<Hash> head_in_state(const ConversationState& state, uint64_t at) {
    if (at == state.head_seq) return state.head;
    if (at == state.floor_seq) return state.floor_head;
    return std::nullopt;
}

uint64_t resume_from(const ConversationState& state, uint64_t cursor, const Hash& head,
                     const std::optional<Hash>& head_at) {
    const bool same = cursor >= state.floor_seq && cursor <= state.head_seq && head_at == head;
    return same ? cursor : state.floor_seq;
}

}  // namespace shopbell::relay
