// SPDX-License-Identifier: Apache-2.0
// Makes the enabled faults happen, a few times each, at times and places that the seed draws. What
// lasts (a full disk, slow commits) is switched on and off again; what strikes once (a kill, a cut)
// is aimed at a step or a connection. When the world heals it stops and leaves nothing behind.
#pragma once

#include "tests/sim/dice.hpp"
#include "tests/sim/faults.hpp"
#include "tests/sim/network.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace shopbell::sim {

class Device;
class Intruder;
class Tab;
class World;

class Chaos {
public:
    Chaos(World& world, Dice dice);
    ~Chaos();

    void begin();
    void stop() { stopped_ = true; }

    // Whether a frame that is on its way, or has just been sent, comes a second time.
    bool comes_twice(const Bytes& frame);
    void send_again(Tab& tab, const Bytes& frame);

private:
    void plan(Fault fault);
    void strike(Fault fault);
    void strike_network(Fault fault);
    void strike_device(Fault fault);
    void strike_relay(Fault fault);
    void strike_people(Fault fault);
    // Sets something now and takes it back after a while.
    void lasts(Millis most, std::function<void()> undo);
    Device& any_device();
    Tab& any_tab();
    Socket any_socket();
    void clone(Device& original);
    void remove_agent();
    [[nodiscard]] bool has(Fault fault) const;

    World& world_;
    Dice dice_;
    bool stopped_ = false;
    std::vector<std::unique_ptr<Intruder>> intruders_;
};

}  // namespace shopbell::sim
