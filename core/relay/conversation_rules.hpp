// SPDX-License-Identifier: Apache-2.0
// What one write does to a conversation, and when it is refused. Every Store calls these inside its
// transaction, so that SQLite, the in-memory twin and whatever comes later cannot disagree; a store
// adds only what it must look up (known mids, last mids, counts).
#pragma once

#include "core/relay/store.hpp"

#include <optional>

namespace shopbell::relay {

// What a write or a question about none of the shop's conversations is answered with.
Failed unknown_conversation();

// A shopper touches the conversations of its own device, an agent all of its shop.
bool may_touch(const ConversationState& state, Role role, const Key& device);

// Of a message; rows of any other type never count as unread or reopen anything.
bool is_message(const wire::Submission& submission);

// An event that leaves nothing but itself: the store deletes all other rows, wraps and last mids.
bool erases(const AppendRow& append);

// A conversation without a row, about to take its first.
ConversationState opened(const OpenConversation& open);

// The append that an open comes down to once its conversation stands.
AppendRow first_row(const OpenConversation& open);

// Why an open of a conversation that stands already is not simply its first row again.
std::optional<RowRefused> refuse_open(const ConversationState& state, const OpenConversation& open);

// Asked before anything is looked up: may this device write here at all?
std::optional<RowRefused> refuse_writer(const ConversationState& state, const AppendRow& append);

// Asked when the mid is unknown. `last_mid`: the device's newest row here, zero for none.
std::optional<RowRefused> refuse_row(const ConversationState& state, const AppendRow& append,
                                     const Id& last_mid);

// The row as committed. `inbox_seq`: the next one of the shop's feed.
wire::Row apply_row(ConversationState& state, const AppendRow& append, uint64_t inbox_seq,
                    uint64_t epoch);

// A row that retention took, as far as its mid is still known.
wire::Row gone_row(const Id& conv, const Id& mid, const Key& device, uint64_t seq);

// Whether the side's best moved. The store counts unread again when agent_read did.
bool apply_cursor(ConversationState& state, const PutCursor& put);

std::optional<Failed> refuse_wrap(const ConversationState& state, const PutWrap& put);
void apply_wrap(ConversationState& state, const PutWrap& put, uint64_t inbox_seq);

// Whether the assignee changes; if so, it has.
bool apply_assignee(ConversationState& state, const SetAssignee& set, uint64_t inbox_seq);

// --- Retention --------------------------------------------------------------------------------

// Rows received before this go; 0: none.
uint64_t retention_cutoff(const wire::ShopSettings& settings, uint64_t now);

// Rows up to floor_seq have gone, from the oldest on.
struct Trim {
    uint64_t floor_seq = 0;
    Hash floor_head{};
    uint64_t oldest_at = 0;  // of the row after it; 0: none is left
    uint64_t unread = 0;     // counted again
};

// Whether agents see a change; then the store gives it the next inbox_seq. A conversation that has
// no row left is erased: the store deletes its wraps and whatever it knows of its mids.
bool apply_trim(ConversationState& state, const Trim& trim);

// --- Resuming ---------------------------------------------------------------------------------

// The running hash at `at` if the state alone tells it.
std::optional<Hash> head_in_state(const ConversationState& state, uint64_t at);

// Where the rows begin that a client needs who has applied rows up to `cursor` with the running
// hash `head`; `head_at` is the relay's own there, if it has one.
uint64_t resume_from(const ConversationState& state, uint64_t cursor, const Hash& head,
                     const std::optional<Hash>& head_at);

}  // namespace shopbell::relay
