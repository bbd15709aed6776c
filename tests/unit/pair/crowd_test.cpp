// SPDX-License-Identifier: Apache-2.0
// An agent with more conversations than one connection may follow: what it says goes out, what it
// looks at is shown, and it asks no more at once than the relay can answer.
#include "core/base/limits.hpp"
#include "tests/unit/pair/pair.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;
constexpr size_t crowd_size = limits::resumed_max + 44;
constexpr uint64_t sent = 3;

// Shoppers who have said "one" each, all assigned to one agent.
struct Crowd {
    Crowd() {
        pair.overhear = [this](const End& end, const Bytes& frame) {
            const auto sent_frame = wire::decode_frame_from_client(frame);
            if (!sent_frame || &end != &bo) return;
            const bool resumes = std::holds_alternative<wire::Resume>(*sent_frame);
            if (resumes || std::holds_alternative<wire::Leave>(*sent_frame)) ++moves;
            if (resumes || std::holds_alternative<wire::Sync>(*sent_frame)) ++asked;
            most_asked = std::max(most_asked, asked);
        };
        pair.tamper = [this](const End& end, Bytes& frame) {
            const auto answer = wire::decode_frame_from_relay(frame);
            if (!answer || &end != &bo) return;
            const bool resumed = std::holds_alternative<wire::Resumed>(*answer);
            if (resumed || std::holds_alternative<wire::Synced>(*answer)) --asked;
        };
        pair.run();
        for (size_t i = 0; i < crowd_size; ++i) {
            End& shopper = pair.shopper("shopper", static_cast<uint16_t>(1'000 + i));
            pair.run();
            pair.say(shopper, "one");
            shoppers.push_back(&shopper);
        }
    }
    void write(const End& shopper, const std::string& words) {
        pair.tell(bo, boundary::Compose{.conv = shopper.conv(), .body = words, .page = {}});
    }
    void look(const End& shopper) {
        pair.tell(bo, boundary::Look{.conv = shopper.conv(), .focused = true});
        pair.run();
    }
    void cut() {
        pair.cut(bo);
        asked = 0;
    }
    size_t count_that(const std::function<bool(const End&)>& is) const {
        return static_cast<size_t>(std::count_if(shoppers.begin(), shoppers.end(),
                                                 [&](const End* end) { return is(*end); }));
    }

    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    std::vector<End*> shoppers;
    uint64_t asked = 0, most_asked = 0, moves = 0;
};

TEST_CASE("crowd: words into a conversation beyond the limit go out, and it is shown") {
    Crowd crowd;
    End& last = *crowd.shoppers.back();
    REQUIRE(crowd.bo.conversations.at(last.conv()).assignee == crowd.pair.cast.bo);
    // It has no place: what its shopper says stands in the inbox feed alone.
    CHECK(last.last().status == sent);
    crowd.write(last, "two");
    crowd.pair.run();
    CHECK(last.bodies() == Bodies{"one", "two"});
    crowd.look(*crowd.shoppers[crowd_size - 2]);
    CHECK(crowd.bo.rows.at(crowd.shoppers[crowd_size - 2]->conv()).size() == 1);
    crowd.pair.say(*crowd.shoppers[crowd_size - 2], "more");
    CHECK(crowd.bo.rows.at(crowd.shoppers[crowd_size - 2]->conv()).size() == 2);
    CHECK(crowd.bo.refused.empty());
}

TEST_CASE("crowd: what waits in more conversations than have a place goes out once, in turns") {
    Crowd crowd;
    crowd.cut();
    for (const End* shopper : crowd.shoppers) crowd.write(*shopper, "two");
    crowd.pair.run();
    crowd.pair.restore(crowd.bo);
    crowd.pair.wait(5'000);
    CHECK(crowd.count_that([](const End& end) {
        return end.bodies() == Bodies{"one", "two"};
    }) == crowd_size);
    CHECK(crowd.bo.connection.queued == 0);
    CHECK(crowd.bo.refused.empty());
    // Half of what may be under way to it, so that the answers leave room for rows.
    CHECK(crowd.most_asked == limits::outstanding_frames_max / 2);
}

TEST_CASE("crowd: what was pressed out comes back when a place is free, and presses nobody out") {
    Crowd crowd;
    for (size_t i = limits::resumed_max; i < crowd_size; ++i) crowd.look(*crowd.shoppers[i]);
    const auto has_no_place = [](const End& end) {
        for (const boundary::RowView& row : end.rows.begin()->second)
            if (row.body == "two") return row.status == sent;
        return false;
    };
    for (End* shopper : crowd.shoppers) crowd.pair.say(*shopper, "two");
    const size_t pressed_out = crowd.count_that(has_no_place);
    CHECK(pressed_out == crowd_size - limits::resumed_max);
    crowd.moves = 0;
    crowd.pair.wait(60'000);
    CHECK(crowd.moves == 0);
    crowd.pair.tell(crowd.bo, boundary::Look{.conv = std::nullopt, .focused = false});
    for (End* shopper : crowd.shoppers) {
        if (has_no_place(*shopper)) continue;
        crowd.pair.tell(*shopper, boundary::Act{.conv = shopper->conv(), .event = 1, .agent = {}});
        crowd.pair.run();
    }
    CHECK(crowd.count_that(has_no_place) == 0);
    CHECK(crowd.bo.refused.empty());
}

TEST_CASE("crowd: all that a restored relay has lost comes back, in turns") {
    Crowd crowd;
    const server::MemoryStore backup = crowd.pair.store;
    for (const End* shopper : crowd.shoppers) crowd.write(*shopper, "two");
    crowd.pair.run();
    crowd.asked = 0;
    crowd.pair.restore_relay(backup);
    crowd.pair.wait(60'000);
    CHECK(crowd.count_that([](const End& end) {
        return end.bodies() == Bodies{"one", "two"} && end.last().seq == 2;
    }) == crowd_size);
    CHECK(crowd.bo.refused.empty());
}

}  // namespace
}  // namespace shopbell::pair
