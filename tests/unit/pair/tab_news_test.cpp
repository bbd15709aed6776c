// SPDX-License-Identifier: Apache-2.0
// What tabs tell each other comes late: of words that were deleted or discarded meanwhile, and of a
// log that is another one since (docs/delivery.md, Several tabs).
#include "tests/unit/pair/pair.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;
using Disk = std::map<std::string, Bytes>;
constexpr uint64_t not_sent = 6, erased = 3;
constexpr uint64_t retry = 1, discard = 2;
constexpr uint64_t act_erase = 5;

size_t count_keys(const Disk& disk, const std::string& prefix) {
    return static_cast<size_t>(std::count_if(disk.begin(), disk.end(), [&](const auto& entry) {
        return entry.first.starts_with(prefix);
    }));
}

// A tab that stands still between what it stores and what it tells: it hears nothing of the others
// and they nothing of it, until it thaws. What it has stored is on their disk from then on.
class StandingStill {
public:
    StandingStill(Pair& pair, End& tab) : pair_(pair), tab_(tab), shared_(tab.disk) {
        tab.disk = std::make_shared<Disk>(*shared_);
        before_ = *shared_;
    }

    void thaw(const std::string& prefix) {
        boundary::Merge late, missed;
        for (const auto& [key, value] : *shared_) {
            const auto was = before_.find(key);
            if (was == before_.end() || was->second != value)
                missed.puts.push_back({.key = key, .value = value});
        }
        for (const auto& [key, value] : before_) {
            if (shared_->count(key) == 0) missed.removes.push_back(key);
        }
        for (const auto& [key, value] : *tab_.disk) {
            if (!key.starts_with(prefix) || before_.count(key) != 0) continue;
            (*shared_)[key] = value;
            late.puts.push_back({.key = key, .value = value});
        }
        tab_.disk = shared_;
        for (End* other : others) pair_.tell(*other, late);
        pair_.tell(tab_, missed);
        pair_.run();
    }

    std::vector<End*> others;

private:
    Pair& pair_;
    End& tab_;
    std::shared_ptr<Disk> shared_;
    Disk before_;
};

// Two tabs of the agent's, both with the conversation on their screens.
struct TwoTabs : Talk {
    TwoTabs() { pair.look(second); }
    End& second = pair.tab(bo, "second");
    Id conv = bo.conv();
};

TEST_CASE("tab news: an agent's words into what was deleted meanwhile stand in no tab") {
    TwoTabs talk;
    StandingStill still(talk.pair, talk.second);
    still.others = {&talk.bo};
    talk.pair.tell(talk.second, boundary::Compose{.conv = talk.conv, .body = "late", .page = {}});
    talk.pair.run();
    talk.pair.tell(talk.bo, boundary::Act{.conv = talk.conv, .event = act_erase, .agent = {}});
    talk.pair.run();
    REQUIRE(talk.bo.bodies().empty());
    still.thaw("out/");
    CHECK(talk.bo.bodies().empty());
    CHECK(count_keys(*talk.bo.disk, "out/") == 0);
    CHECK(talk.second.bodies().empty());
    talk.pair.reload(talk.bo);
    CHECK(talk.bo.bodies().empty());
    CHECK(talk.bo.conversations.at(talk.conv).state == erased);
}

TEST_CASE("tab news: a row of what was deleted meanwhile is taken from the disk again") {
    TwoTabs talk;
    const Disk before = *talk.bo.disk;
    talk.pair.tell(talk.bo, boundary::Act{.conv = talk.conv, .event = act_erase, .agent = {}});
    talk.pair.run();
    boundary::Merge late;
    for (const auto& [key, value] : before) {
        if (!key.starts_with("row/")) continue;
        (*talk.bo.disk)[key] = value;
        late.puts.push_back({.key = key, .value = value});
    }
    REQUIRE(late.puts.size() == 2);
    for (End* tab : {&talk.bo, &talk.second}) talk.pair.tell(*tab, late);
    talk.pair.run();
    CHECK(talk.bo.bodies().empty());
    CHECK(talk.second.bodies().empty());
    CHECK(count_keys(*talk.bo.disk, "row/") == 0);
}

