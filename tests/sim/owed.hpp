// SPDX-License-Identifier: Apache-2.0
// What a page knows of its disk and, after a refused transaction, still owes it, as the browser's
// shell keeps it (web/bridge/disk.ts): the newest value of each such key goes out with the next
// transaction.
#pragma once

#include "tests/sim/disk.hpp"

#include <set>

namespace shopbell::sim {

// Of a row that waits to be sent.
bool is_waiting(const std::string& key);

class Owed {
public:
    // The effect, and with it what is owed. It is being written until `written` is told of it.
    boundary::Store pay(const boundary::Store& effect);
    void written(const boundary::Store& writing);
    void refused(const boundary::Store& writing);
    // Another tab has stored this: it is newer than what is owed of the same key. What is left of
    // it is news: a row that waits and is being written here comes to the disk after it.
    void note(boundary::Merge& stored);
    // What is owed over what was read: this is what the page knows from now on.
    void lay_over(Entries& found);
    // The rows that wait to be sent, as far as the page knows.
    [[nodiscard]] const Entries& waiting() const { return waiting_; }
    void forget() { *this = {}; }
    [[nodiscard]] bool empty() const { return keys_.empty(); }

private:
    void take(const std::vector<boundary::Stored>& puts, const std::vector<std::string>& removes);

    std::map<std::string, std::optional<Bytes>> newest_;  // none: to be removed
    std::set<std::string> keys_;
    std::multiset<std::string> writing_;  // rows that wait
    Entries waiting_;
};

}  // namespace shopbell::sim
