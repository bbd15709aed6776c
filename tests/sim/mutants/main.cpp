// SPDX-License-Identifier: Apache-2.0
// Plays seeds with one mutant on. Where an invariant breaks the same seed is played again without
// it: only if that world is whole has the mutant been caught. Says so line by line, for run.mjs; it
// is told before each world which one comes, so that it knows where a process has ended.
#include "tests/sim/mutants/switch.hpp"
#include "tests/sim/world.hpp"

#include <cstdio>
#include <string>
#include <vector>

using namespace shopbell::sim;

namespace {

std::optional<Violation> play(const Options& options, uint64_t seed) {
    Tally tally;
    World world(options, seed, tally);
    world.run();
    return world.violation();
}

// Whether the mutant was caught.
bool play_with(uint32_t mutant, const Options& options, uint64_t seed) {
    const auto number = static_cast<unsigned long long>(seed);
    std::printf("plays\t%llu\n", number);
    std::fflush(stdout);
    active_mutant = mutant;
    const auto broken = play(options, seed);
    active_mutant = 0;
    if (!broken) {
        std::printf("whole\t%llu\n", number);
        return false;
    }
    const bool caught = mutant != 0 && !play(options, seed);
    std::printf("%s\t%llu\t%s\t%s\n", caught ? "caught" : "broken", number,
                std::string(name_of(broken->invariant)).c_str(), broken->what.c_str());
    return caught;
}

}  // namespace

// sim_mutants MUTANT|none [options of sim]
int main(int count, char** arguments) {
    std::vector<std::string> words(arguments + 1, arguments + count);
    std::string name, complaint;
    if (!words.empty()) {
        name = words.front();
        words.erase(words.begin());
    }
    const uint32_t mutant = mutant_number(name);
    if (mutant == 0 && name != "none") complaint = "no such mutant: " + name;
    const auto options = parse_options(words, complaint);
    if (!complaint.empty()) {
        std::fprintf(stderr, "sim_mutants: %s\n", complaint.c_str());
        return 2;
    }
    for (uint64_t i = 0; i < options->seeds; ++i) {
        if (play_with(mutant, *options, options->start + i) && !options->keep_going) break;
    }
    return 0;
}
