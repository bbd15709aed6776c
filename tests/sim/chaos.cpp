// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/chaos.hpp"

#include "tests/sim/intruder.hpp"
#include "tests/sim/people.hpp"
#include "tests/sim/world.hpp"

#include <utility>

namespace shopbell::sim {
namespace {

constexpr Millis day_ms = 86'400'000;

}  // namespace

Chaos::Chaos(World& world, Dice dice) : world_(world), dice_(dice) {}

Chaos::~Chaos() = default;

bool Chaos::has(Fault fault) const { return !stopped_ && world_.setup.faults.has(fault); }

void Chaos::begin() {
    world_.setup.faults.each([this](Fault fault) { plan(fault); });
    if (has(Fault::delay)) world_.network.latency_max = dice_.millis(500, 9'000);
    if (!has(Fault::skew)) return;
    for (Device& device : world_.devices) device.wall_off = dice_.millis(-day_ms, day_ms);
    world_.relay.wall_off = dice_.millis(-day_ms, day_ms);
}

void Chaos::plan(Fault fault) {
    uint64_t times = dice_.between(1, 4);
    if (fault == Fault::wipe || fault == Fault::clone || fault == Fault::team) times = 1;
    for (uint64_t i = 0; i < times; ++i) {
        world_.schedule.at(dice_.millis(500, world_.setup.chaos_ms), [this, fault] {
            if (!stopped_) strike(fault);
        });
    }
}

void Chaos::lasts(Millis most, std::function<void()> undo) {
    world_.schedule.after(dice_.millis(most / 10, most), [this, undo = std::move(undo)] {
        if (!stopped_) undo();
    });
}

void Chaos::strike(Fault fault) {
    if (fault <= Fault::slow) return strike_network(fault);
    if (fault <= Fault::skew) return strike_device(fault);
    if (fault <= Fault::retention) return strike_relay(fault);
    if (fault <= Fault::intruder) return strike_people(fault);
}

// --- Where ------------------------------------------------------------------------------------

Device& Chaos::any_device() {
    return world_.devices[static_cast<size_t>(dice_.below(world_.devices.size()))];
}

Tab& Chaos::any_tab() { return *dice_.pick(any_device().tabs); }

Socket Chaos::any_socket() {
    const auto open = world_.network.open_sockets();
    return open.empty() ? 0 : dice_.pick(open);
}

// --- Network ----------------------------------------------------------------------------------

void Chaos::strike_network(Fault fault) {
    const Socket socket = any_socket();
    const bool up = dice_.chance(500);
    Network& network = world_.network;
    switch (fault) {
        case Fault::cut:
            network.cut(socket, false, false);
            break;
        case Fault::half_open:
            network.cut(socket, up || dice_.chance(300), !up);
            break;
        case Fault::one_way: {
            const Direction way = up ? Direction::up : Direction::down;
            network.stall(socket, way, true);
            lasts(40'000, [&network, socket, way] { network.stall(socket, way, false); });
            break;
        }
        case Fault::slow:
            network.set_slow(socket, dice_.millis(200, 3'000));
            break;
        case Fault::no_dial:
            network.dial_fails = dice_.between(100, 900);
            lasts(10'000, [&network] { network.dial_fails = 0; });
            break;
        default:
            return;  // delay and duplicate are at every frame
    }
    world_.tally.strike(fault);
    world_.tell("chaos", name_of(fault));
}

bool Chaos::comes_twice(const Bytes& frame) {
    const uint64_t type = frame_type(frame);
    if (type == wire::Challenge::type_number || type == wire::Hello::type_number) return false;
    // It would undo what was asked since.
    if (type == wire::Leave::type_number) return false;
    if (!has(Fault::duplicate) || !dice_.chance(60)) return false;
    world_.tally.strike(Fault::duplicate);
    return true;
}

// On whatever connection the tab has by then.
void Chaos::send_again(Tab& tab, const Bytes& frame) {
    if (!comes_twice(frame)) return;
    world_.schedule.after(dice_.spread(5'000), [this, &tab, frame] {
        if (!stopped_ && tab.screen().is_online()) world_.network.send_up(tab.socket(), frame);
    });
}

// --- Devices ----------------------------------------------------------------------------------

void Chaos::strike_device(Fault fault) {
    Device& device = any_device();
    Tab& tab = *dice_.pick(device.tabs);
    world_.tally.strike(fault);
    if (world_.trace.on()) world_.tell("chaos", std::string(name_of(fault)) + " " + device.name);
    switch (fault) {
        case Fault::crash:
            if (dice_.chance(500)) {
                device.crash(dice_.chance(500));
            } else {
                tab.close(true, dice_.chance(500));
            }
            lasts(8'000, [&device] { device.open_all(); });
            break;
        case Fault::freeze:
            tab.freeze();
            lasts(dice_.chance(300) ? 120'000 : 15'000, [&tab] { tab.thaw(); });
            break;
        case Fault::rollback:
            device.take_backup();
            lasts(20'000, [&device] { device.roll_back(); });
            break;
        case Fault::wipe:
            device.wipe();
            break;
        case Fault::clone:
            clone(device);
            break;
        case Fault::no_space:
            device.disk.full = true;
            lasts(10'000, [&device] { device.disk.full = false; });
            break;
        case Fault::slow_disk:
            device.disk.latency_max = dice_.millis(200, 5'000);
            lasts(15'000, [&device] { device.disk.latency_max = 8; });
            break;
        case Fault::skew:
            device.wall_off = dice_.millis(-day_ms, day_ms);
            break;
        default:
            break;
    }
}

// The copy has the same keys and the same queue, and goes its own way. Of a shopper's storage in
// which no key was made yet it is just another device.
void Chaos::clone(Device& original) {
    Device& copy = world_.add_device(original.name + "'", original.shop, original.agent);
    const bool has_keys = original.agent || !original.disk.entries().empty();
    if (has_keys) copy.lineage = original.lineage;
    copy.agent_device_seed = original.agent_device_seed;
    copy.disk.set_entries(original.disk.entries());
    world_.people().join(copy);
}

// --- Relay ------------------------------------------------------------------------------------

void Chaos::strike_relay(Fault fault) {
    RelayHost& relay = world_.relay;
    world_.tell("chaos", name_of(fault));
    switch (fault) {
        case Fault::kill:
            relay.die_at_step(dice_.below(40), false);
            break;
        case Fault::power:
            relay.die_at_step(dice_.below(40), true);
            break;
        case Fault::full:
            relay.full = true;
            lasts(8'000, [&relay] { relay.full = false; });
            break;
        case Fault::io:
            relay.io_errors = dice_.between(50, 600);
            lasts(10'000, [&relay] { relay.io_errors = 0; });
            break;
        case Fault::fsync:
            relay.fsync_fails = true;
            break;
        case Fault::slow_store:
            world_.tally.strike(fault);
            relay.commit_ms_max = dice_.millis(50, 3'000);
            lasts(15'000, [&relay] { relay.commit_ms_max = 5; });
            break;
        case Fault::restore:
            relay.take_backup();
            world_.schedule.after(dice_.millis(500, 25'000), [this, &relay] {
                if (!stopped_) relay.restore();
            });
            break;
        case Fault::retention:
            relay.trim(dice_.millis(0, 20'000));
            break;
        default:
            break;
    }
}

// --- People -----------------------------------------------------------------------------------

void Chaos::strike_people(Fault fault) {
    switch (fault) {
        case Fault::reload: {
            Tab& tab = any_tab();
            tab.close(false);
            lasts(dice_.chance(500) ? 500 : 10'000, [&tab] { tab.open(); });
            break;
        }
        case Fault::team:
            remove_agent();
            break;
        case Fault::intruder:
            intruders_.push_back(std::make_unique<Intruder>(world_, dice_.fork()));
            return intruders_.back()->come();
        default:
            return;  // tabs are there from the beginning, and their locks are not
    }
    world_.tally.strike(fault);
}

void Chaos::remove_agent() {
    CastShop& shop = dice_.pick(world_.shops);
    for (const CastAgent& agent : shop.agents()) {
        if (agent.role == 1 || agent.until != 0) continue;
        // The owner is told that it cannot be kept, and leaves it.
        if (world_.relay.full) return;
        world_.tell("chaos", "removes an agent");
        shop.remove(agent.id);
        return world_.relay.put_shop(shop);
    }
}

}  // namespace shopbell::sim
