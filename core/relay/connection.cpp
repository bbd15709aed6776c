// SPDX-License-Identifier: Apache-2.0
#include "core/relay/connection.hpp"

#include "core/crypto/hello.hpp"
#include "core/relay/origins.hpp"
#include "core/relay/presence.hpp"
#include "core/relay/pressure.hpp"
#include "core/relay/replies.hpp"
#include "core/relay/routing.hpp"
#include "core/relay/shops.hpp"
#include "core/relay/subscriptions.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::relay {

using wire::Code;

static Timer timer_of(PeerId id) { return {Timer::Kind::peer, id, {}, {}}; }

void on_connected(Turn& turn, const PeerConnected& connected) {
    const PeerId id = connected.peer;
    Peer peer;
    peer.host = connected.host;
    peer.origin = connected.origin;
    peer.nonce = turn.hub.rng.key();
    const Millis at = turn.now.monotonic;
    peer.connected_at = peer.heard_at = peer.pinged_at = peer.heads_at = at;
    if (!turn.hub.peers.emplace(id, std::move(peer)).second) return;
    if (turn.hub.shutting_down) {
        return dismiss(turn, id, {Code::going_away, "", "the relay shuts down"});
    }
    wire::Challenge challenge;
    challenge.nonce = turn.peer(id)->nonce;
    challenge.time = unix_ms(turn.now);
    challenge.frame_bytes_max = turn.config().frame_bytes_max;
    challenge.window = turn.config().window_max;
    send(turn, id, challenge);
}

// --- Hello ------------------------------------------------------------------------------------

// What can be judged without the shop. Nothing if all is well so far.
static std::optional<Refusal> judge_hello(const Turn& turn, const Peer& peer,
                                          const wire::Hello& hello) {
    const bool shopper = hello.role == static_cast<uint64_t>(Role::shopper);
    const bool agent = hello.role == static_cast<uint64_t>(Role::agent);
    if (!shopper && !agent) {
        return Refusal{Code::bad_field, "Hello.role", "1 shopper, 2 agent"};
    }
    if (!is_relay_origin(turn.config(), peer.host, hello.relay_origin)) {
        return Refusal{Code::origin_refused, "Hello.relay_origin", "not this relay"};
    }
    if (!crypto::verify_hello(hello, peer.nonce)) {
        return Refusal{Code::signature_false, "Hello.sig", "does not verify"};
    }
    if (!is_shop_id(hello.shop)) {
        return Refusal{Code::unknown_shop, "Hello.shop", "no such shop"};
    }
    return std::nullopt;
}

static void on_hello(Turn& turn, PeerId id, const wire::Hello& hello) {
    Peer& peer = *turn.peer(id);
    if (const auto refusal = judge_hello(turn, peer, hello)) return refuse(turn, id, *refusal);
    peer.phase = PeerPhase::awaiting_shop;
    peer.shop = hello.shop;
    peer.hello = hello;
    enter_shop(turn, id);
}

// --- Frames -----------------------------------------------------------------------------------

static void handle_frame(Turn& turn, PeerId id, ByteView bytes) {
    auto frame = wire::decode_frame_from_client(bytes);
    if (!frame) {
        const wire::DecodeError& error = frame.error();
        return refuse(turn, id,
                      {error.code, error.field, std::string(cbor_error_name(error.reason))});
    }
    const PeerPhase phase = turn.peer(id)->phase;
    if (const auto* const hello = std::get_if<wire::Hello>(&*frame)) {
        if (phase == PeerPhase::awaiting_hello) return on_hello(turn, id, *hello);
        return refuse(turn, id, {Code::out_of_order, "Hello", "a second hello"});
    }
    if (phase == PeerPhase::awaiting_hello) {
        return refuse(turn, id, {Code::out_of_order, "Frame.type", "a frame before hello"});
    }
    route(turn, id, std::move(*frame));
}

void on_frame(Turn& turn, const PeerFrame& received) {
    Peer* const peer = turn.peer(received.peer);
    if (peer == nullptr || peer->phase == PeerPhase::leaving) return;
    peer->heard_at = turn.now.monotonic;
    turn.touched.insert(received.peer);
    if (received.frame.size() > turn.config().frame_bytes_max) {
        return on_too_large(turn, {received.peer});
    }
    if (peer->phase != PeerPhase::awaiting_shop) {
        return handle_frame(turn, received.peer, received.frame);
    }
    if (peer->parked.size() >= turn.config().parked_frames_max) {
        return refuse(turn, received.peer,
                      {Code::out_of_order, "Frame", "over parked_frames_max before welcome"});
    }
    peer->parked.push_back(received.frame);
}

