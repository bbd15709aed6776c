// SPDX-License-Identifier: Apache-2.0
// What one write does to a conversation, and when it is refused. Every Store calls these inside its
// transaction, so that SQLite, the in-memory twin and whatever comes later cannot disagree; a store
// adds only what it must look up (known mids, last mids, counts).
#pragma once

#include "core/relay/store.hpp"

#include <optional>

namespace shopbell::relay {

// A shopper touches the conversations of its own device, an agent all of its shop.
bool may_touch(const ConversationState& state, Role role, const Key& device);

// Of a message; rows of any other type never count as unread or reopen anything.
bool is_message(const wire::Submission& submission);

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

// Whether the side's best moved. The store counts unread again when agent_read did.
bool apply_cursor(ConversationState& state, const PutCursor& put);

std::optional<Failed> refuse_wrap(const ConversationState& state, const PutWrap& put);
void apply_wrap(ConversationState& state, const PutWrap& put, uint64_t inbox_seq);

// Whether the assignee changes; if so, it has.
bool apply_assignee(ConversationState& state, const SetAssignee& set, uint64_t inbox_seq);

}  // namespace shopbell::relay
