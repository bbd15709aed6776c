// SPDX-License-Identifier: Apache-2.0
// What may be seen under which faults although an invariant holds (fault_table), for a reason that
// no single fault gives or that concerns no single device. One table, read by the checkers and
// printed by `sim --help`: no checker asks for a fault itself.
#pragma once

#include "tests/sim/faults.hpp"

#include <string>

namespace shopbell::sim {

enum class Excuse : uint8_t {
    mixes_logs,          // a device has rows and deletions of a log before a restore and after it
    stands_twice_moved,  // words that moved on from a deleted conversation are read in both
    opens_late,          // a shopper's device opens what it deleted before the relay had heard
    stays_adrift,        // what a restore has lost stays with others though its writer is back
    stands_adrift,       // what a restore has lost is shown to others until its writer is back
    stays_lost,          // an agent keeps the conversation that a restore has lost, unopened
    erased_returns,      // what was erased is there again, until who erased it says so again
    expired_returns,     // what is past retention is there again, until the next sweep
    misses_beginning,    // a screen begins later than with the first row
    misplaces,           // another row than the relay's stands at a place
    hides_words,         // a placeholder stands where words should
    withholds,           // an own row waits behind later ones, of which the relay does tell
    acknowledges_all,    // a row is shown as sent that is not stored
    sends_at_will,       // what goes down a connection is no measure of what was asked for there
    answers_again,       // a frame comes once more, long after its answer
    hides_forks,         // what one device reads is no proof of what another one was shown
};

inline constexpr size_t excuses_count = static_cast<size_t>(Excuse::hides_forks) + 1;

bool allows(Excuse excuse, const Faults& faults);

std::string excuses_text();

}  // namespace shopbell::sim
