// SPDX-License-Identifier: Apache-2.0
// Several tabs of one profile: every one shows and writes, one of them has the socket.
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;

TEST_CASE("tabs: what one tab says and hears stands in the other") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& first = pair.shopper("first", 30);
    pair.run();
    End& second = pair.tab(first, "second");
    pair.say(first, "one");
    pair.say(second, "two");
    pair.look(bo);
    pair.say(bo, "three");
    const Bodies all{"one", "two", "three"};
    CHECK(bo.bodies() == all);
    CHECK(first.bodies() == all);
    CHECK(second.bodies() == all);
    CHECK(second.peer == 0);
    CHECK(bo.conversations.size() == 1);
    pair.see_all(bo);
    for (const End* tab : {&first, &second}) CHECK(tab->rows.begin()->second[1].status == 5);
}

TEST_CASE("tabs: two that begin at once without network begin one conversation") {
    Pair pair;
    End& first = pair.shopper("first", 30);
    pair.cut(first);
    End& second = pair.tab(first, "second");
    // Neither has heard of the other's words yet.
    pair.tell(first, boundary::Compose{.conv = {}, .body = "one", .page = {}});
    pair.tell(second, boundary::Compose{.conv = {}, .body = "two", .page = {}});
    pair.run();
    CHECK(first.bodies().size() == 2);
    CHECK(second.bodies().size() == 2);
    CHECK(first.last().status == 1);
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.restore(first);
    pair.look(bo);
    CHECK(bo.conversations.size() == 1);
    CHECK(bo.bodies() == first.bodies());
    CHECK(bo.bodies() == second.bodies());
    CHECK(first.conversations.size() == 1);
}

TEST_CASE("tabs: what a follower wrote goes out when it takes over, once") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& first = pair.shopper("first", 30);
    pair.run();
    pair.say(first, "one");
    End& second = pair.tab(first, "second");
    pair.cut(first);
    pair.say(second, "two");
    CHECK(second.last().status == 1);
    pair.take_over(second, first);
    pair.look(bo);
    CHECK(bo.bodies() == Bodies{"one", "two"});
    CHECK(first.bodies() == Bodies{"one", "two"});
    CHECK(second.bodies() == Bodies{"one", "two"});
    CHECK(pair.tab(first, "third").bodies() == Bodies{"one", "two"});
}

TEST_CASE("tabs: a tab that missed everything puts nothing back") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& first = pair.shopper("first", 30);
    pair.cut(first);
    pair.say(first, "one");
    End& frozen = pair.tab(first, "frozen");
    frozen.disk = std::make_shared<std::map<std::string, Bytes>>(*frozen.disk);  // hears nothing
    pair.restore(first);
    pair.look(bo);
    CHECK(bo.bodies() == Bodies{"one"});
    // It thaws with a row in its hands that was sent long ago, and says that it read something.
    frozen.disk = first.disk;
    pair.see_all(frozen);
    pair.tell(frozen, boundary::Compose{.conv = {}, .body = "two", .page = {}});
    pair.run();
    pair.reload(first);
    CHECK(bo.bodies() == Bodies{"one", "two"});
    CHECK(first.bodies() == Bodies{"one", "two"});
}

TEST_CASE("tabs: an erasure by one tab empties the other") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& first = pair.shopper("first", 30);
    pair.run();
    pair.say(first, "one");
    pair.look(bo);
    End& second = pair.tab(first, "second");
    pair.tell(second, boundary::Act{.conv = second.conv(), .event = 5, .agent = {}});
    pair.run();
    CHECK(first.bodies().empty());
    CHECK(second.bodies().empty());
    CHECK(first.conversations.at(first.conv()).state == 3);
    CHECK(bo.bodies().empty());
}

TEST_CASE("tabs: an agent's tab without a socket reads, answers and reports what it has read") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    End& second = pair.tab(bo, "second");
    pair.see_all(second);
    CHECK(second.bodies() == Bodies{"one"});
    CHECK(shopper.rows.begin()->second[0].status == 5);
    CHECK(bo.conversations.begin()->second.unread == 0);
    pair.say(second, "two");
    CHECK(shopper.bodies() == Bodies{"one", "two"});
    CHECK(second.last().status == 4);
    pair.say(shopper, "three");
    CHECK(second.bodies() == Bodies{"one", "two", "three"});
    CHECK(second.arrived.empty());
    CHECK(second.peer == 0);
}

TEST_CASE("tabs: who leads from now on follows what a tab has on its screen, once told again") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    End& second = pair.tab(bo, "second");
    End& third = pair.tab(bo, "third");
    pair.look(third);
    pair.take_over(second, bo);
    pair.tell(third, boundary::Look{.conv = std::nullopt, .focused = false});
    pair.look(third);
    pair.say(shopper, "two");
    CHECK(third.bodies() == Bodies{"one", "two"});
}

TEST_CASE(
    "tabs: a note about a conversation that is older than what the leader knows does not stay") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    End& second = pair.tab(bo, "second");
    second.disk = std::make_shared<std::map<std::string, Bytes>>(*second.disk);  // hears nothing
    pair.say(shopper, "two");
    second.disk = bo.disk;
    pair.look(second);
    pair.reload(bo);
    CHECK(bo.conversations.begin()->second.head_seq == 2);
    CHECK(bo.conversations.begin()->second.unread == 2);
}

TEST_CASE("tabs: what other tabs looked away from is left once they have looked at many more") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.run();
    // Nothing is assigned to one who is away.
    pair.tell(bo, boundary::Attend{.state = 1});
    End& second = pair.tab(bo, "second");
    std::vector<End*> shoppers;
    for (uint8_t i = 0; i < 40; ++i) {
        shoppers.push_back(&pair.shopper("shopper", static_cast<uint8_t>(100 + i)));
        pair.run();
        pair.say(*shoppers.back(), "one");
        const Id conv = shoppers.back()->conv();
        pair.tell(second, boundary::Look{.conv = conv, .focused = true});
        pair.run();
        CHECK(second.rows.at(conv).size() == 1);
    }
    for (End* shopper : shoppers) pair.say(*shopper, "two");
    for (size_t i = 0; i < 40; ++i)
        CHECK(second.rows.at(shoppers[i]->conv()).size() == (i < 8 ? 1 : 2));
    // Looked at again it is brought up to date.
    pair.tell(second, boundary::Look{.conv = shoppers[0]->conv(), .focused = true});
    pair.run();
    CHECK(second.rows.at(shoppers[0]->conv()).size() == 2);
}

TEST_CASE("tabs: forgetting this device in one tab empties the other") {
    Pair pair;
    End& first = pair.shopper("first", 30);
    pair.run();
    pair.say(first, "one");
    End& second = pair.tab(first, "second");
    pair.tell(second, boundary::Forget{});
    pair.run();
    CHECK(first.disk->empty());
    first.refused.clear();
    pair.tell(first, boundary::Poke{});
    REQUIRE(first.refused.size() == 1);
    CHECK(first.refused.front().field == "start");
}

}  // namespace
}  // namespace shopbell::pair
