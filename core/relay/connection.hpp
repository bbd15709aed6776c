// SPDX-License-Identifier: Apache-2.0
// One connection from challenge to close: the relay speaks first, hello is judged as far as it goes
// without the shop, frames in between wait, silence is answered by a ping and then by bye.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

void on_connected(Turn& turn, const PeerConnected& connected);
void on_frame(Turn& turn, const PeerFrame& received);
void on_too_large(Turn& turn, const PeerTooLarge& peer);
void on_closed(Turn& turn, const PeerClosed& closed);
void on_peer_timer(Turn& turn, PeerId id);

// Says goodbye to everybody, but first acknowledges what is on its way to the disk.
void on_shut_down(Turn& turn);

// Called when a submission of this connection was answered: one that is leaving may go now.
void leave_if_done(Turn& turn, PeerId id);

// Frames that came between hello and welcome.
void take_parked(Turn& turn, PeerId id);

// The connection is over: nothing of the Hub mentions it afterwards.
void forget_peer(Turn& turn, PeerId id);

void set_peer_timer(Turn& turn, PeerId id);

}  // namespace shopbell::relay
