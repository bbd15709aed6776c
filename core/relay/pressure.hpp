// SPDX-License-Identifier: Apache-2.0
// How much a connection may have under way (design §5.9). Everything that leaves the Hub goes
// through send(); rows and news wait for room, answers do not, and a client that takes nothing, or
// asks for far more than it takes, is let go.
#pragma once

#include "core/relay/state.hpp"

#include <utility>

namespace shopbell::relay {

void send_bytes(Turn& turn, PeerId id, Bytes frame);

template <class Frame>
void send(Turn& turn, PeerId id, const Frame& frame) {
    send_bytes(turn, id, wire::encode(frame));
}

// A row or a piece of news may go out now.
bool has_room(const HubConfig& config, const Peer& peer);

// Enough room to ask the store for another page, so that pages are not read for one row each.
bool has_ample_room(const HubConfig& config, const Peer& peer);

// For typing: dropped long before anything else waits.
bool is_quiet(const HubConfig& config, const Peer& peer);

bool has_stalled(const HubConfig& config, const Peer& peer, Now now);

void on_drained(Turn& turn, const PeerDrained& drained);

// Sends what waited for room: news first, then rows, then the inbox feed.
void pump(Turn& turn, PeerId id);

}  // namespace shopbell::relay
