// SPDX-License-Identifier: Apache-2.0
// One browser profile's storage of one shop and role, as IndexedDB with strict durability gives it:
// transactions are done one after another, each whole or not at all, and answered when they are on
// the disk. Of what is under way when a tab or the machine goes, some first part has happened. It
// also holds the tabs' term of leadership, by which a leader that was replaced is kept from
// writing.
#pragma once

#include "core/wire/boundary.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/schedule.hpp"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shopbell::sim {

using Entries = std::map<std::string, Bytes>;

// As boundary Store.removes: a key that ends in "*" means all that begin as it does.
void remove(Entries& entries, const std::string& key);

enum class Stored : uint8_t { durable, failed, fenced };

class Disk {
public:
    Disk(Schedule& schedule, Dice dice) : schedule_(schedule), dice_(dice) {}

    // Everything, as it is after what was stored before. With `lead` the term is raised in the same
    // transaction. A shopper's device seed is made here if there is none.
    using Loaded = std::function<void(const Entries&, uint64_t term)>;
    void load(uint64_t tab, bool lead, bool make_device, Loaded done);
    // `term`: a leader's; refused if the disk has another by then.
    using Done = std::function<void(Stored)>;
    void store(uint64_t tab, const boundary::Store& effect, std::optional<uint64_t> term,
               Done done);

    // Its process is gone: nobody waits for the answers, and the last of its transactions may never
    // have been handed over.
    void forget_tab(uint64_t tab);

    void set_entries(Entries entries);  // rollback, wipe, clone
    [[nodiscard]] const Entries& entries() const { return entries_; }

    Millis latency_max = 8;
    bool full = false;
    // After each transaction that was done.
    std::function<void(const boundary::Store&)> on_stored = [](const boundary::Store&) {};

private:
    struct Transaction {
        uint64_t tab = 0;
        std::function<void()> commit;
    };

    void enqueue(Transaction transaction);
    void commit_next();
    Stored apply(const boundary::Store& effect, std::optional<uint64_t> term);

    Schedule& schedule_;
    Dice dice_;
    Entries entries_;
    std::deque<Transaction> under_way_;
    uint64_t term_ = 0;
};

}  // namespace shopbell::sim
