// SPDX-License-Identifier: Apache-2.0
// What happened in a run, counted: faults by kind, recovery paths by name, frames, commits. A
// simulator that never takes a path proves nothing about it, so the report prints the zeros too.
#pragma once

#include "core/base/time.hpp"
#include "tests/sim/faults.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string_view>

namespace shopbell::sim {

struct Tally {
    uint64_t seeds = 0, failed = 0, steps = 0;
    uint64_t messages = 0, rows = 0, frames = 0;
    Millis virtual_ms = 0;
    std::array<uint64_t, faults_count> strikes{};
    std::map<std::string_view, uint64_t> paths;

    void strike(Fault fault) { ++strikes[static_cast<size_t>(fault)]; }
    void path(std::string_view name) { ++paths[name]; }
};

}  // namespace shopbell::sim
