// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/network.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::sim {
namespace {

constexpr uint64_t close_abnormal = 1006;

}  // namespace

Network::Connection* Network::find(Socket socket) {
    const auto found = connections_.find(socket);
    return found == connections_.end() ? nullptr : &found->second;
}

bool Network::is_whole(Socket socket) const {
    const auto found = connections_.find(socket);
    return found != connections_.end() && found->second.client_open && found->second.relay_open &&
           !found->second.up.broken && !found->second.down.broken;
}

bool Network::is_open(Socket socket) const {
    const auto found = connections_.find(socket);
    return found != connections_.end() && found->second.client_open;
}

std::vector<Socket> Network::open_sockets() const {
    std::vector<Socket> open;
    for (const auto& [socket, connection] : connections_) {
        if (connection.client_open || connection.relay_open) open.push_back(socket);
    }
    return open;
}

// A step happens at its time unless its way broke meanwhile; on one that stands still it waits.
void Network::travel(Socket socket, Direction direction, Millis extra, std::function<void()> step) {
    Connection* const connection = find(socket);
    if (!connection) return;
    Way& way = direction == Direction::up ? connection->up : connection->down;
    Millis when = schedule_.now() + 1 + dice_.spread(latency_max) + extra;
    when = std::max(when, way.arrived_last + way.per_frame);
    way.arrived_last = when;
    schedule_.at(when, [this, socket, direction, step = std::move(step)]() mutable {
        arrive(socket, direction, std::move(step));
    });
}

void Network::arrive(Socket socket, Direction direction, std::function<void()> step) {
    Connection* const connection = find(socket);
    if (!connection) return;
    Way& way = direction == Direction::up ? connection->up : connection->down;
    if (way.broken) return;
    if (way.stalled || !way.held.empty()) {
        way.held.push_back(std::move(step));
        return;
    }
    step();
}

// In their order, one by one: what one of them does may break the way.
void Network::release(Socket socket, Direction direction) {
    for (;;) {
        Connection* const connection = find(socket);
        if (!connection) return;
        Way& way = direction == Direction::up ? connection->up : connection->down;
        if (way.stalled || way.broken || way.held.empty()) return;
        const auto step = std::move(way.held.front());
        way.held.pop_front();
        step();
    }
}

Socket Network::dial(const std::string& page_origin, bool reachable, ClientEnd end) {
    const Socket socket = ++last_;
    Connection& connection = connections_[socket];
    connection.client = std::move(end);
    const bool refused = !reachable || !relay_->is_up();
    if (dice_.chance(dial_fails)) return socket;  // nobody ever answers
    if (refused) {
        schedule_.after(1 + dice_.spread(latency_max * 8),
                        [this, socket] { cut(socket, true, false); });
        return socket;
    }
    travel(socket, Direction::up, 0, [this, socket, page_origin] {
        Connection* const opening = find(socket);
        if (!opening->client_open) return;
        if (!relay_->is_up()) return cut(socket, true, false);
        opening->relay_open = true;
        travel(socket, Direction::down, 0, [this, socket] {
            if (const Connection* const open = find(socket); open->client_open)
                open->client.opened(socket);
        });
        relay_->connected(socket, page_origin);
    });
    return socket;
}

void Network::send_up(Socket socket, Bytes frame) {
    if (!is_open(socket)) return;
    travel(socket, Direction::up, 0, [this, socket, frame = std::move(frame)] {
        if (find(socket)->relay_open) relay_->frame(socket, frame);
    });
}

void Network::send_down(Socket socket, Bytes frame, Millis extra) {
    const Connection* const connection = find(socket);
    if (!connection || !connection->relay_open) return;
    travel(socket, Direction::down, extra, [this, socket, frame = std::move(frame)] {
        const Connection* const arriving = find(socket);
        if (arriving->relay_open) relay_->drained(socket, frame.size());
        if (find(socket)->client_open) find(socket)->client.frame(socket, frame);
    });
}

void Network::hang_up(Socket socket) {
    Connection* const connection = find(socket);
    if (!connection || !connection->client_open) return;
    connection->client_open = false;
    connection->down.broken = true;
    travel(socket, Direction::up, 0, [this, socket] {
        if (std::exchange(find(socket)->relay_open, false)) relay_->closed(socket);
        drop_if_over(socket);
    });
}

void Network::abandon(Socket socket, bool silently) {
    if (!silently) return hang_up(socket);
    Connection* const connection = find(socket);
    if (!connection) return;
    connection->client_open = false;
    connection->up.broken = connection->down.broken = true;
    drop_if_over(socket);
}

void Network::close_down(Socket socket, uint64_t code) {
    Connection* const connection = find(socket);
    if (!connection || !connection->relay_open) return;
    connection->relay_open = false;
    connection->up.broken = true;
    schedule_.after(0, [this, socket] { relay_->closed(socket); });
    travel(socket, Direction::down, 0, [this, socket, code] {
        Connection* const closing = find(socket);
        if (std::exchange(closing->client_open, false)) closing->client.closed(socket, code);
        drop_if_over(socket);
    });
}

void Network::relay_gone(bool silently) {
    for (const Socket socket : open_sockets()) {
        Connection& connection = *find(socket);
        connection.relay_open = false;
        connection.up.broken = true;
        if (silently) {
            connection.down.broken = true;
            drop_if_over(socket);
            continue;
        }
        // What had been sent before may still arrive, unless the way was broken before.
        connection.down.broken = dice_.chance(500) || connection.down.broken;
        schedule_.after(1 + dice_.spread(latency_max * 4), [this, socket] {
            cut(socket, true, false);
            drop_if_over(socket);
        });
    }
}

void Network::cut(Socket socket, bool silent_up, bool silent_down) {
    Connection* const connection = find(socket);
    if (!connection) return;
    connection->up.broken = connection->down.broken = true;
    if (!silent_up) {
        schedule_.after(dice_.spread(2000), [this, socket] {
            Connection* const broken = find(socket);
            if (broken && std::exchange(broken->relay_open, false)) relay_->closed(socket);
            drop_if_over(socket);
        });
    }
    if (!silent_down) {
        schedule_.after(dice_.spread(2000), [this, socket] {
            Connection* const broken = find(socket);
            if (broken && std::exchange(broken->client_open, false)) {
                broken->client.closed(socket, close_abnormal);
            }
            drop_if_over(socket);
        });
    }
}

void Network::stall(Socket socket, Direction direction, bool on) {
    Connection* const connection = find(socket);
    if (!connection) return;
    Way& way = direction == Direction::up ? connection->up : connection->down;
    way.stalled = on;
    if (!on) schedule_.after(0, [this, socket, direction] { release(socket, direction); });
}

void Network::set_slow(Socket socket, Millis per_frame) {
    if (Connection* const connection = find(socket)) connection->down.per_frame = per_frame;
}

void Network::heal() {
    dial_fails = 0;
    latency_max = latency_ms_usual;
    for (const Socket socket : open_sockets()) {
        stall(socket, Direction::up, false);
        stall(socket, Direction::down, false);
        // What waits for a slow device would take it minutes more.
        if (find(socket)->down.per_frame != 0) cut(socket, false, false);
        set_slow(socket, 0);
    }
}

void Network::drop_if_over(Socket socket) {
    const Connection* const connection = find(socket);
    if (connection && !connection->client_open && !connection->relay_open) {
        // Not at once: a step that is running may still hold it.
        schedule_.after(0, [this, socket] { connections_.erase(socket); });
    }
}

}  // namespace shopbell::sim
