// SPDX-License-Identifier: Apache-2.0
// The agents' side of a shop: the inbox feed, one line a conversation, by which an agent knows all
// conversations without loading them.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

void take_inbox(State& state, Turn& turn, const wire::InboxEntry& entry);

}  // namespace shopbell::client
