// SPDX-License-Identifier: Apache-2.0
// Own rows from the moment they are sealed until the relay shows them committed (design §5):
// durable before they count as queued, sent in order by chain, at most a window in flight, asked
// about by sync on every connection, halted and shown when refused for good.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

// Queues a row under an id of its own. False: the conversation's key is not to be had here.
bool enqueue(State& state, Turn& turn, Conversation& conversation, const Id& mid, Said said);

// Seals what the row says under the newest generation; its mid and its place stay (design §6).
bool seal_row(State& state, Conversation& conversation, OutboxRow& row);

// Rows from here on have another place: the screen takes them out and adds them in their order.
void show_anew(State& state, Turn& turn, Conversation& conversation, size_t first);

// Numbers the row as the newest, keeps and shows it.
void append_to_outbox(State& state, Turn& turn, Conversation& conversation, OutboxRow&& row);

// A shopper's new conversation. It is opened at the relay with its first row, once the shop's inbox
// key is known. Null only if the device's key cannot be used.
Conversation* new_conversation(State& state, Turn& turn);

// A shopper's conversation of this id, with its first key: both come from the device's seed, so
// that two tabs, or a device that has lost its notes, mean the same one.
Conversation* own_conversation(State& state, const Id& conv, uint64_t opened_at);

// Sends what may go out on every conversation.
void pump_outboxes(State& state, Turn& turn);

void take_ack(State& state, const wire::Ack& ack);
void take_nack(State& state, Turn& turn, const wire::Nack& nack);
void take_synced(State& state, const wire::Synced& synced);

// The person decides about a row that was refused.
void retry_row(State& state, Conversation& conversation, OutboxRow& row);
void discard_row(State& state, Turn& turn, Conversation& conversation, const Id& mid);

// Messages that wait to be sent; what else was done (closing, assigning) waits without being
// counted.
uint64_t queued_count(const State& state);

}  // namespace shopbell::client
