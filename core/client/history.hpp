// SPDX-License-Identifier: Apache-2.0
// What becomes of rows that were applied once: past the shop's retention they go, an erasure takes
// all of them, and where a restored relay has another history they are cut back to what both have
// (design §5.6, §5.10). Whatever goes from memory goes from the disk and the screen with it.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

// The relay has said where its history begins and whether it is the one held here.
void take_history(State& state, Turn& turn, Conversation& conversation,
                  const wire::Resumed& resumed);

// Before a row is applied: is it one that is held already? If it differs, the rest is cut back.
void compare_row(State& state, Turn& turn, Conversation& conversation, const wire::Row& row);

// Rows up to `seq` go; `head` is the running hash there.
void drop_below(State& state, Turn& turn, Conversation& conversation, uint64_t seq,
                const Hash& head);

// Rows received before the shop's retention go. `time`: the relay's Unix ms.
void drop_expired(State& state, Turn& turn, uint64_t time);

// The person erases the conversation: everything here goes at once, and a row that makes the relay
// and all readers do the same is queued.
bool erase(State& state, Turn& turn, Conversation& conversation);

// The relay has shown that the conversation is erased: nothing but a tombstone stays. What a
// shopper had queued moves into a new conversation.
void finish_erasure(State& state, Turn& turn, Conversation& conversation);

}  // namespace shopbell::client
