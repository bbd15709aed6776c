// SPDX-License-Identifier: Apache-2.0
// The relay's log itself: numbered without gaps, each id once, each device's chain unbroken, and a
// place within an epoch never taken twice.
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

#include <set>

namespace shopbell::sim {
namespace {

class Log final : public Checker {
public:
    using Checker::Checker;

    void committed(const std::string& shop, const wire::Row& row) override;
    void at_rest() override;

private:
    using Place =
        std::tuple<std::string, Id, uint64_t, uint64_t>;  // shop, conversation, epoch, seq
    std::map<Place, Id> taken_;
    std::set<std::pair<std::string, Id>> conversations_;  // by shop
};

void Log::committed(const std::string& shop, const wire::Row& row) {
    const Id& conv = row.submission.conv;
    conversations_.emplace(shop, conv);
    const auto [place, fresh] =
        taken_.emplace(Place{shop, conv, row.epoch, row.seq}, row.submission.mid);
    if (!fresh && place->second != row.submission.mid) {
        world_.violate(Invariant::seq_stays,
                       short_hex(conv) + " #" + std::to_string(row.seq) + " was taken");
    }
}

void Log::at_rest() {
    for (const auto& [shop, conv] : conversations_) {
        std::set<Id> mids;
        std::map<Key, Id> last;  // by device
        const uint64_t floor = world_.relay.conversation(shop, conv)->floor_seq;
        uint64_t seq = floor;
        for (const wire::Row& row : world_.relay.log(shop, conv)) {
            const wire::Submission& submission = row.submission;
            const std::string where = short_hex(conv) + " #" + std::to_string(row.seq);
            if (row.seq != ++seq) world_.violate(Invariant::gap_free, where + " after a gap");
            if (!mids.insert(submission.mid).second) {
                world_.violate(Invariant::one_copy, where + " is there twice");
            }
            // Under the floor nobody looks any more.
            const auto [before, first] = last.emplace(submission.device, submission.prev);
            if (submission.prev != before->second ||
                (first && floor == 0 && before->second != Id{})) {
                world_.violate(Invariant::sender_order, where + " breaks its sender's chain");
            }
            before->second = submission.mid;
            const auto taken = taken_.find({shop, conv, row.epoch, row.seq});
            if (taken != taken_.end() && taken->second != submission.mid) {
                world_.violate(Invariant::seq_stays, where + " was another row");
            }
        }
    }
}

}  // namespace

std::unique_ptr<Checker> make_log_checker(World& world) { return std::make_unique<Log>(world); }

}  // namespace shopbell::sim
