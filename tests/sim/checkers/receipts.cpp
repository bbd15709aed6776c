// SPDX-License-Identifier: Apache-2.0
// Delivered means: a person of the other side has the row on a disk, or, where that disk refuses
// writes, on an open page. Read means: it stood before a
// person's eyes there. Bots are nobody.
#include "core/wire/messages.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {
namespace {

class Receipts final : public Checker {
public:
    using Checker::Checker;

    void stored(const Device& device, const boundary::Store& stored) override;
    void frame_down(Socket socket, ByteView frame) override;
    void shown(const Tab& tab) override;
};

void Receipts::stored(const Device& device, const boundary::Store& stored) {
    if (device.is_bot()) return;
    for (const boundary::Stored& put : stored.puts) {
        if (put.key.compare(0, 4, "row/") != 0) continue;
        const auto kept = boundary::decode_kept_row(put.value);
        if (!kept) continue;
        world_.ledger.keep(kept->row.submission.conv, device.agent.has_value(), kept->row.seq);
    }
}

void Receipts::frame_down(Socket socket, ByteView bytes) {
    if (world_.holds(Invariant::receipts_true) != Holds::on_pages) return;
    const Caller* caller = world_.caller(socket);
    if (!caller || frame_type(bytes) != wire::Deliver::type_number) return;
    const Device& device = world_.device(caller->device);
    const auto frame = wire::decode_frame_from_relay(bytes);
    const auto* deliver = frame ? std::get_if<wire::Deliver>(&*frame) : nullptr;
    if (!deliver || device.is_bot()) return;
    world_.ledger.keep(deliver->row.submission.conv, device.agent.has_value(), deliver->row.seq);
}

void Receipts::shown(const Tab& tab) {
    const bool other = !tab.device().agent;
    for (const Id& conv : tab.screen().touched) {
        for (const boundary::RowView& row : tab.screen().rows.at(conv)) {
            // A reader's cursor passes what was past retention before it came.
            if (!row.mine || row.seq == 0 || world_.ledger.expired(row.mid)) continue;
            const std::string where =
                tab.name() + " " + short_hex(conv) + " #" + std::to_string(row.seq);
            if (row.status == status_delivered && row.seq > world_.ledger.kept(conv, other)) {
                world_.violate(Invariant::receipts_true, where + " was delivered to nobody");
            }
            if (row.status == status_read && row.seq > world_.ledger.seen(conv, other)) {
                world_.violate(Invariant::receipts_true, where + " was read by nobody");
            }
        }
    }
}

}  // namespace

std::unique_ptr<Checker> make_receipts_checker(World& world) {
    return std::make_unique<Receipts>(world);
}

}  // namespace shopbell::sim
