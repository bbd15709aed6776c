// SPDX-License-Identifier: Apache-2.0
// Who follows which conversation, and which row each of them gets next. A row goes straight to a
// connection that has all before it and has room; everybody else is pumped from the store, one page
// at a time per connection, until it has caught up.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

void on_resume(Turn& turn, PeerId id, const wire::Resume& resume);
void on_leave(Turn& turn, PeerId id, const wire::Leave& leave);
void on_conversation_loaded(Turn& turn, const Question& question, const StoreAnswer& answer);

// A row that was just committed, to everybody who follows its conversation.
void deliver_row(Turn& turn, const std::string& shop, const wire::Row& row);

void pump_log(Turn& turn, PeerId id);
void on_log_read(Turn& turn, const Question& question, const StoreAnswer& answer);

// Heads of what this connection follows: how a lost row would be noticed.
void send_heads(Turn& turn, PeerId id);

// The connection ends.
void leave_conversations(Turn& turn, PeerId id);

// Conversations that nobody follows leave memory.
void drop_if_unused(Turn& turn, const std::string& shop, const Id& conv);

}  // namespace shopbell::relay
