// SPDX-License-Identifier: Apache-2.0
// A server's WebSocket frames: never masked, never fragmented. Called by PeerConnection, which
// appends them to what it is about to write.
#pragma once

#include "core/base/bytes.hpp"

namespace shopbell::server {

void write_binary_frame(ByteView message, Bytes& out);
void write_pong_frame(ByteView data, Bytes& out);
// The reason is cut to what a control frame holds, at a character's border.
void write_close_frame(uint16_t code, std::string_view reason, Bytes& out);

}  // namespace shopbell::server
