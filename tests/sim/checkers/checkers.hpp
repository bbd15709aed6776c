// SPDX-License-Identifier: Apache-2.0
// The checkers, one file each. They are made once for a world and see everything in it.
#pragma once

#include "tests/sim/checker.hpp"

namespace shopbell::sim {

std::unique_ptr<Checker> make_transcript_checker(World& world);
std::unique_ptr<Checker> make_promises_checker(World& world);
std::unique_ptr<Checker> make_convergence_checker(World& world);
std::unique_ptr<Checker> make_log_checker(World& world);
std::unique_ptr<Checker> make_secrecy_checker(World& world);
std::unique_ptr<Checker> make_receipts_checker(World& world);
std::unique_ptr<Checker> make_erasure_checker(World& world);
std::unique_ptr<Checker> make_discards_checker(World& world);
std::unique_ptr<Checker> make_trust_checker(World& world);
std::unique_ptr<Checker> make_memory_checker(World& world);
std::unique_ptr<Checker> make_sending_checker(World& world);
std::unique_ptr<Checker> make_generations_checker(World& world);
std::unique_ptr<Checker> make_pressure_checker(World& world);
std::unique_ptr<Checker> make_forks_checker(World& world);
// Checks nothing: counts which recovery paths were taken.
std::unique_ptr<Checker> make_paths_counter(World& world);

}  // namespace shopbell::sim
