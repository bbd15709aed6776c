// SPDX-License-Identifier: Apache-2.0
// One browser profile (or a bot's process): its storage, its tabs, its clock and whether it has a
// network. What befalls a profile as a whole, from a crash to a copy of its storage, is done here.
#pragma once

#include "tests/sim/cast.hpp"
#include "tests/sim/ledger.hpp"
#include "tests/sim/tab.hpp"
#include "tests/sim/tab_lock.hpp"

#include <memory>
#include <vector>

namespace shopbell::sim {

class Device {
public:
    Device(World& world, uint64_t number, std::string name, const CastShop& shop,
           std::optional<Id> agent, Dice dice);

    Tab& add_tab();
    void crash(bool silently);
    void open_all();
    // Its tabs close, its storage becomes `entries`, and they open again.
    void replace_storage(Entries entries);
    void take_backup() { backup_ = disk.entries(); }
    void roll_back();
    void wipe();

    [[nodiscard]] Now now() const;
    // When its monotonic clock shows this.
    [[nodiscard]] Millis true_time(Millis monotonic) const { return monotonic - monotonic_off; }
    [[nodiscard]] bool is_bot() const { return agent && shop.agent(*agent).is_bot(); }

    World& world;
    uint64_t number;
    std::string name;
    const CastShop& shop;
    std::optional<Id> agent;
    std::string page_origin;
    Key agent_device_seed{};
    Lineage lineage;
    Dice dice;
    Disk disk;
    TabLock lock;
    Millis monotonic_off, wall_off = 0;
    bool reachable = true;
    std::vector<std::unique_ptr<Tab>> tabs;

private:
    Entries backup_;
};

}  // namespace shopbell::sim
