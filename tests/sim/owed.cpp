// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/owed.hpp"

#include <utility>

namespace shopbell::sim {

void Owed::take(const std::vector<boundary::Stored>& puts,
                const std::vector<std::string>& removes) {
    for (const std::string& key : removes) {
        const bool all = key.ends_with('*');
        for (auto& [other, value] : newest_) {
            if (all && other.starts_with(key.substr(0, key.size() - 1))) value.reset();
        }
        newest_[key] = std::nullopt;
    }
    for (const boundary::Stored& put : puts) newest_[put.key] = put.value;
}

boundary::Store Owed::pay(const boundary::Store& effect) {
    take(effect.puts, effect.removes);
    boundary::Store writing = effect;
    for (const std::string& key : std::exchange(keys_, {})) {
        const auto& value = newest_.at(key);
        if (value) {
            writing.puts.push_back({key, *value});
        } else {
            writing.removes.push_back(key);
        }
    }
    return writing;
}

void Owed::refused(const boundary::Store& writing) {
    for (const boundary::Stored& put : writing.puts) keys_.insert(put.key);
    for (const std::string& key : writing.removes) keys_.insert(key);
}

void Owed::note(const boundary::Merge& stored) { take(stored.puts, stored.removes); }

void Owed::lay_over(Entries& found) const {
    for (const std::string& key : keys_) {
        const auto& value = newest_.at(key);
        if (!value) remove(found, key);
    }
    for (const std::string& key : keys_) {
        if (const auto& value = newest_.at(key)) found[key] = *value;
    }
}

}  // namespace shopbell::sim
