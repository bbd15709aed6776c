// SPDX-License-Identifier: Apache-2.0
#include "core/relay/pressure.hpp"

#include "core/relay/inbox.hpp"
#include "core/relay/presence.hpp"
#include "core/relay/subscriptions.hpp"

#include <algorithm>

namespace shopbell::relay {

// Whether less than 1/part of both limits is under way.
static bool is_below(const HubConfig& config, const Peer& peer, uint64_t part) {
    return peer.outstanding.frames * part < config.outstanding_frames_max &&
           peer.outstanding.bytes * part < config.outstanding_bytes_max;
}

bool has_room(const HubConfig& config, const Peer& peer) { return is_below(config, peer, 1); }

bool has_ample_room(const HubConfig& config, const Peer& peer) { return is_below(config, peer, 2); }

bool is_quiet(const HubConfig& config, const Peer& peer) { return is_below(config, peer, 4); }

bool has_stalled(const HubConfig& config, const Peer& peer, Now now) {
    return peer.outstanding.frames > 0 &&
           now.monotonic - peer.outstanding.progressed_at >= config.stall_ms_max;
}

static bool is_overrun(const HubConfig& config, const Outstanding& outstanding) {
    return outstanding.frames > config.outstanding_frames_max * config.overrun_factor ||
           outstanding.bytes > config.outstanding_bytes_max * config.overrun_factor;
}

void send_bytes(Turn& turn, PeerId id, Bytes frame) {
    Peer* const peer = turn.peer(id);
    if (peer == nullptr) return;
    Outstanding& outstanding = peer->outstanding;
    if (outstanding.frames == 0) outstanding.progressed_at = turn.now.monotonic;
    outstanding.frames += 1;
    outstanding.bytes += frame.size();
    turn.touched.insert(id);
    if (is_overrun(turn.config(), outstanding)) turn.overrun.insert(id);
    turn.out.push_back(SendTo{id, std::move(frame)});
}

void on_drained(Turn& turn, const PeerDrained& drained) {
    Peer* const peer = turn.peer(drained.peer);
    if (peer == nullptr) return;
    Outstanding& outstanding = peer->outstanding;
    outstanding.frames -= std::min(outstanding.frames, drained.frames);
    outstanding.bytes -= std::min(outstanding.bytes, drained.bytes);
    if (outstanding.frames == 0) outstanding.bytes = 0;
    if (drained.frames > 0 || drained.bytes > 0) outstanding.progressed_at = turn.now.monotonic;
    turn.touched.insert(drained.peer);
    pump(turn, drained.peer);
}

void pump(Turn& turn, PeerId id) {
    const Peer* const peer = turn.peer(id);
    if (peer == nullptr || peer->phase != PeerPhase::welcomed) return;
    if (!has_ample_room(turn.config(), *peer)) return;
    flush_news(turn, id);
    pump_log(turn, id);
    pump_inbox(turn, id);
}

}  // namespace shopbell::relay
