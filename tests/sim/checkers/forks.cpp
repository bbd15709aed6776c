// SPDX-License-Identifier: Apache-2.0
// A device that was shown another history than the others says so, once it has read a row whose
// sender had seen the true one.
#include "core/crypto/head_hash.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/liar.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {
namespace {

class Forks final : public Checker {
public:
    using Checker::Checker;

    void shown(const Tab& tab) override;
    void committed(const std::string&, const wire::Row& row) override;

private:
    struct Place {
        Id mid{};
        Hash head{};
    };
    std::map<std::pair<Id, uint64_t>, Place> log_;
    // By mid: how far its sender had read of the true history; not there if it had read another.
    std::map<Id, uint64_t> read_;
};

void Forks::committed(const std::string&, const wire::Row& row) {
    const wire::Submission& submission = row.submission;
    const auto head_at = [&](uint64_t seq) {
        return seq == 0 ? crypto::head_start(submission.conv) : log_[{submission.conv, seq}].head;
    };
    log_[{submission.conv, row.seq}] = {
        submission.mid, crypto::head_next(head_at(row.seq - 1), submission, row.seq)};
    if (head_at(submission.head_seq) == submission.head_hash) {
        read_[submission.mid] = submission.head_seq;
    }
}

void Forks::shown(const Tab& tab) {
    if (!world_.liar() || world_.allows(Excuse::hides_forks) || !tab.leads()) return;
    for (const Id& conv : tab.screen().touched) {
        const auto view = tab.screen().conversations.find(conv);
        const uint64_t from = world_.liar()->left_out(tab.device().number, conv);
        if (from == 0 || view == tab.screen().conversations.end() || view->second.forked) continue;
        // It had it already: then it was shown nothing else.
        if (tab.screen().find(conv, log_[{conv, from}].mid)) continue;
        for (const boundary::RowView& row : tab.screen().rows.at(conv)) {
            const bool read = row.seq >= from && row.kind != kind_placeholder && !row.mine;
            // It had seen the row that was left out, and there is one in its place here.
            const uint64_t seen = read_.count(row.mid) != 0 ? read_[row.mid] : 0;
            if (!read || seen < from || seen >= row.seq) continue;
            world_.violate(Invariant::no_forgery, tab.name() + " believes another history of " +
                                                      short_hex(conv) + " up to #" +
                                                      std::to_string(row.seq));
        }
    }
}

}  // namespace

std::unique_ptr<Checker> make_forks_checker(World& world) { return std::make_unique<Forks>(world); }

}  // namespace shopbell::sim
