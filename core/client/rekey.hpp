// SPDX-License-Identifier: Apache-2.0
// A new generation of a conversation's key, when the shop has a new inbox key or the newest
// generation was made by somebody who is no agent any more (design §6). The first participant that
// sees it makes one; words wait for it, so that a removed agent reads nothing new.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

uint64_t newest_generation(const Conversation& conversation);

// True while nothing may be sealed under the newest generation.
bool needs_rekey(const State& state, const Conversation& conversation);

// Offers a new generation for conversations touched in this turn that need one. The relay takes the
// first offer and shows it to everybody, its maker too.
void rekey_conversations(State& state, Turn& turn);

}  // namespace shopbell::client
