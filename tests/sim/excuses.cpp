// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/excuses.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace shopbell::sim {
namespace {

enum class Lies : uint8_t { no, yes };

struct Row {
    Excuse excuse;
    std::string_view what;
    Lies lies;                               // whether it is enough that the relay lies
    std::vector<std::vector<Fault>> faults;  // or that all of one of these are on
};

const std::array<Row, excuses_count>& table() {
    using enum Fault;
    static const std::array<Row, excuses_count> rows = {{
        // Tabs that each lead (design §5.7 has one connection, which needs Web Locks) are in one
        // log or the other: rows of the older one come between those of the newer, a row may not
        // follow the one it names, one tab may take a deletion for done that another one must do
        // again, and look forked though the relay shows everybody the same.
        {Excuse::mixes_logs, "rows of two logs on one device", Lies::no, {{no_locks, restore}}},
        // One that lies tells a sender that the conversation is erased, and a reader that it is
        // not. What was past retention when it moved on is in an old backup again, and so is what a
        // device has deleted that was set back or emptied: it cannot say so again. And a disk that
        // refuses writes has the deleted conversation yet, from which the next page moves them on
        // once more.
        {Excuse::stands_twice_moved,
         "moved words in both conversations",
         Lies::yes,
         {{no_space}, {restore, retention}, {restore, rollback}, {restore, wipe}}},
        // On another connection, by a page that has not heard of the deletion: a copy's, or another
        // leader's.
        {Excuse::opens_late, "a deleted conversation opened", Lies::no, {{clone}, {no_locks}}},
        // Below the floor of a restored log nobody can tell what it lost from what retention took:
        // the writer lets both go. And a shopper whose words retention took has nothing to open the
        // conversation with that the log has lost.
        {Excuse::stays_adrift, "lost rows for good", Lies::no, {{restore, retention}}},
        {Excuse::stands_adrift, "lost rows without a place", Lies::no, {{restore}}},
        {Excuse::stays_lost, "a conversation unknown to the relay", Lies::no, {{restore}}},
        {Excuse::erased_returns, "erased conversations in a backup", Lies::no, {{restore}}},
        {Excuse::expired_returns, "expired rows in a backup", Lies::no, {{restore, retention}}},
        {Excuse::misses_beginning,
         "a later beginning",
         Lies::yes,
         {{retention}, {no_locks, restore}}},
        {Excuse::misplaces, "false places", Lies::yes, {}},
        {Excuse::hides_words, "placeholders", Lies::yes, {{no_locks, restore}}},
        {Excuse::withholds, "own rows held back", Lies::yes, {}},
        {Excuse::acknowledges_all, "false acknowledgements", Lies::yes, {}},
        {Excuse::sends_at_will, "frames that nobody asked for", Lies::yes, {}},
        {Excuse::answers_again, "answered frames again", Lies::no, {{duplicate}}},
        // Of rows that are forged or given in false places it is not told apart what they would
        // prove; rows that are gone prove nothing.
        {Excuse::hides_forks,
         "forks without a proof",
         Lies::no,
         {{lie_forge}, {lie_reorder}, {restore}, {retention}, {erase}}},
    }};
    return rows;
}

}  // namespace

bool allows(Excuse excuse, const Faults& faults) {
    const Row& row = table()[static_cast<size_t>(excuse)];
    if (row.lies == Lies::yes && faults.lies()) return true;
    return std::any_of(row.faults.begin(), row.faults.end(), [&](const auto& all) {
        return std::all_of(all.begin(), all.end(), [&](Fault one) { return faults.has(one); });
    });
}

std::string excuses_text() {
    std::string text = "what may be seen all the same:\n";
    for (const Row& row : table()) {
        std::string under = row.lies == Lies::yes ? "a lie" : "";
        for (const auto& all : row.faults) {
            if (!under.empty()) under += ", or ";
            for (const Fault& one : all) {
                if (&one != &all.front()) under += " with ";
                under += name_of(one);
            }
        }
        text += "  " + std::string(row.what) + ": " + under + "\n";
    }
    return text;
}

}  // namespace shopbell::sim
