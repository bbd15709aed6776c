// SPDX-License-Identifier: Apache-2.0
// Whom a client believes: only rosters that the shop's root has signed, and never an older one.
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

#include <algorithm>

namespace shopbell::sim {
namespace {

class Trust final : public Checker {
public:
    using Checker::Checker;

    void effect(const Tab& tab, const boundary::Effect& effect) override;

private:
    std::map<uint64_t, size_t> newest_;  // place in the cast's list, by run of a tab
};

void Trust::effect(const Tab& tab, const boundary::Effect& effect) {
    const auto* changed = std::get_if<boundary::ShopChanged>(&effect);
    if (!changed || !changed->roster) return;
    const auto& made = tab.device().shop.rosters();
    const auto place = std::find(made.begin(), made.end(), *changed->roster);
    if (place == made.end()) {
        return world_.violate(Invariant::no_forgery, tab.name() + " believes a false roster");
    }
    size_t& before = newest_[tab.run_id()];
    const auto now = static_cast<size_t>(place - made.begin());
    if (now < before) {
        world_.violate(Invariant::no_forgery, tab.name() + " goes back to an older roster");
    }
    before = now;
}

}  // namespace

std::unique_ptr<Checker> make_trust_checker(World& world) { return std::make_unique<Trust>(world); }

}  // namespace shopbell::sim
