// SPDX-License-Identifier: Apache-2.0
// What `sim` is asked for on its command line, and the line that asks for the same again.
// Everything else about a world comes from its seed.
#pragma once

#include "tests/sim/faults.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shopbell::sim {

struct Options {
    uint64_t start = 1;
    uint64_t seeds = 100;
    std::optional<Faults> faults;  // instead of those that the seed draws
    bool trace = false;            // every step, as text
    bool log = false;              // every effect of every machine, as hex
    bool digest = false;           // one hash of that log for each seed
    bool keep_going = false;       // after a failed seed
    bool quiet = false;            // no report at the end
    bool help = false;

    // What makes this seed happen again.
    [[nodiscard]] std::string again(uint64_t seed) const;
};

// Nothing when an argument is wrong; `complaint` says which.
std::optional<Options> parse_options(const std::vector<std::string>& arguments,
                                     std::string& complaint);
std::string options_help();

}  // namespace shopbell::sim
