// SPDX-License-Identifier: Apache-2.0
// What a page still owes its disk after a refused transaction, as the browser's shell keeps it
// (web/bridge/disk.ts): the newest value of each such key goes out with the next transaction.
#pragma once

#include "tests/sim/disk.hpp"

#include <set>

namespace shopbell::sim {

class Owed {
public:
    // The effect, and with it what is owed.
    boundary::Store pay(const boundary::Store& effect);
    void refused(const boundary::Store& writing);
    // Another tab has stored this: it is newer than what is owed of the same key.
    void note(const boundary::Merge& stored);
    // What is owed over what was read.
    void lay_over(Entries& found) const;
    void forget() { *this = {}; }
    [[nodiscard]] bool empty() const { return keys_.empty(); }

private:
    void take(const std::vector<boundary::Stored>& puts, const std::vector<std::string>& removes);

    std::map<std::string, std::optional<Bytes>> newest_;  // none: to be removed
    std::set<std::string> keys_;
};

}  // namespace shopbell::sim