void take_parked(Turn& turn, PeerId id) {
    Peer* const peer = turn.peer(id);
    if (peer == nullptr) return;
    const std::vector<Bytes> parked = std::exchange(peer->parked, {});
    for (const Bytes& frame : parked) {
        if (turn.peer(id) == nullptr) return;
        handle_frame(turn, id, frame);
    }
}

void on_too_large(Turn& turn, const PeerTooLarge& peer) {
    refuse(turn, peer.peer, {Code::too_large, "Frame", "over frame_bytes_max"});
}

// --- Time -------------------------------------------------------------------------------------

void set_peer_timer(Turn& turn, PeerId id) {
    const Peer* const peer = turn.peer(id);
    if (peer == nullptr) return;
    const HubConfig& config = turn.config();
    Millis at = peer->heard_at + config.idle_ms_max;
    at = std::min(at, std::max(peer->heard_at, peer->pinged_at) + config.ping_after_ms);
    at = std::min(at, peer->heads_at + config.heads_every_ms);
    if (peer->phase == PeerPhase::awaiting_hello || peer->phase == PeerPhase::awaiting_shop) {
        at = std::min(at, peer->connected_at + config.hello_ms_max);
    }
    if (peer->outstanding.frames > 0) {
        at = std::min(at, peer->outstanding.progressed_at + config.stall_ms_max);
    }
    turn.hub.timers.set(timer_of(id), at);
}

// Nothing while the connection may stay.
static std::optional<Refusal> judge_silence(const Turn& turn, const Peer& peer) {
    const Millis now = turn.now.monotonic;
    const bool welcomed = peer.phase == PeerPhase::welcomed || peer.phase == PeerPhase::leaving;
    if (!welcomed && now - peer.connected_at >= turn.config().hello_ms_max) {
        return Refusal{Code::hello_timeout, "Hello", "not within hello_ms_max"};
    }
    if (now - peer.heard_at >= turn.config().idle_ms_max) {
        return Refusal{Code::idle_timeout, "Frame", "none within idle_ms_max"};
    }
    if (has_stalled(turn.config(), peer, turn.now)) {
        return Refusal{Code::slow_consumer, "", "took nothing for stall_ms_max"};
    }
    return std::nullopt;
}

void on_peer_timer(Turn& turn, PeerId id) {
    Peer* const peer = turn.peer(id);
    if (peer == nullptr) return;
    if (const auto refusal = judge_silence(turn, *peer)) return dismiss(turn, id, *refusal);
    turn.touched.insert(id);
    const Millis now = turn.now.monotonic;
    if (now - std::max(peer->heard_at, peer->pinged_at) >= turn.config().ping_after_ms) {
        peer->pinged_at = now;
        wire::Ping ping;
        ping.token = unix_ms(turn.now);
        send(turn, id, ping);
    }
    if (now - peer->heads_at >= turn.config().heads_every_ms) {
        peer->heads_at = now;
        send_heads(turn, id);
    }
}

// --- The end ----------------------------------------------------------------------------------

void on_closed(Turn& turn, const PeerClosed& closed) { forget_peer(turn, closed.peer); }

void on_shut_down(Turn& turn) {
    turn.hub.shutting_down = true;
    std::vector<PeerId> all;
    for (const auto& [id, peer] : turn.hub.peers) all.push_back(id);
    for (const PeerId id : all) {
        turn.peer(id)->phase = PeerPhase::leaving;
        leave_if_done(turn, id);
    }
}

void leave_if_done(Turn& turn, PeerId id) {
    const Peer* const peer = turn.peer(id);
    if (peer == nullptr || peer->phase != PeerPhase::leaving || peer->submissions > 0) return;
    dismiss(turn, id, {Code::going_away, "", "the relay shuts down"});
}

void forget_peer(Turn& turn, PeerId id) {
    Peer* const peer = turn.peer(id);
    if (peer == nullptr) return;
    leave_conversations(turn, id);
    leave_shop(turn, id);
    turn.hub.timers.cancel(timer_of(id));
    turn.touched.erase(id);
    turn.overrun.erase(id);
    turn.hub.peers.erase(id);
}

}  // namespace shopbell::relay
