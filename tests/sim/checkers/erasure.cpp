// SPDX-License-Identifier: Apache-2.0
// What somebody has deleted is gone: the relay keeps one row that says so and no key, and no disk
// and no screen has a word of it.
#include "core/base/text_encoding.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {
namespace {

class Erasure final : public Checker {
public:
    using Checker::Checker;

    void at_rest() override;

private:
    void judge_relay(const Id& conv, const relay::ConversationState& state);
    void judge_device(const Id& conv, const Device& device);
    void fail(const Id& conv, const std::string& what) {
        world_.violate(Invariant::erased_is_gone, short_hex(conv) + ": " + what);
    }
};

void Erasure::at_rest() {
    for (const Id& conv : world_.ledger.conversations()) {
        const auto state = world_.relay.conversation(*world_.ledger.shop_of(conv), conv);
        if (!state || static_cast<uint64_t>(state->state) != 3) continue;
        judge_relay(conv, *state);
        for (const Device& device : world_.devices) {
            if (!world_.was_removed(device.agent)) judge_device(conv, device);
        }
    }
}

void Erasure::judge_relay(const Id& conv, const relay::ConversationState& state) {
    if (!state.wraps.empty()) fail(conv, "its keys are at the relay");
    if (world_.relay.log(*world_.ledger.shop_of(conv), conv).size() > 1) {
        fail(conv, "its rows are at the relay");
    }
    if (state.last) fail(conv, "its last row is at the relay");
}

void Erasure::judge_device(const Id& conv, const Device& device) {
    const std::string hex = hex_encode(conv);
    const bool refused = world_.holds(Invariant::erased_is_gone) == Holds::for_others &&
                         world_.ledger.hit.count(device.lineage) != 0;
    for (const auto& [key, value] : device.disk.entries()) {
        if (refused) break;
        const bool row = key.compare(0, 4, "row/") == 0 || key.compare(0, 4, "out/") == 0;
        if (row && key.compare(4, hex.size(), hex) == 0) {
            return fail(conv, "a row is on the disk of " + device.name);
        }
    }
    for (const auto& tab : device.tabs) {
        const auto shown = tab->screen().rows.find(conv);
        if (shown == tab->screen().rows.end()) continue;
        for (const boundary::RowView& row : shown->second) {
            if (row.kind == kind_text) return fail(conv, "words are on " + tab->name());
        }
    }
}

}  // namespace

std::unique_ptr<Checker> make_erasure_checker(World& world) {
    return std::make_unique<Erasure>(world);
}

}  // namespace shopbell::sim
