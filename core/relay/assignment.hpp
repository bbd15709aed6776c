// SPDX-License-Identifier: Apache-2.0
// Who answers: a conversation that waits without an agent goes to the available agent with the
// fewest open ones (then to whom nothing was given for the longest time, then by id). Every
// assignment is a compare-and-set in the store, so that an agent who takes or closes a conversation
// at the same moment wins.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

// An agent has come: the shop's open conversations are listed if they are not followed yet.
void join_assignment(Turn& turn, const std::string& shop);
void on_open_listed(Turn& turn, const Question& question, const StoreAnswer& answer);

// After each change of a conversation.
void follow_assignment(Turn& turn, const std::string& shop, const ConversationState& after);

// Gives what waits to whoever is available.
void assign_waiting(Turn& turn, const std::string& shop);
void on_assignee_set(Turn& turn, const Question& question, const StoreAnswer& answer);

// Looks at every open conversation again: an agent left for good, came back, or was removed.
void review_queue(Turn& turn, const std::string& shop);

}  // namespace shopbell::relay
