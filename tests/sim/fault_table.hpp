// SPDX-License-Identifier: Apache-2.0
// What must hold, and how much of it under which fault. One table, read by the checkers and printed
// by `sim --help`, so that a weaker promise stands here and nowhere else.
#pragma once

#include "tests/sim/faults.hpp"

#include <string>

namespace shopbell::sim {

enum class Invariant : uint8_t {
    acknowledged_survives,  // what was shown as sent is in the log for good
    one_copy,               // words stand on a screen once
    gap_free,               // a screen is a prefix of the log, without a gap
    sender_order,           // the rows of one sender stand in the order of writing
    nothing_from_nowhere,   // what is shown was written, there, by whom it says
    seq_stays,              // a row keeps its place within an epoch
    queued_arrives,         // what was shown as queued gets to the log
    erased_is_gone,         // from the relay, every disk and every screen
    discarded_is_gone,      // a row that its writer does without, from the device's tabs and disk
    converges,              // after healing everybody shows the same
    no_plaintext,           // the relay is never given words or secrets
    no_forgery,             // nothing false is believed: rows, rosters, keys
    nobody_else_reads,      // no other shop, no other shopper's conversation
    receipts_true,          // delivered is on a person's disk, read was on a person's screen
    memory_bounded,         // of the relay and of what waits for one connection
    comes_to_rest,          // the world does not spin
};

inline constexpr size_t invariants_count = static_cast<size_t>(Invariant::comes_to_rest) + 1;

// From strong to weak.
enum class Holds : uint8_t {
    yes,
    on_pages,    // delivered: on an open page, if its disk refuses writes
    for_others,  // not for what the devices that were hit alone had
    if_held,     // for what a living client still holds
    no,
};

Holds holds(Invariant invariant, Fault fault);
// The weakest of all that are enabled.
Holds holds(Invariant invariant, const Faults& faults);

std::string_view name_of(Invariant invariant);
std::string fault_table_text();

}  // namespace shopbell::sim
