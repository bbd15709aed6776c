// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/setup.hpp"

namespace shopbell::sim {
namespace {

// A relay either lies or does not; one that lies is honest in everything else of its seed's faults.
bool drawn(Dice& dice, Fault fault, bool lying) {
    if (fault == Fault::no_locks) return false;  // drawn with the tabs
    if (fault >= Fault::lie_drop) return lying && dice.chance(350);
    return dice.chance(fault == Fault::wipe || fault == Fault::rollback ? 100 : 250);
}

}  // namespace

Setup draw_setup(Dice& dice, const Options& options) {
    Setup setup;
    setup.shops = dice.chance(200) ? 2 : 1;
    setup.shoppers = dice.between(1, setup.shops == 2 ? 2 : 3);
    setup.agents = dice.between(1, 2);
    setup.bots = dice.chance(250) ? 1 : 0;
    setup.messages_max = dice.between(4, 26);
    setup.chaos_ms = dice.millis(10'000, 60'000);
    if (dice.chance(250)) {
        setup.hub.outstanding_frames_max = dice.between(4, 12);
        setup.hub.outstanding_bytes_max = dice.between(8'000, 32'000);
        setup.hub.page_rows_max = dice.between(1, 4);
    }
    const bool lying = dice.chance(200);
    for (size_t i = 0; i < faults_count; ++i) {
        const auto fault = static_cast<Fault>(i);
        if (drawn(dice, fault, lying)) setup.faults.add(fault);
    }
    if (options.faults) setup.faults = *options.faults;
    const bool tabs = setup.faults.has(Fault::tabs);
    setup.tabs = tabs ? dice.between(2, 3) : 1;
    if (dice.chance(150) && tabs && !options.faults) setup.faults.add(Fault::no_locks);
    return setup;
}

}  // namespace shopbell::sim
