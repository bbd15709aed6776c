// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/options.hpp"

#include <charconv>

namespace shopbell::sim {
namespace {

std::optional<uint64_t> number_of(const std::string& text) {
    uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return number;
}

bool take_switch(Options& options, const std::string& name) {
    if (name == "--trace") return options.trace = true;
    if (name == "--log") return options.log = true;
    if (name == "--digest") return options.digest = true;
    if (name == "--keep-going") return options.keep_going = true;
    if (name == "--quiet") return options.quiet = true;
    if (name == "--help" || name == "-h") return options.help = true;
    return false;
}

// Empty when all is well, else what is wrong.
std::string take_value(Options& options, const std::string& name, const std::string& value) {
    if (name == "--faults") {
        std::string wrong;
        options.faults = parse_faults(value, wrong);
        return options.faults ? "" : "no such fault: " + wrong;
    }
    const auto number = number_of(value);
    if (!number) return name + " takes a number, not '" + value + "'";
    if (name == "--seeds") options.seeds = *number;
    if (name == "--start") options.start = *number;
    if (name == "--seed") {
        options.start = *number;
        options.seeds = 1;
    }
    return "";
}

}  // namespace

std::optional<Options> parse_options(const std::vector<std::string>& arguments,
                                     std::string& complaint) {
    Options options;
    for (size_t i = 0; i < arguments.size(); ++i) {
        const std::string& name = arguments[i];
        if (take_switch(options, name)) continue;
        const bool known =
            name == "--seeds" || name == "--start" || name == "--seed" || name == "--faults";
        if (!known || i + 1 == arguments.size()) {
            complaint = known ? name + " needs a value" : "no such option: " + name;
            return std::nullopt;
        }
        complaint = take_value(options, name, arguments[++i]);
        if (!complaint.empty()) return std::nullopt;
    }
    return options;
}

std::string Options::again(uint64_t seed) const {
    std::string line = "./dev sim --seed " + std::to_string(seed);
    if (faults) line += " --faults " + text_of(*faults);
    return line + " --trace";
}

std::string options_help() {
    Faults all;
    for (size_t i = 0; i < faults_count; ++i) all.add(static_cast<Fault>(i));
    return "sim [--seeds N] [--start S]   play N worlds, from seed S on (100, 1)\n"
           "    [--seed S]                 play one\n"
           "    [--faults A,B,...|none]    these faults instead of those the seed draws\n"
           "    [--trace]                  tell every step\n"
           "    [--log] [--digest]         every effect as hex; one hash of them for each seed\n"
           "    [--keep-going] [--quiet]   go on after a failed seed; no report\n"
           "faults: " +
           text_of(all) + "\n";
}

}  // namespace shopbell::sim
