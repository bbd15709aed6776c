// SPDX-License-Identifier: Apache-2.0
// What changed in a conversation, told to everybody whom it concerns. The store answers each write
// with the whole state after it; this compares it with the one in memory and is the only place that
// fans cursors, assignment, phase and inbox changes out.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

// A write was answered.
void note_conversation(Turn& turn, const std::string& shop, const ConversationState& after);

// Only if it is newer: a read may bring what the answer to an earlier write has not told yet, and
// the other way round.
void renew_state(Turn& turn, Conversation& conversation, const ConversationState& after);

}  // namespace shopbell::relay
