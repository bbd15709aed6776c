// SPDX-License-Identifier: Apache-2.0
// What stands on a screen: one copy of everything, a gap-free prefix of the log, each sender's rows
// in the order of writing, nothing that nobody wrote, nothing false believed.
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

#include <set>

namespace shopbell::sim {
namespace {

class Transcript final : public Checker {
public:
    using Checker::Checker;

    void committed(const std::string& shop, const wire::Row& row) override;
    void shown(const Tab& tab) override;

private:
    void one_copy(const Tab& tab);
    void gap_free(const Tab& tab, const Id& conv, const std::vector<boundary::RowView>& rows);
    void in_order(const Tab& tab, const std::vector<boundary::RowView>& rows);
    void written(const Tab& tab, const Id& conv, const boundary::RowView& row);
    void words(const Tab& tab, const Id& conv, const boundary::RowView& row);
    void deed(const Tab& tab, const Id& conv, const boundary::RowView& row);
    void placeholder(const Tab& tab, const Id& conv, const boundary::RowView& row);

    // Every mid that ever stood at a place of a log.
    std::map<std::pair<Id, uint64_t>, std::set<Id>> logged_;
};

std::string at(const Tab& tab, const Id& conv) { return tab.name() + " " + short_hex(conv) + ": "; }

void Transcript::committed(const std::string&, const wire::Row& row) {
    logged_[{row.submission.conv, row.seq}].insert(row.submission.mid);
}

void Transcript::shown(const Tab& tab) {
    for (const Id& conv : tab.screen().touched) {
        const auto& rows = tab.screen().rows.at(conv);
        one_copy(tab);
        gap_free(tab, conv, rows);
        for (const boundary::RowView& row : rows) written(tab, conv, row);
        in_order(tab, rows);
    }
}

void Transcript::one_copy(const Tab& tab) {
    std::set<std::string_view> bodies;
    for (const auto& [conv, rows] : tab.screen().rows) {
        for (const boundary::RowView& row : rows) {
            if (row.kind != kind_text || bodies.insert(row.body).second) continue;
            const Utterance* said = world_.ledger.find(row.body);
            if (said && said->moved && world_.allows(Excuse::stands_twice_moved)) continue;
            world_.violate(Invariant::one_copy,
                           tab.name() + " shows twice: " + row.body.substr(0, 12));
        }
    }
}

void Transcript::gap_free(const Tab& tab, const Id& conv,
                          const std::vector<boundary::RowView>& rows) {
    const boundary::ConversationView* view = nullptr;
    const auto& views = tab.screen().conversations;
    if (const auto found = views.find(conv); found != views.end()) view = &found->second;
    // What the relay let go, or says it has, is missing at the beginning: past retention, or all
    // but the tombstone.
    const bool is_erased = view && view->state == 3;
    if (is_erased && world_.allows(Excuse::misplaces)) return;
    // Rows that could not be removed from a full disk are placeholders until the erasing row comes.
    if (is_erased && world_.excuses(Invariant::erased_is_gone, tab.device().lineage)) return;
    const bool may_miss = is_erased || world_.allows(Excuse::misses_beginning);
    uint64_t expected = may_miss && !rows.empty() ? rows.front().seq : 1;
    for (const boundary::RowView& row : rows) {
        if (row.seq == 0) break;
        if (row.seq != expected++) {
            return world_.violate(Invariant::gap_free, at(tab, conv) + "#" +
                                                           std::to_string(row.seq) + " in place " +
                                                           std::to_string(expected - 1));
        }
        if (world_.allows(Excuse::misplaces) || row.kind == kind_placeholder) continue;
        if (logged_[{conv, row.seq}].count(row.mid) == 0) {
            world_.violate(Invariant::gap_free,
                           at(tab, conv) + "#" + std::to_string(row.seq) + " is another's place");
        }
    }
}

// Numbers grow in the order of writing, so each run's must stand in theirs. Of a run alone: what a
// tab wrote before a crash may have been lost with it and come back from a clone.
void Transcript::in_order(const Tab& tab, const std::vector<boundary::RowView>& rows) {
    std::map<uint64_t, uint64_t> newest;  // utterance by run
    for (const boundary::RowView& row : rows) {
        const Utterance* said = row.kind == kind_text ? world_.ledger.find(row.body) : nullptr;
        if (!said || row.status == status_not_sent || world_.ledger.expired(row.mid)) continue;
        if (said->moved) continue;
        if (world_.excuses(Invariant::sender_order, said->lineage)) continue;
        const bool adrift = row.seq == 0 && !row.mine;
        if (adrift && world_.allows(Excuse::stays_adrift)) continue;
        if (row.seq == 0 && world_.allows(Excuse::withholds)) continue;
        uint64_t& before = newest[said->run];
        if (said->number < before) {
            world_.violate(Invariant::sender_order, tab.name() + " shows " +
                                                        row.body.substr(0, 12) +
                                                        " after a later one of the same sender");
        }
        before = said->number;
    }
}

void Transcript::written(const Tab& tab, const Id& conv, const boundary::RowView& row) {
    if (row.kind == kind_text) return words(tab, conv, row);
    if (row.kind == kind_event) return deed(tab, conv, row);
    placeholder(tab, conv, row);
}

void Transcript::words(const Tab& tab, const Id& conv, const boundary::RowView& row) {
    Utterance* said = world_.ledger.find(row.body);
    const std::string where = at(tab, conv) + row.body.substr(0, 12);
    if (!said) return world_.violate(Invariant::nothing_from_nowhere, where + " nobody wrote");
    if (!said->conv) said->conv = conv;
    if (!said->mid) {
        said->mid = row.mid;
        said->expired = world_.ledger.expired(row.mid);  // before anybody has seen it
    }
    if (*said->conv != conv && world_.ledger.erased(*said->conv) && !said->agent) {
        // It waited in what was erased, and moved on: behind what the next one has of it already.
        // What the shopper has deleted in another tab needs to arrive nowhere.
        said->given_up = said->given_up || world_.ledger.erased_by_shopper(*said->conv);
        said->moved = true;
        said->conv = conv;
        said->mid = row.mid;
    }
    // Where it was before: not everybody has heard yet of the deletion.
    const bool has_moved = *said->conv != conv && world_.ledger.erased(conv) && !said->agent;
    if (has_moved) return;
    if (*said->conv != conv) {
        world_.violate(Invariant::nothing_from_nowhere, where + " was written elsewhere");
    }
    if (*said->mid != row.mid) {
        world_.violate(Invariant::one_copy, where + " has two ids");
    }
    if (row.agent != said->agent || (row.author == 1) != !said->agent) {
        world_.violate(Invariant::no_forgery, where + " is shown as somebody else's");
    }
    if (said->shop != tab.device().shop.name()) {
        world_.violate(Invariant::nobody_else_reads, where + " is another shop's");
    }
    const bool stranger =
        !tab.device().agent && !said->agent && said->lineage != tab.device().lineage;
    const auto opener = world_.ledger.opener(conv);
    const bool elsewhere = !tab.device().agent && opener && *opener != tab.device().lineage;
    if (stranger || elsewhere) {
        world_.violate(Invariant::nobody_else_reads, where + " is another shopper's");
    }
}

void Transcript::deed(const Tab& tab, const Id& conv, const boundary::RowView& row) {
    const Lineage shopper = world_.ledger.opener(conv).value_or(tab.device().lineage);
    bool done = !row.agent && world_.ledger.was_done({shopper, conv, row.event, row.event_agent});
    for (const Device& device : world_.devices) {
        if (!row.agent || device.agent != row.agent) continue;
        done = done || world_.ledger.was_done({device.lineage, conv, row.event, row.event_agent});
    }
    if (done) return;
    world_.violate(Invariant::nothing_from_nowhere,
                   at(tab, conv) + "event " + std::to_string(row.event) + " that nobody did");
}

void Transcript::placeholder(const Tab& tab, const Id& conv, const boundary::RowView& row) {
    // Of an erased conversation nobody has keys, or shows rows. And one who was removed has no key
    // for what came after.
    if (world_.allows(Excuse::hides_words)) return;
    const auto view = tab.screen().conversations.find(conv);
    if (view != tab.screen().conversations.end() && view->second.state == 3) return;
    if (row.reason == 3 && tab.device().agent &&
        tab.device().shop.agent(*tab.device().agent).until != 0) {
        return;
    }
    if (world_.excuses(Invariant::nothing_from_nowhere, tab.device().lineage)) return;
    world_.violate(Invariant::nothing_from_nowhere, at(tab, conv) + "#" + std::to_string(row.seq) +
                                                        " cannot be read, reason " +
                                                        std::to_string(row.reason));
}

}  // namespace

std::unique_ptr<Checker> make_transcript_checker(World& world) {
    return std::make_unique<Transcript>(world);
}

}  // namespace shopbell::sim
