// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/fault_table.hpp"

#include <algorithm>
#include <array>

namespace shopbell::sim {
namespace {

constexpr std::array<std::string_view, invariants_count> names = {
    "acknowledged survives", "one copy",      "gap-free prefix", "sender order",
    "nothing from nowhere",  "seq stays",     "queued arrives",  "erased is gone",
    "discarded is gone",     "converges",     "no plaintext",    "no forgery",
    "nobody else reads",     "receipts true", "memory bounded",  "comes to rest"};

bool is_lie(Fault fault) { return fault >= Fault::lie_drop; }

// A relay that lies can withhold and invent receipts; what is safe stays safe.
Holds under_lies(Invariant invariant) {
    switch (invariant) {
        case Invariant::acknowledged_survives:
        case Invariant::seq_stays:
        case Invariant::queued_arrives:
        case Invariant::erased_is_gone:
        case Invariant::converges:
        case Invariant::receipts_true:
            return Holds::no;
        default:
            return Holds::yes;
    }
}

}  // namespace

Holds holds(Invariant invariant, Fault fault) {
    if (is_lie(fault)) return under_lies(invariant);
    if (fault == Fault::restore) {
        // Receipts are counted anew in a log that is shorter.
        if (invariant == Invariant::receipts_true) return Holds::no;
        if (invariant == Invariant::acknowledged_survives) return Holds::if_held;
    }
    // Two connections of one device key write into one chain: what the one has sent may come
    // between, and a row that was refused goes out after its successor (design §5.7 has one
    // connection, which needs Web Locks).
    if (invariant == Invariant::sender_order &&
        (fault == Fault::clone || fault == Fault::no_locks)) {
        return Holds::no;
    }
    // What a page could not store goes with it, and may come late from another tab that had heard.
    if (fault == Fault::no_space && invariant == Invariant::sender_order) return Holds::for_others;
    // A page that can store nothing says delivered for what it shows: see docs/delivery.md.
    if (fault == Fault::no_space && invariant == Invariant::receipts_true) return Holds::on_pages;
    const bool of_device_storage =
        fault == Fault::rollback || fault == Fault::wipe || fault == Fault::no_space;
    if (of_device_storage && invariant == Invariant::queued_arrives) return Holds::for_others;
    // A page that closes before its disk takes what it owes: the disk learns of the tombstone again
    // when a page next starts, and a tab that was opened meanwhile misses what was not stored.
    // And what another tab has deleted stands there as waiting until the relay says so again. Nor
    // can a row be read where the disk could not take the roster.
    if (fault == Fault::no_space &&
        (invariant == Invariant::erased_is_gone || invariant == Invariant::discarded_is_gone ||
         invariant == Invariant::converges || invariant == Invariant::acknowledged_survives ||
         invariant == Invariant::nothing_from_nowhere)) {
        return Holds::for_others;
    }
    return Holds::yes;
}

Holds holds(Invariant invariant, const Faults& faults) {
    Holds weakest = Holds::yes;
    faults.each([&](Fault fault) { weakest = std::max(weakest, holds(invariant, fault)); });
    // A sender submits again what a restore has lost; a relay that has withheld an older row of it
    // lets that one come later.
    const bool in_order = invariant == Invariant::sender_order;
    if (in_order && faults.lies() && faults.has(Fault::restore)) return Holds::no;
    // What a restore has lost waits on the other side's screen for a writer whose disk has lost it
    // too.
    const bool forgets = faults.has(Fault::wipe) || faults.has(Fault::rollback);
    // And its own rows of a lost log are under a key that the new log may not have.
    const bool placed = in_order || invariant == Invariant::nothing_from_nowhere;
    if (placed && forgets && faults.has(Fault::restore))
        return std::max(weakest, Holds::for_others);
    return weakest;
}

std::string_view name_of(Invariant invariant) { return names[static_cast<size_t>(invariant)]; }

std::string fault_table_text() {
    constexpr std::array<std::string_view, 5> marks = {"yes", "on an open page", "for others",
                                                       "if held", "no"};
    std::string text = "what holds less than always, and under which fault:\n";
    for (size_t i = 0; i < invariants_count; ++i) {
        for (size_t f = 0; f < faults_count; ++f) {
            const Holds mark = holds(static_cast<Invariant>(i), static_cast<Fault>(f));
            if (mark == Holds::yes) continue;
            text += "  " + std::string(names[i]) + " / " +
                    std::string(name_of(static_cast<Fault>(f))) + ": " +
                    std::string(marks[static_cast<size_t>(mark)]) + "\n";
        }
    }
    return text;
}

}  // namespace shopbell::sim
