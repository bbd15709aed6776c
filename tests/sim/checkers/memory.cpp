// SPDX-License-Identifier: Apache-2.0
// What the relay holds in memory is bounded by who is connected, not by how much was written: what
// is given to one connection and not yet taken, and the Hub's whole state.
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {
namespace {

class Memory final : public Checker {
public:
    using Checker::Checker;

    void at_rest() override;
};

// Of a Hub at rest: a shop with its roster and settings, a conversation with its wraps and newest
// row, a connection. Twice what was measured.
constexpr uint64_t shop_bytes = 64'000, conversation_bytes = 24'000, connection_bytes = 24'000;

void Memory::at_rest() {
    uint64_t conversations = 0;
    for (Tab* tab : world_.tabs()) conversations += tab->screen().conversations.size();
    const uint64_t most = shop_bytes * (1 + world_.shops.size()) +
                          conversation_bytes * conversations +
                          connection_bytes * world_.network.open_sockets().size();
    const uint64_t held = world_.relay.hub_bytes();
    if (held <= most) return;
    world_.violate(Invariant::memory_bounded, "the Hub holds " + std::to_string(held) + " bytes");
}

}  // namespace

std::unique_ptr<Checker> make_memory_checker(World& world) {
    return std::make_unique<Memory>(world);
}

}  // namespace shopbell::sim
