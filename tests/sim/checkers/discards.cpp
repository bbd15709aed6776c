// SPDX-License-Identifier: Apache-2.0
// A row that was not sent and that its writer has discarded goes from every tab of the device, and
// from its disk: whatever the relay says, it is the writer's to take back.
#include "core/base/text_encoding.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {
namespace {

class Discards final : public Checker {
public:
    using Checker::Checker;

    void at_rest() override;

private:
    void judge(const Device& device, const Discarded& row);
};

void Discards::at_rest() {
    for (const Discarded& row : world_.ledger.discarded()) {
        const Device& device = world_.device(row.device);
        if (!world_.excuses(Invariant::discarded_is_gone, device.lineage)) judge(device, row);
    }
}

void Discards::judge(const Device& device, const Discarded& row) {
    const auto fail = [&](const std::string& what) {
        world_.violate(Invariant::discarded_is_gone, short_hex(row.mid) + ": " + what);
    };
    for (const auto& tab : device.tabs) {
        const boundary::RowView* shown = tab->screen().find(row.conv, row.mid);
        if (shown && shown->status == status_not_sent) fail("not sent, on " + tab->name());
    }
    if (device.disk.entries().count("out/" + hex_encode(row.conv) + "/" + hex_encode(row.mid)) != 0)
        fail("waits on the disk of " + device.name);
}

}  // namespace

std::unique_ptr<Checker> make_discards_checker(World& world) {
    return std::make_unique<Discards>(world);
}

}  // namespace shopbell::sim
