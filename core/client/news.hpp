// SPDX-License-Identifier: Apache-2.0
// What deserves a tone, a badge or a notification: a message of the other side that this device has
// not announced before, once, however it came (a row or the inbox feed's line).
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

void announce(State& state, Turn& turn, Conversation& conversation, const TranscriptRow& row);

// Rows that this side has not read.
uint64_t unread_count(const State& state, const Conversation& conversation);

}  // namespace shopbell::client
