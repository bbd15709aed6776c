// SPDX-License-Identifier: Apache-2.0
// A conversation's committed rows, in the order of seq and without a gap (design §5.6). A row that
// cannot be verified or understood becomes a placeholder and the cursor moves on; a row that comes
// twice or too late is ignored; one that comes too early asks for what is missing.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

enum class Applied : uint64_t { yes, ignored, gap };

// Applies a row that the relay delivered.
Applied apply_row(State& state, Conversation& conversation, const wire::Row& row);

// Puts back a row from this device's disk, whose checks were made when it was applied.
bool restore_row(State& state, Conversation& conversation, const boundary::KeptRow& kept);

// Opens a row without applying it, e.g. the inbox feed's last line.
TranscriptRow read_row(State& state, Conversation& conversation, const wire::Row& row);

// What a verified event, or an own one that is on its way, makes of a conversation.
void follow_event(const wire::EventPub& event, ConversationStatus& status,
                  std::optional<Id>& assignee);

// Takes a row out of the outbox, and, as the transcript holds it from here on, off the disk.
void drop_from_outbox(State& state, Conversation& conversation, const Id& mid);

// Takes a row out of the outbox alone. False: it was not there.
bool forget_outbox_row(Conversation& conversation, const Id& mid);

// Whether a row with this id has been applied.
bool knows(const Conversation& conversation, const Id& mid);

// Running hash at a seq from the floor to the cursor; seq 0 is the start.
Hash head_at(const Conversation& conversation, uint64_t seq);

}  // namespace shopbell::client