TEST_CASE("tab news: an older note of what was deleted does not bring it back") {
    Talk talk;
    const Id conv = talk.bo.conv();
    boundary::Merge late;
    for (const auto& [key, value] : *talk.bo.disk) {
        if (key.starts_with("conv/")) late.puts.push_back({.key = key, .value = value});
    }
    REQUIRE(late.puts.size() == 1);
    talk.pair.tell(talk.bo, boundary::Act{.conv = conv, .event = act_erase, .agent = {}});
    talk.pair.run();
    talk.pair.tell(talk.bo, late);
    talk.pair.run();
    CHECK(talk.bo.conversations.at(conv).state == erased);
    talk.pair.reload(talk.bo);
    CHECK(talk.bo.conversations.at(conv).state == erased);
    CHECK(talk.bo.bodies().empty());
}

TEST_CASE("tab news: a row that one tab discards leaves the others") {
    TwoTabs talk;
    swallow_rows(talk.pair);
    talk.pair.say(talk.bo, "three");
    for (const End* tab : {&talk.bo, &talk.second}) REQUIRE(tab->last().status == not_sent);
    const Id mid = talk.second.last().mid;
    talk.pair.tell(talk.second, boundary::Settle{.conv = talk.conv, .mid = mid, .action = discard});
    talk.pair.run();
    for (const End* tab : {&talk.bo, &talk.second}) CHECK(tab->bodies() == Bodies{"one", "two"});
    CHECK(count_keys(*talk.bo.disk, "out/") == 0);
}

TEST_CASE("tab news: a row that one tab tries again waits no more for a decision in the others") {
    TwoTabs talk;
    swallow_rows(talk.pair);
    talk.pair.say(talk.bo, "three");
    REQUIRE(talk.bo.last().status == not_sent);
    talk.pair.tamper = nullptr;
    const Id mid = talk.second.last().mid;
    talk.pair.tell(talk.second, boundary::Settle{.conv = talk.conv, .mid = mid, .action = retry});
    talk.pair.run();
    talk.pair.wait(40'000);
    for (const End* tab : {&talk.bo, &talk.second, &talk.shopper}) {
        CHECK(tab->bodies() == Bodies{"one", "two", "three"});
        CHECK(tab->last().seq == 3);
    }
}

TEST_CASE("tab news: what the leader cuts back after a restore leaves the other tabs") {
    TwoTabs talk;
    const server::MemoryStore backup = talk.pair.store;
    talk.pair.say(talk.shopper, "three");
    REQUIRE(talk.second.last().seq == 3);
    talk.pair.cut(talk.shopper);
    talk.pair.restore_relay(backup);
    talk.pair.wait(40'000);
    for (const End* tab : {&talk.bo, &talk.second}) {
        CHECK(tab->bodies() == Bodies{"one", "two", "three"});
        CHECK(tab->last().seq == 0);
        CHECK(!tab->conversations.at(tab->conv()).forked);
    }
}

TEST_CASE("tab news: a note of the log before a restore does not tell of the one after it") {
    TwoTabs talk;
    const server::MemoryStore backup = talk.pair.store;
    talk.pair.say(talk.shopper, "three");
    boundary::Merge late;
    for (const auto& [key, value] : *talk.bo.disk) {
        if (key.starts_with("conv/")) late.puts.push_back({.key = key, .value = value});
    }
    REQUIRE(late.puts.size() == 1);
    talk.pair.cut(talk.shopper);
    talk.pair.restore_relay(backup);
    talk.pair.wait(40'000);
    REQUIRE(talk.bo.conversations.at(talk.conv).head_seq == 2);
    for (End* tab : {&talk.bo, &talk.second}) talk.pair.tell(*tab, late);
    talk.pair.run();
    for (const End* tab : {&talk.bo, &talk.second}) {
        CHECK(tab->conversations.at(talk.conv).head_seq == 2);
        CHECK(tab->conversations.at(talk.conv).complete);
    }
}

TEST_CASE("tab news: two tabs that delete one conversation at once delete it once") {
    TwoTabs talk;
    for (End* tab : {&talk.bo, &talk.second})
        talk.pair.tell(*tab, boundary::Act{.conv = talk.conv, .event = act_erase, .agent = {}});
    talk.pair.run();
    talk.pair.wait(40'000);
    for (const End* tab : {&talk.bo, &talk.second, &talk.shopper}) {
        CHECK(tab->conversations.at(talk.conv).state == erased);
        CHECK(tab->bodies().empty());
        CHECK(tab->connection.queued == 0);
    }
    CHECK(count_keys(*talk.bo.disk, "out/") == 0);
}

}  // namespace
}  // namespace shopbell::pair
