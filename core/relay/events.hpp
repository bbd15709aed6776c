// SPDX-License-Identifier: Apache-2.0
// What a shell tells the Hub and what the Hub wants of it. Events come from sockets, the store, the
// HTTP API and the clock; effects are carried out in their order. Both are plain values, so that
// the simulator and the tests stand in for every shell.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"
#include "core/relay/store.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace shopbell::relay {

// Given by the shell, from 1, never used twice in the life of a Hub.
using PeerId = uint64_t;

// --- Events -----------------------------------------------------------------------------------

// A finished WebSocket upgrade; headers as received, empty when absent.
struct PeerConnected {
    PeerId peer = 0;
    std::string host;
    std::string origin;
};

struct PeerFrame {
    PeerId peer = 0;
    Bytes frame;
};

// The shell stopped reading a message that grew over frame_bytes_max.
struct PeerTooLarge {
    PeerId peer = 0;
};

// The shell has written so much of what SendTo gave it to the socket.
struct PeerDrained {
    PeerId peer = 0;
    uint64_t frames = 0;
    uint64_t bytes = 0;  // of the frames, without WebSocket headers
};

struct PeerClosed {
    PeerId peer = 0;
};

// The deadline has passed.
struct Wake {};

// Say goodbye to everybody; rows on their way to the disk are acknowledged first.
struct ShutDown {};

// The HTTP API changed a shop, and the change is durable.
struct ShopPut {
    ShopRecord record;
};

struct StoreAnswered {
    uint64_t ticket = 0;
    StoreAnswer answer;
};

// RowsTrimmed: what the shell's sweep for retention has done, durable.
using Event = std::variant<PeerConnected, PeerFrame, PeerTooLarge, PeerDrained, PeerClosed, Wake,
                           ShutDown, ShopPut, RowsTrimmed, StoreAnswered>;

// --- Effects ----------------------------------------------------------------------------------

struct SendTo {
    PeerId peer = 0;
    Bytes frame;
};

// After everything sent before. The shell still reports PeerClosed when the socket is gone.
struct ClosePeer {
    PeerId peer = 0;
    uint16_t code = 1000;
    std::string reason;
};

// Writes reach the store in the order of these effects, and are answered in that order.
struct AskStore {
    uint64_t ticket = 0;
    StoreRequest request;
};

using Effect = std::variant<SendTo, ClosePeer, AskStore>;
using Effects = std::vector<Effect>;

// --- Configuration ----------------------------------------------------------------------------

struct HubConfig {
    // Origins that hello.relay_origin may name, as wss://host[:port]. Empty: the host that the
    // upgrade asked for.
    std::vector<std::string> public_origins;
    // The shop `demo` takes pages of any loopback origin.
    bool demo = false;
    // Kept by the shell from run to run, so that tokens for plain HTTP outlive a restart.
    Key bearer_key{};

    // Limits of the protocol; tests make them smaller.
    uint64_t frame_bytes_max = limits::frame_bytes_max;
    uint64_t window_max = limits::window_max;
    uint64_t resumed_max = limits::resumed_max;
    uint64_t outstanding_frames_max = limits::outstanding_frames_max;
    uint64_t outstanding_bytes_max = limits::outstanding_bytes_max;
    Millis hello_ms_max = limits::hello_ms_max;
    Millis idle_ms_max = limits::idle_ms_max;
    Millis heads_every_ms = limits::heads_every_ms;
    Millis stall_ms_max = limits::stall_ms_max;

    // The relay's own.
    uint64_t shops_idle_max = 1'000;           // kept without a connection
    uint64_t open_conversations_max = 10'000;  // followed for assignment, per shop
    uint64_t page_rows_max = 64;               // of one ReadLog or ReadInbox
    uint64_t parked_frames_max = 8;            // between hello and welcome
    uint64_t questions_max = 512;              // of one connection, waiting for the store
    uint64_t overrun_factor = 4;               // so many times the outstanding limits close at once
    Millis ping_after_ms = 30'000;             // of silence
    Millis offline_grace_ms = 5'000;           // a page that reloads was never gone
    Millis release_grace_ms = 60'000;          // how long a gone agent keeps who waits for it
    Millis retry_ms = 1'000;                   // what a transient refusal asks for
};

}  // namespace shopbell::relay
