// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/device.hpp"

#include "tests/sim/world.hpp"

namespace shopbell::sim {

Device::Device(World& in, uint64_t number_, std::string name_, const CastShop& of,
               std::optional<Id> agent_, Dice dice_)
    : world(in),
      number(number_),
      name(std::move(name_)),
      shop(of),
      agent(agent_),
      page_origin(of.page_origin()),
      lineage(in.next_lineage()),
      dice(dice_),
      disk(in.schedule, dice.fork()),
      lock(in, dice.fork(), !in.setup.faults.has(Fault::no_locks)),
      monotonic_off(dice.millis(1'000, 1'000'000)) {
    if (agent) agent_device_seed = dice.key();
}

Tab& Device::add_tab() {
    tabs.push_back(std::make_unique<Tab>(world, *this, world.next_tab()));
    return *tabs.back();
}

Now Device::now() const {
    const Millis at = world.schedule.now();
    return {at + monotonic_off, noon + wall_off + at};
}

void Device::crash(bool silently) {
    for (const auto& tab : tabs) tab->close(true, silently);
}

void Device::open_all() {
    for (const auto& tab : tabs) tab->open();
}

void Device::replace_storage(Entries entries) {
    for (const auto& tab : tabs) tab->close(true);
    disk.set_entries(std::move(entries));
    open_all();
}

void Device::roll_back() {
    world.ledger.hit.insert(lineage);
    replace_storage(backup_);
}

void Device::wipe() {
    world.ledger.hit.insert(lineage);
    if (!agent) lineage = world.next_lineage();
    backup_.clear();
    replace_storage({});
}

}  // namespace shopbell::sim
