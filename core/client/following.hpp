// SPDX-License-Identifier: Apache-2.0
// Which conversations this connection follows row by row. A shopper follows its own; an agent those
// that are assigned to it, that are on its screen, or that it has something to say in. All others
// an agent knows by their line in the inbox feed.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

// Another tab of this agent has it on its screen: followed as well, while not too many are.
void share(State& state, Conversation& conversation);

// Resumes and leaves conversations touched in this turn.
void follow_conversations(State& state, Turn& turn);

// State and assignee as the relay has them. What this device has erased stays erased, whatever a
// relay says that has not heard of it yet.
void take_status(Conversation& conversation, uint64_t status, const std::optional<Id>& assignee);

void take_resumed(State& state, Turn& turn, const wire::Resumed& resumed);
void take_deliver(State& state, Turn& turn, const wire::Deliver& deliver);
void take_heads(State& state, const wire::Heads& heads);
void take_here(State& state, const wire::Here& here);

}  // namespace shopbell::client
