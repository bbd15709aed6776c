// SPDX-License-Identifier: Apache-2.0
// What a status promises: Sent is in the log for good, Queued will get there.
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

#include <set>

namespace shopbell::sim {
namespace {

class Promises final : public Checker {
public:
    using Checker::Checker;

    void committed(const std::string&, const wire::Row& row) override {
        committed_.insert(row.submission.mid);
    }
    void shown(const Tab& tab) override;
    void restored() override;
    void at_rest() override;

private:
    void judge(const Utterance& said);
    void judge_lost(const Utterance& said);
    [[nodiscard]] bool is_logged(const Utterance& said) const;
    [[nodiscard]] bool is_beyond_reach(const Utterance& said) const;

    std::set<Id> committed_;
    // Whose disks held a row when the relay lost it.
    std::map<Id, std::set<Lineage>> held_;
    std::map<std::pair<uint64_t, Id>, uint64_t> status_;  // by run of a tab
};

void Promises::shown(const Tab& tab) {
    for (const Id& conv : tab.screen().touched) {
        for (const boundary::RowView& row : tab.screen().rows.at(conv)) {
            Utterance* said = row.kind == kind_text ? world_.ledger.find(row.body) : nullptr;
            if (!said) continue;
            const bool sent =
                row.seq != 0 || (row.status >= status_sent && row.status != status_not_sent);
            // Somebody else's screen shows it only because the relay has it.
            if (sent && !world_.allows(Excuse::acknowledges_all) &&
                committed_.count(row.mid) == 0) {
                world_.violate(
                    Invariant::acknowledged_survives,
                    tab.name() + " shows as sent what is not committed: " + row.body.substr(0, 12));
            }
            said->shown_sent = said->shown_sent || sent;
            if (row.status == status_queued || row.status == status_sending) {
                said->shown_queued = true;
            }
            uint64_t& before = status_[{tab.run_id(), row.mid}];
            const bool was_sent = before >= status_sent && before != status_not_sent;
            // Nobody owes anybody what was deleted; news of it and of its rows may cross.
            const bool may_be_lost =
                world_.ledger.erased(conv) ||
                world_.holds(Invariant::acknowledged_survives) == Holds::if_held ||
                world_.excuses(Invariant::acknowledged_survives, tab.device().lineage);
            if (row.mine && was_sent && !sent && !may_be_lost) {
                world_.violate(
                    Invariant::acknowledged_survives,
                    tab.name() + " takes back what it showed as sent: " + row.body.substr(0, 12));
            }
            before = row.status;
        }
    }
}

Id mid_in(const boundary::Stored& entry) {
    if (entry.key.compare(0, 4, "row/") == 0) {
        const auto kept = boundary::decode_kept_row(entry.value);
        if (kept && kept->problem == 0) return kept->row.submission.mid;
    } else if (entry.key.compare(0, 4, "out/") == 0) {
        const auto kept = boundary::decode_kept_outbox_row(entry.value);
        if (kept && kept->author == 0) return kept->submission.mid;
    }
    return Id{};
}

void Promises::restored() {
    for (const Device& device : world_.devices) {
        for (const auto& [key, value] : device.disk.entries()) {
            held_[mid_in({.key = key, .value = value})].insert(device.lineage);
        }
    }
}

bool Promises::is_logged(const Utterance& said) const {
    for (const wire::Row& row : world_.relay.log(said.shop, *said.conv)) {
        if (row.submission.mid == *said.mid) return true;
    }
    return false;
}

// A reply into a conversation that a restore has lost waits for its shopper to open it again, who
// cannot if that device was damaged as well.
bool Promises::is_beyond_reach(const Utterance& said) const {
    const auto opener = world_.ledger.opener(*said.conv);
    return said.agent && world_.holds(Invariant::acknowledged_survives) == Holds::if_held &&
           !world_.relay.conversation(said.shop, *said.conv) && opener &&
           world_.ledger.hit.count(*opener) != 0;
}

// A restore may lose what nobody held any more; what its writer held is there again.
void Promises::judge_lost(const Utterance& said) {
    const auto held = held_.find(*said.mid);
    const bool by_writer = held != held_.end() && held->second.count(said.lineage) != 0;
    const bool lost = world_.holds(Invariant::acknowledged_survives) == Holds::if_held;
    if (lost && (!by_writer || world_.ledger.hit.count(said.lineage) != 0)) return;
    const auto state = world_.relay.conversation(said.shop, *said.conv);
    if (world_.allows(Excuse::stays_adrift) && (!state || state->floor_seq > 0)) return;
    world_.violate(Invariant::acknowledged_survives,
                   said.body.substr(0, 12) + " was sent and is gone");
}

void Promises::judge(const Utterance& said) {
    if (!said.mid || !said.conv || is_logged(said) || world_.was_removed(said.agent)) return;
    if (said.expired || is_beyond_reach(said)) return;
    if (world_.ledger.erased(*said.conv)) {
        const bool given_up = said.agent || world_.ledger.erased_by_shopper(*said.conv) ||
                              committed_.count(*said.mid) != 0;
        if (given_up) return;
    } else if (said.shown_sent) {
        judge_lost(said);
    }
    if (world_.excuses(Invariant::queued_arrives, said.lineage)) return;
    if (committed_.count(*said.mid) != 0 || !said.shown_queued || said.given_up) return;
    world_.violate(Invariant::queued_arrives,
                   said.body.substr(0, 12) + " was queued and never arrived");
}

void Promises::at_rest() {
    for (const auto& [body, said] : world_.ledger.all()) judge(said);
}

}  // namespace

std::unique_ptr<Checker> make_promises_checker(World& world) {
    return std::make_unique<Promises>(world);
}

}  // namespace shopbell::sim
