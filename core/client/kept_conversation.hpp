// SPDX-License-Identifier: Apache-2.0
// The note that a device's disk keeps of a conversation: what stands in it, and how much of another
// tab's, or an earlier run's, is believed.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

// As it is now.
boundary::KeptConversation kept_conversation(const Conversation& conversation);

// Takes in a note; one that cannot be read is left alone. Of a conversation that is held already
// only what never goes back is taken: another tab may have written it before it heard of what this
// one knows.
void restore_kept_conversation(State& state, Turn& turn, ByteView value);

}  // namespace shopbell::client
