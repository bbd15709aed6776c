// SPDX-License-Identifier: Apache-2.0
// How large a world is, how long it lasts and what goes wrong in it: all that a seed decides before
// anything happens. Worlds are small, so that many of them are played and a failing one is read.
#pragma once

#include "core/relay/events.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/faults.hpp"
#include "tests/sim/options.hpp"

namespace shopbell::sim {

struct Setup {
    uint64_t shops = 1;
    uint64_t shoppers = 1;  // of each shop
    uint64_t agents = 1;
    uint64_t bots = 0;
    uint64_t tabs = 1;  // of a profile, at most
    uint64_t messages_max = 20;
    Millis chaos_ms = 40'000;
    Faults faults;
    relay::HubConfig hub;  // some limits are small, so that they are reached
};

Setup draw_setup(Dice& dice, const Options& options);

}  // namespace shopbell::sim
