// SPDX-License-Identifier: Apache-2.0
// Plays seeds, one world each, until one of them breaks an invariant or all are done. Says which
// seed it was and how to see it again; ends with what happened in all of them.
#include "tests/sim/report.hpp"
#include "tests/sim/world.hpp"

#include <cstdio>
#include <string>
#include <vector>

using namespace shopbell::sim;

// Whether everything held.
static bool play(const Options& options, uint64_t seed, Tally& tally) {
    World world(options, seed, tally);
    world.run();
    ++tally.seeds;
    if (options.digest) {
        std::printf("seed %llu effects %016llx\n", static_cast<unsigned long long>(seed),
                    static_cast<unsigned long long>(world.trace.digest()));
    }
    const auto& violation = world.violation();
    if (!violation) return true;
    ++tally.failed;
    std::printf("seed %llu FAILED at %lld ms: %s\n  faults: %s\n  again: %s\n",
                static_cast<unsigned long long>(seed), static_cast<long long>(violation->at),
                (std::string(name_of(violation->invariant)) + ": " + violation->what).c_str(),
                text_of(world.setup.faults).c_str(), options.again(seed).c_str());
    std::fflush(stdout);
    return false;
}

int main(int count, char** arguments) {
    std::string complaint;
    const auto options =
        parse_options(std::vector<std::string>(arguments + 1, arguments + count), complaint);
    if (!options) {
        std::fprintf(stderr, "sim: %s\n", complaint.c_str());
        return 2;
    }
    if (options->help) {
        std::printf("%s%s%s", options_help().c_str(), fault_table_text().c_str(),
                    excuses_text().c_str());
        return 0;
    }
    Tally tally;
    for (uint64_t i = 0; i < options->seeds; ++i) {
        const bool held = play(*options, options->start + i, tally);
        if (!held && !options->keep_going) break;
    }
    if (!options->quiet) std::printf("%s", report(tally).c_str());
    return tally.failed == 0 ? 0 : 1;
}
