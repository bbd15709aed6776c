// SPDX-License-Identifier: Apache-2.0
// The connections between devices and the relay. Each is as TCP is: bytes of one direction arrive
// in order or not at all. What goes wrong is everything around that: a connection that breaks with
// frames under way, an end that does not learn of it, a direction that stands still, an old
// connection whose last frames arrive after a newer one's first. It knows no frame's meaning.
#pragma once

#include "core/relay/events.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/schedule.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace shopbell::sim {

using Socket = relay::PeerId;

// The client's end of one connection.
struct ClientEnd {
    std::function<void(Socket)> opened;
    std::function<void(Socket, Bytes)> frame;
    std::function<void(Socket, uint64_t code)> closed;
};

// The relay's ends of all.
class RelayEnd {
public:
    virtual ~RelayEnd() = default;
    virtual bool is_up() const = 0;
    virtual void connected(Socket socket, const std::string& page_origin) = 0;
    virtual void frame(Socket socket, Bytes frame) = 0;
    virtual void drained(Socket socket, uint64_t bytes) = 0;
    virtual void closed(Socket socket) = 0;
};

enum class Direction : uint8_t { up, down };

class Network {
public:
    Network(Schedule& schedule, Dice dice) : schedule_(schedule), dice_(dice) {}
    void join(RelayEnd& relay) { relay_ = &relay; }

    // Of a client. `reachable`: its own network is there.
    Socket dial(const std::string& page_origin, bool reachable, ClientEnd end);
    void send_up(Socket socket, Bytes frame);
    void hang_up(Socket socket);
    // The process is gone: its system closes the connection, or, when the machine itself went, does
    // not.
    void abandon(Socket socket, bool silently);

    // Of the relay.
    void send_down(Socket socket, Bytes frame, Millis extra = 0);
    void close_down(Socket socket, uint64_t code);
    void relay_gone(bool silently);

    // Faults. `silent_up`: the relay does not learn of it; `silent_down`: the client does not.
    void cut(Socket socket, bool silent_up, bool silent_down);
    void stall(Socket socket, Direction direction, bool on);
    // Frames of a slow reader leave the relay one by one.
    void set_slow(Socket socket, Millis per_frame);

    static constexpr Millis latency_ms_usual = 60;
    Millis latency_max = latency_ms_usual;
    uint64_t dial_fails = 0;  // per mille

    // Both ends hold it for open.
    [[nodiscard]] bool is_whole(Socket socket) const;
    // As the client sees it.
    [[nodiscard]] bool is_open(Socket socket) const;
    [[nodiscard]] std::vector<Socket> open_sockets() const;
    // No connection stalls or is slow any more.
    void heal();

private:
    struct Way {
        Millis arrived_last = 0;  // nothing overtakes
        bool stalled = false;
        bool broken = false;
        Millis per_frame = 0;
        std::deque<std::function<void()>> held;
    };
    struct Connection {
        ClientEnd client;
        bool client_open = true, relay_open = false;
        Way up, down;
    };

    Connection* find(Socket socket);
    void travel(Socket socket, Direction direction, Millis extra, std::function<void()> arrive);
    void arrive(Socket socket, Direction direction, std::function<void()> step);
    void release(Socket socket, Direction direction);
    void drop_if_over(Socket socket);

    Schedule& schedule_;
    Dice dice_;
    RelayEnd* relay_ = nullptr;
    Socket last_ = 0;
    std::map<Socket, Connection> connections_;
};

}  // namespace shopbell::sim
