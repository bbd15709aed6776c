// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/faults.hpp"

namespace shopbell::sim {
namespace {

constexpr std::array<std::string_view, faults_count> names = {
    "cut",       "half_open", "one_way",    "delay",     "duplicate",   "no_dial",
    "slow",      "crash",     "freeze",     "rollback",  "wipe",        "clone",
    "no_space",  "slow_disk", "skew",       "kill",      "power",       "full",
    "io",        "fsync",     "slow_store", "restore",   "retention",   "reload",
    "tabs",      "no_locks",  "team",       "erase",     "intruder",    "lie_drop",
    "lie_delay", "lie_fork",  "lie_replay", "lie_forge", "lie_reorder", "lie_roster"};

}  // namespace

bool Faults::lies() const {
    for (size_t i = static_cast<size_t>(Fault::lie_drop); i < faults_count; ++i) {
        if (set_[i]) return true;
    }
    return false;
}

std::string_view name_of(Fault fault) { return names[static_cast<size_t>(fault)]; }

std::string text_of(const Faults& faults) {
    std::string text;
    faults.each([&](Fault fault) {
        if (!text.empty()) text += ',';
        text += name_of(fault);
    });
    return text.empty() ? "none" : text;
}

std::optional<Faults> parse_faults(std::string_view text, std::string& wrong) {
    Faults faults;
    if (text == "none") return faults;
    while (!text.empty()) {
        const std::string_view name = text.substr(0, text.find(','));
        text.remove_prefix(name.size() == text.size() ? name.size() : name.size() + 1);
        bool known = false;
        for (size_t i = 0; i < faults_count; ++i) {
            if (names[i] != name) continue;
            faults.add(static_cast<Fault>(i));
            known = true;
        }
        if (!known) {
            wrong = name;
            return std::nullopt;
        }
    }
    return faults;
}

}  // namespace shopbell::sim
