// SPDX-License-Identifier: Apache-2.0
// From what the Session knows to what a screen shows. Only what changed in a turn is sent.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

boundary::RowView row_view(const Conversation& conversation, const TranscriptRow& row);
boundary::RowView row_view(const State& state, const OutboxRow& row);

// A clock may be wrong by days: what the relay noted is shown unless the two nearly agree (§5.6).
uint64_t time_to_show(const TranscriptRow& row);

// Emits this turn's changes for the screen and clears them.
void show_changes(State& state, Turn& turn);

}  // namespace shopbell::client
