// SPDX-License-Identifier: Apache-2.0
// The shop's inbox feed as each agent's connection follows it: the newest state of every
// conversation under its newest inbox_seq. Live while the connection has the feed's head and room;
// otherwise it is paged from the store.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

// A conversation's newest state, to every agent that is live.
void feed_inbox(Turn& turn, const std::string& shop, const ConversationState& after);

void pump_inbox(Turn& turn, PeerId id);
void on_inbox_read(Turn& turn, const Question& question, const StoreAnswer& answer);

}  // namespace shopbell::relay
