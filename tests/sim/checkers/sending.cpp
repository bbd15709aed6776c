// SPDX-License-Identifier: Apache-2.0
// What must be true of a row before it leaves its device: it is on the disk there, and so is one
// that the screen calls queued; it is sealed under a key from after the last removal that the
// device knows of, and never under one that a lying relay made.
#include "core/base/text_encoding.hpp"
#include "core/crypto/message.hpp"
#include "core/wire/messages.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/liar.hpp"
#include "tests/sim/world.hpp"

#include <set>

namespace shopbell::sim {
namespace {

constexpr uint64_t type_message = 1;

class Sending final : public Checker {
public:
    using Checker::Checker;

    void stored(const Device& device, const boundary::Store& stored) override;
    void effect(const Tab& tab, const boundary::Effect& effect) override;
    void shown(const Tab& tab) override;

private:
    bool is_durable(const Tab& tab, const Id& mid);
    void learn_roster(const Tab& tab, const boundary::ShopChanged& changed);
    void in_its_turn(const Tab& tab, const Id& conv, const Id& mid);
    void goes_out(const Tab& tab, const wire::Submission& row, const wire::Wrap* opening);
    void sealed_anew(const Tab& tab, const wire::Submission& row, const wire::Wrap* opening);
    void sealed_by_people(const Tab& tab, const wire::Submission& row);

    // By lineage, for a copy's disk is not written row by row: own rows that a disk has, or had.
    std::map<Lineage, std::set<Id>> kept_;
    // By run of a tab, since its screen was drawn.
    std::map<uint64_t, std::vector<std::pair<Id, Id>>> sent_;
    // Version of the inbox key in the newest roster, by run of a tab.
    std::map<uint64_t, uint64_t> inbox_v_;
};

void Sending::stored(const Device& device, const boundary::Store& stored) {
    for (const boundary::Stored& put : stored.puts) {
        if (put.key.compare(0, 4, "out/") != 0) continue;
        const auto kept = boundary::decode_kept_outbox_row(put.value);
        if (kept) kept_[device.lineage].insert(kept->submission.mid);
    }
}

// A disk that refuses writes keeps nothing, and one that was set back has lost what it had.
bool Sending::is_durable(const Tab& tab, const Id& mid) {
    const Device& device = tab.device();
    if (world_.ledger.hit.count(device.lineage) != 0) return true;
    return kept_[device.lineage].count(mid) != 0;
}

void Sending::shown(const Tab& tab) {
    for (const auto& [conv, mid] : sent_[tab.run_id()]) in_its_turn(tab, conv, mid);
    sent_.erase(tab.run_id());
    for (const Id& conv : tab.screen().touched) {
        for (const boundary::RowView& row : tab.screen().rows.at(conv)) {
            const bool waits = row.status == status_queued || row.status == status_sending;
            if (!row.mine || !waits || is_durable(tab, row.mid)) continue;
            world_.violate(Invariant::queued_arrives, tab.name() + " shows as queued what is on " +
                                                          "no disk: " + row.body.substr(0, 12));
        }
    }
}

void Sending::effect(const Tab& tab, const boundary::Effect& effect) {
    if (const auto* changed = std::get_if<boundary::ShopChanged>(&effect)) {
        return learn_roster(tab, *changed);
    }
    const auto* send = std::get_if<boundary::Send>(&effect);
    if (!send) return;
    const uint64_t type = frame_type(send->frame);
    if (type != wire::Submit::type_number && type != wire::Open::type_number) return;
    const auto frame = wire::decode_frame_from_client(send->frame);
    if (!frame) return;
    if (const auto* submit = std::get_if<wire::Submit>(&*frame)) {
        goes_out(tab, submit->submission, nullptr);
    } else if (const auto* open = std::get_if<wire::Open>(&*frame)) {
        goes_out(tab, open->first, &open->wrap);
    }
}

void Sending::learn_roster(const Tab& tab, const boundary::ShopChanged& changed) {
    if (!changed.roster) return;
    const auto roster = wire::decode_roster(changed.roster->roster);
    if (roster) inbox_v_[tab.run_id()] = roster->inbox_v;
}

void Sending::goes_out(const Tab& tab, const wire::Submission& row, const wire::Wrap* opening) {
    if (!is_durable(tab, row.mid)) {
        world_.violate(Invariant::queued_arrives,
                       tab.name() + " sends what is on no disk: " + short_hex(row.mid));
    }
    sent_[tab.run_id()].emplace_back(row.conv, row.mid);
    if (row.type != type_message) return;
    sealed_anew(tab, row, opening);
    sealed_by_people(tab, row);
}

// Behind a row that was refused for good everything waits for its writer's decision. As the screen
// stands afterwards: what was told of that row may come with what lets the next one go.
void Sending::in_its_turn(const Tab& tab, const Id& conv, const Id& mid) {
    const boundary::RowView* sent = tab.screen().find(conv, mid);
    if (!sent || sent->status != status_sending) return;
    for (const boundary::RowView& before : tab.screen().rows.at(conv)) {
        if (before.mid == mid) return;
        if (before.status != status_not_sent) continue;
        return world_.violate(Invariant::sender_order,
                              tab.name() + " sends what stands behind a row that was not sent");
    }
}

void Sending::sealed_anew(const Tab& tab, const wire::Submission& row, const wire::Wrap* opening) {
    const auto known = inbox_v_.find(tab.run_id());
    if (known == inbox_v_.end()) return;
    uint64_t inbox_v = opening ? opening->inbox_v : known->second;
    if (!opening) {
        const auto state = world_.relay.conversation(tab.device().shop.name(), row.conv);
        if (state && row.gen > 0 && row.gen <= state->wraps.size()) {
            inbox_v = state->wraps[static_cast<size_t>(row.gen) - 1].inbox_v;
        }
    }
    if (inbox_v >= known->second) return;
    world_.violate(Invariant::nobody_else_reads,
                   tab.name() + " writes under a key that a removed agent has");
}

void Sending::sealed_by_people(const Tab& tab, const wire::Submission& row) {
    const Liar* liar = world_.liar();
    if (!liar) return;
    for (const Key& made : liar->made_keys()) {
        if (!crypto::open(row, tab.device().shop.name(), crypto::ConversationKey(made))) continue;
        world_.violate(Invariant::no_plaintext, tab.name() + " writes under the relay's own key");
    }
}

}  // namespace

std::unique_ptr<Checker> make_sending_checker(World& world) {
    return std::make_unique<Sending>(world);
}

}  // namespace shopbell::sim
