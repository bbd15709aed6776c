// SPDX-License-Identifier: Apache-2.0
// Which conversations this connection follows row by row. A shopper follows its own; an agent those
// that are assigned to it, that are on its screen, or that it has something to say in. All others
// an agent knows by their line in the inbox feed. A connection has limits::resumed_max places: what
// is on a screen or has something to say presses out what is merely assigned.
#pragma once

#include "core/base/limits.hpp"
#include "core/client/state.hpp"

namespace shopbell::client {

// Another tab of this agent has it on its screen: followed as well, while not too many are.
void share(State& state, Conversation& conversation);

// Of an agent with many conversations so many questions (resume, sync) wait for their answers at
// most; the others follow as these come. Half of what the relay keeps under way to a connection:
// rows find room between the answers.
inline constexpr uint64_t asked_max = limits::outstanding_frames_max / 2;

// How many wait.
uint64_t asked_count(const State& state);

// Resumes and leaves conversations: a shopper those touched in this turn; an agent also those that
// waited for a place, or for the answers to other questions.
void follow_conversations(State& state, Turn& turn);

// State and assignee as the relay has them. What this device has erased stays erased, whatever a
// relay says that has not heard of it yet.
void take_status(Conversation& conversation, uint64_t status, const std::optional<Id>& assignee);

void take_resumed(State& state, Turn& turn, const wire::Resumed& resumed);
void take_deliver(State& state, Turn& turn, const wire::Deliver& deliver);
void take_heads(State& state, const wire::Heads& heads);
void take_here(State& state, const wire::Here& here);

}  // namespace shopbell::client
