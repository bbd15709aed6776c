// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/report.hpp"

namespace shopbell::sim {

std::string report(const Tally& tally) {
    const auto line = [](std::string_view name, uint64_t count) {
        std::string text = "  " + std::string(name);
        text.append(text.size() < 28 ? 28 - text.size() : 1, ' ');
        return text + std::to_string(count) + "\n";
    };
    std::string text = "sim " + std::to_string(tally.seeds - tally.failed) + " passed " +
                       std::to_string(tally.failed) + " failed\n";
    text += "in all\n" + line("messages", tally.messages) + line("rows committed", tally.rows) +
            line("frames", tally.frames) + line("steps", tally.steps) +
            line("virtual hours", static_cast<uint64_t>(tally.virtual_ms) / 3'600'000);
    text += "faults\n";
    for (size_t i = 0; i < faults_count; ++i) {
        text += line(name_of(static_cast<Fault>(i)), tally.strikes[i]);
    }
    text += "recovery paths\n";
    for (const auto& [name, count] : tally.paths) text += line(name, count);
    return text;
}

}  // namespace shopbell::sim
