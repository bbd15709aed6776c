// SPDX-License-Identifier: Apache-2.0
// What of a Session outlives its page: which keys stand on the device's disk and what they hold.
// Changes of one turn go out as one Store effect, a single durable transaction, so that a row and
// the cursor that counts it never part (design §5.6).
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

void keep_row(State& state, const Conversation& conversation, const wire::Row& row,
              uint64_t problem);
void keep_outbox_row(State& state, const Conversation& conversation, const OutboxRow& row);
void remove_kept_row(State& state, const Conversation& conversation, uint64_t seq);
// Also those that this Session has never read: another tab's, or what an older disk held.
void remove_all_rows(State& state, const Conversation& conversation);
// The rows of what is gone, in a Store effect of its own: what is merged is not stored again.
void remove_leftovers(State& state, Turn& turn, const Conversation& conversation);
void remove_outbox_row(State& state, const Conversation& conversation, const Id& mid);
void keep_shop(State& state);
void keep_device_seed(State& state, const Key& seed);

// Fills the state with what an earlier run kept. Unreadable entries are left alone, not fatal.
void restore(State& state, Turn& turn, const std::vector<boundary::Stored>& stored);
std::optional<Key> stored_device_seed(const std::vector<boundary::Stored>& stored);

// Takes in what another tab of this profile has stored (design §5.7).
void merge(State& state, Turn& turn, const boundary::Merge& merged);

// Emits this turn's changes as one Store effect.
void keep_changes(State& state, Turn& turn);

// A transaction is over. One that failed is not waited for either: the row still goes out, and the
// shell has told the person that nothing can be kept here.
void store_done(State& state, const boundary::StoreDone& done);

// Everything off the disk and out of memory.
void forget(State& state, Turn& turn);

}  // namespace shopbell::client
