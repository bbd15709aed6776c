// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/owed.hpp"

#include <utility>

namespace shopbell::sim {

bool is_waiting(const std::string& key) { return key.starts_with("out/"); }

void Owed::take(const std::vector<boundary::Stored>& puts,
                const std::vector<std::string>& removes) {
    for (const std::string& key : removes) {
        const bool all = key.ends_with('*');
        for (auto& [other, value] : newest_) {
            if (all && other.starts_with(key.substr(0, key.size() - 1))) value.reset();
        }
        newest_[key] = std::nullopt;
        remove(waiting_, key);
    }
    for (const boundary::Stored& put : puts) {
        newest_[put.key] = put.value;
        if (is_waiting(put.key)) waiting_[put.key] = put.value;
    }
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
    for (const boundary::Stored& put : writing.puts) writing_.insert(put.key);
    for (const std::string& key : writing.removes) writing_.insert(key);
    return writing;
}

void Owed::written(const boundary::Store& writing) {
    for (const boundary::Stored& put : writing.puts) writing_.erase(writing_.find(put.key));
    for (const std::string& key : writing.removes) writing_.erase(writing_.find(key));
}

void Owed::refused(const boundary::Store& writing) {
    for (const boundary::Stored& put : writing.puts) keys_.insert(put.key);
    for (const std::string& key : writing.removes) keys_.insert(key);
}

void Owed::note(boundary::Merge& stored) {
    const auto ours = [&](const std::string& key) {
        return is_waiting(key) && writing_.count(key) != 0;
    };
    std::erase_if(stored.puts, [&](const auto& put) { return ours(put.key); });
    std::erase_if(stored.removes,
                  [&](const auto& key) { return !key.ends_with('*') && ours(key); });
    take(stored.puts, stored.removes);
}

void Owed::lay_over(Entries& found) {
    for (const std::string& key : keys_) {
        const auto& value = newest_.at(key);
        if (!value) remove(found, key);
    }
    for (const std::string& key : keys_) {
        if (const auto& value = newest_.at(key)) found[key] = *value;
    }
    waiting_.clear();
    for (const auto& [key, value] : found) {
        if (is_waiting(key)) waiting_[key] = value;
    }
}

}  // namespace shopbell::sim
