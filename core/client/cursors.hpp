// SPDX-License-Identifier: Apache-2.0
// Receipts: how far this device has stored and read a conversation, and how far the other side has.
// Delivered means on disk, read means visible in a focused conversation (design §5.8).
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

void seen(State& state, Turn& turn, const boundary::Seen& event);

// The other side's best, from the relay; never goes back.
void take_cursor(State& state, Conversation& conversation, uint64_t delivered, uint64_t read);

// Tells the relay what has changed on conversations touched in this turn.
void send_cursors(State& state, Turn& turn);

}  // namespace shopbell::client
