// SPDX-License-Identifier: Apache-2.0
// What somebody has deleted is gone: the relay keeps one row that says so and no key, and no disk
// and no screen has a word of it.
#include "core/base/text_encoding.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

#include <set>

namespace shopbell::sim {
namespace {

class Erasure final : public Checker {
public:
    using Checker::Checker;

    void stored(const Device& device, const boundary::Store& stored) override;
    void shown(const Tab& tab) override;
    void at_rest() override;

private:
    void judge_return(const Id& conv, const relay::ConversationState& state);
    void judge_relay(const Id& conv, const relay::ConversationState& state);
    void judge_disk(const Id& conv, const Device& device);
    void judge_screens(const Id& conv, const Device& device);
    void fail(const Id& conv, const std::string& what) {
        world_.violate(Invariant::erased_is_gone, short_hex(conv) + ": " + what);
    }

    std::map<Id, std::map<uint64_t, Lineage>> erased_by_;  // devices, as they were then
};

void Erasure::at_rest() {
    for (const Id& conv : world_.ledger.conversations()) {
        const auto state = world_.relay.conversation(*world_.ledger.shop_of(conv), conv);
        if (state) judge_return(conv, *state);
        if (!state || static_cast<uint64_t>(state->state) != 3) continue;
        judge_relay(conv, *state);
        for (const Device& device : world_.devices) {
            if (world_.was_removed(device.agent)) continue;
            judge_disk(conv, device);
            judge_screens(conv, device);
        }
    }
}

void Erasure::stored(const Device& device, const boundary::Store& stored) {
    for (const boundary::Stored& put : stored.puts) {
        if (put.key.compare(0, 5, "conv/") != 0) continue;
        const auto kept = boundary::decode_kept_conversation(put.value);
        if (!kept || kept->state != 3) continue;
        if (!world_.ledger.erased_on(kept->conv, device.number)) continue;
        // Else it may only have heard of somebody else's doing.
        const auto state = world_.relay.conversation(device.shop.name(), kept->conv);
        const bool first = state && static_cast<uint64_t>(state->state) != 3;
        if (first) erased_by_[kept->conv].emplace(device.number, device.lineage);
    }
}

// Whoever has erased takes no word of the log any more. Another tab may have some until it hears.
void Erasure::shown(const Tab& tab) {
    if (world_.setup.tabs > 1) return;
    if (world_.holds(Invariant::erased_is_gone) == Holds::no) return;
    for (const Id& conv : tab.screen().touched) {
        const auto view = tab.screen().conversations.find(conv);
        if (view == tab.screen().conversations.end() || view->second.state != 3) continue;
        if (erased_by_[conv].count(tab.device().number) == 0) continue;
        // Set back to before, it learns again that it has.
        if (world_.ledger.hit.count(tab.device().lineage) != 0) continue;
        for (const boundary::RowView& row : tab.screen().rows.at(conv)) {
            if (row.seq == 0 || row.kind != kind_text) continue;
            fail(conv, "#" + std::to_string(row.seq) + " is on " + tab.name() + ", which erased");
        }
    }
}

// A restored backup brings it back; who has erased it does it again.
void Erasure::judge_return(const Id& conv, const relay::ConversationState& state) {
    if (static_cast<uint64_t>(state.state) == 3) return;
    const bool late = world_.allows(Excuse::opens_late);
    for (const auto& [number, lineage] : erased_by_[conv]) {
        const Device& device = world_.device(number);
        if ((late && !device.agent) || world_.allows(Excuse::mixes_logs)) continue;
        const bool hit = world_.ledger.hit.count(lineage) != 0;
        if (!hit && !world_.was_removed(device.agent)) {
            return fail(conv, "it is there again, though " + device.name + " has erased it");
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

void Erasure::judge_disk(const Id& conv, const Device& device) {
    if (world_.excuses(Invariant::erased_is_gone, device.lineage)) return;
    const std::string hex = hex_encode(conv);
    for (const auto& [key, value] : device.disk.entries()) {
        if (key == "conv/" + hex) {
            const auto kept = boundary::decode_kept_conversation(value);
            if (kept && (!kept->wraps.empty() || kept->last)) {
                return fail(conv, "its keys are on the disk of " + device.name);
            }
        }
        const bool row = key.compare(0, 4, "row/") == 0 || key.compare(0, 4, "out/") == 0;
        if (row && key.compare(4, hex.size(), hex) == 0) {
            return fail(conv, "a row is on the disk of " + device.name);
        }
    }
}

void Erasure::judge_screens(const Id& conv, const Device& device) {
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
