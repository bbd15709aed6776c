// SPDX-License-Identifier: Apache-2.0
// How far each side has stored and read, and which rows of a device the relay has (sync). Cursors
// are kept by the store and fanned out only when a side's best moved; bots never count.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

void on_cursor(Turn& turn, PeerId id, const wire::Cursor& cursor);
void on_cursor_put(Turn& turn, const Question& question, const StoreAnswer& answer);

// The other side's best, at once or when there is room.
void send_cursor(Turn& turn, PeerId id, const Id& conv);

// To everybody whose other side moved.
void tell_cursors(Turn& turn, const Conversation& conversation, const ConversationState& before);

void on_sync(Turn& turn, PeerId id, const wire::Sync& sync);
void on_sync_read(Turn& turn, const Question& question, const StoreAnswer& answer);

}  // namespace shopbell::relay
