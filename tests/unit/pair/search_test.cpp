// SPDX-License-Identifier: Apache-2.0
// What an agent finds again, with and without the relay.
#include "core/base/limits.hpp"
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;

void say_later(Pair& pair, End& end, const std::string& words) {
    pair.wait(1'000);
    pair.say(end, words);
}

TEST_CASE("search: words of every conversation are found, newest first") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& first = pair.shopper("first", 30);
    End& second = pair.shopper("second", 31);
    pair.run();
    say_later(pair, first, "Is the blue kettle in stock?");
    say_later(pair, second, "My kettle leaks.");
    say_later(pair, first, "And the cups?");
    say_later(pair, first, "I mean the blue ones, like the kettle");
    CHECK(pair.search(bo, "kettle") == Bodies{"I mean the blue ones, like the kettle",
                                              "My kettle leaks.", "Is the blue kettle in stock?"});
    CHECK(bo.found.rows[0].conv == first.conv());
    CHECK(bo.found.rows[1].conv == second.conv());
    CHECK(bo.found.rows[0].row.seq > 0);
    CHECK(pair.search(bo, "teapot").empty());
}

TEST_CASE("search: ASCII letters match in either case, all others as they are") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    const std::string words = "Wo ist die Übersicht? 蓝色水壶 [Kettle] 100%";
    pair.say(shopper, words);
    for (const char* query :
         {"wo IST", "kettle", "[KETTLE]", "Übersicht", "bersicht", "色水", "100%"}) {
        CAPTURE(query);
        CHECK(pair.search(bo, query) == Bodies{words});
    }
    CHECK(pair.search(bo, "übersicht").empty());
    CHECK(pair.search(bo, "Ubersicht").empty());
}

TEST_CASE("search: nothing is found by nothing, and what happened has no words") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "Hello");
    pair.look(bo);
    pair.tell(bo, boundary::Act{.conv = bo.conv(), .event = 1, .agent = std::nullopt});
    pair.run();
    CHECK(pair.search(bo, "").empty());
    CHECK(pair.search(bo, "clos").empty());
    CHECK(pair.search(bo, "hello").size() == 1);
}

TEST_CASE("search: after a reload without network everything kept is found, with what waits") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "Is the kettle in stock?");
    pair.look(bo);
    pair.cut(bo);
    pair.reload(bo);
    say_later(pair, bo, "The kettle is. One moment.");
    CHECK(pair.search(bo, "kettle") ==
          Bodies{"The kettle is. One moment.", "Is the kettle in stock?"});
    CHECK(bo.found.rows[0].row.seq == 0);
    CHECK(bo.found.rows[0].row.status == 1);
    pair.restore(bo);
    CHECK(pair.search(bo, "kettle").size() == 2);
    CHECK(bo.found.rows[0].row.seq > 0);
}

TEST_CASE("search: of a conversation that is not loaded here the newest line is found") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& ada = pair.agent("ada", pair.cast.ada, 21);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "The old kettle");
    pair.say(shopper, "The new kettle");
    End& other = shopper.conversations.at(shopper.conv()).assignee == pair.cast.bo ? ada : bo;
    CHECK(pair.search(other, "kettle") == Bodies{"The new kettle"});
    pair.look(other);
    CHECK(pair.search(other, "kettle").size() == 2);
}

TEST_CASE("search: more than found_rows_max hits end with the newest of them") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    for (uint64_t i = 0; i < limits::found_rows_max + 3; ++i)
        say_later(pair, shopper, "line " + std::to_string(i));
    const Bodies lines = pair.search(bo, "line");
    REQUIRE(lines.size() == limits::found_rows_max);
    CHECK(lines.front() == "line " + std::to_string(limits::found_rows_max + 2));
    CHECK(lines.back() == "line 3");
}

TEST_CASE("search: a shopper is refused by name") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.tell(shopper, boundary::Search{.query = "kettle"});
    REQUIRE(shopper.refused.size() == 1);
    CHECK(shopper.refused.back().field == "search");
}

}  // namespace
}  // namespace shopbell::pair
