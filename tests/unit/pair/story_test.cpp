// SPDX-License-Identifier: Apache-2.0
// The main job, end to end between the two machines: a shopper and an agent talk.
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

const std::string question = "你好, is the blue kettle in stock? 🫖";
using Bodies = std::vector<std::string>;

TEST_CASE("pair: a shopper asks and an agent answers") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.run();
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    REQUIRE(bo.conversations.size() == 1);
    CHECK(bo.conversations.at(bo.conv()).unread == 1);
    CHECK(bo.conversations.at(bo.conv()).last->body == question);
    CHECK(bo.conversations.at(bo.conv()).assignee == pair.cast.bo);
    CHECK(bo.arrived.size() == 1);
    pair.look(bo);
    CHECK(bo.bodies() == Bodies{question});
    pair.say(bo, "It is. Two are left.");
    CHECK(shopper.bodies() == Bodies{question, "It is. Two are left."});
    CHECK(shopper.last().author == 2);
    CHECK(shopper.last().agent == pair.cast.bo);
    CHECK(shopper.arrived.size() == 1);
}

TEST_CASE("pair: under clocks that stand before 1970 people talk as ever, at 0") {
    Pair pair;
    pair.now.wall = -1'000'000'000;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    pair.look(bo);
    pair.tell(bo, boundary::Act{.conv = bo.conv(), .event = 1, .agent = {}});
    pair.say(bo, "It is.");
    pair.wait(60'000);
    CHECK(shopper.bodies().back() == "It is.");
    CHECK(bo.bodies() == shopper.bodies());
    for (const End* const end : {&shopper, &bo}) {
        CHECK(end->last().at == 0);
        CHECK(end->connection.state == 2);
    }
}

TEST_CASE("pair: messages reach Delivered when kept, and Read when seen") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    CHECK(shopper.last().status == 4);
    pair.see_all(bo);
    CHECK(shopper.last().status == 5);
    pair.say(bo, "Yes.");
    CHECK(bo.last().status == 4);
    pair.see_all(shopper);
    CHECK(bo.last().status == 5);
    CHECK(bo.conversations.at(bo.conv()).unread == 0);
    CHECK(shopper.conversations.at(shopper.conv()).unread == 0);
}

TEST_CASE("pair: without an agent a message is sent, and delivered when one comes") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    CHECK(shopper.last().status == 3);
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.run();
    CHECK(bo.conversations.at(bo.conv()).last->body == question);
    CHECK(shopper.last().status == 4);
}

TEST_CASE("pair: both reload and have the whole history") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    pair.look(bo);
    pair.say(bo, "Yes.");
    pair.reload(shopper);
    pair.reload(bo);
    CHECK(shopper.bodies() == Bodies{question, "Yes."});
    pair.look(bo);
    CHECK(bo.bodies() == Bodies{question, "Yes."});
    CHECK(bo.arrived.size() == 1);
    CHECK(shopper.arrived.size() == 1);
}

TEST_CASE("pair: a second shopper sees nothing of the first") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& one = pair.shopper("one", 30);
    End& two = pair.shopper("two", 31);
    pair.run();
    pair.say(one, question);
    CHECK(two.conversations.empty());
    pair.say(two, "Do you ship to Cairo?");
    CHECK(two.bodies() == Bodies{"Do you ship to Cairo?"});
    CHECK(one.bodies() == Bodies{question});
    CHECK(bo.conversations.size() == 2);
}

TEST_CASE("pair: a message typed without network goes out once when it is back") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.cut(shopper);
    pair.say(shopper, "two");
    pair.say(shopper, "three");
    CHECK(shopper.last().status == 1);
    CHECK(shopper.connection.state == 3);
    CHECK(shopper.connection.queued == 2);
    // What is no message waits as well, and is not counted among them.
    pair.tell(shopper, boundary::Act{.conv = shopper.conv(), .event = 1, .agent = {}});
    CHECK(shopper.connection.queued == 2);
    pair.reload(shopper);
    CHECK(shopper.bodies() == Bodies{"one", "two", "three"});
    pair.restore(shopper);
    CHECK(shopper.connection.queued == 0);
    pair.look(bo);
    CHECK(bo.bodies() == Bodies{"one", "two", "three"});
}

TEST_CASE("pair: the first words typed before the relay was ever reached are kept and sent") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.run();
    End& shopper = pair.shopper("shopper", 30);
    pair.cut(shopper);
    pair.say(shopper, question);
    CHECK(shopper.last().status == 1);
    pair.reload(shopper);
    CHECK(shopper.bodies() == Bodies{question});
    pair.restore(shopper);
    pair.look(bo);
    CHECK(bo.bodies() == Bodies{question});
}

TEST_CASE("pair: the relay restarts and both sides go on by themselves") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "before");
    pair.look(bo);
    pair.restart_relay();
    pair.say(shopper, "between");
    pair.wait(60'000);
    pair.say(bo, "after");
    CHECK(shopper.bodies() == Bodies{"before", "between", "after"});
    CHECK(bo.bodies() == Bodies{"before", "between", "after"});
    CHECK(shopper.connection.state == 2);
}

TEST_CASE("pair: what an agent does without network stands on its own screen at once") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    pair.look(bo);
    const Id conv = bo.conv();
    pair.cut(bo);
    pair.tell(bo, boundary::Act{.conv = conv, .event = 1, .agent = std::nullopt});
    pair.run();
    CHECK(bo.conversations[conv].state == 2);
    pair.tell(bo, boundary::Act{.conv = conv, .event = 2, .agent = std::nullopt});
    pair.tell(bo, boundary::Act{.conv = conv, .event = 3, .agent = pair.cast.ada});
    pair.run();
    CHECK(bo.conversations[conv].state == 1);
    CHECK(bo.conversations[conv].assignee == pair.cast.ada);
    CHECK(shopper.conversations[conv].assignee != pair.cast.ada);
    pair.restore(bo);
    pair.run();
    CHECK(shopper.conversations[conv].state == 1);
    CHECK(shopper.conversations[conv].assignee == pair.cast.ada);
}

TEST_CASE("pair: a shopper who ends the chat and writes again without network has it open") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    const Id conv = shopper.conv();
    pair.cut(shopper);
    pair.tell(shopper, boundary::Act{.conv = conv, .event = 1, .agent = std::nullopt});
    pair.run();
    CHECK(shopper.conversations[conv].state == 2);
    pair.say(shopper, "one more thing");
    CHECK(shopper.conversations[conv].state == 1);
    pair.restore(shopper);
    CHECK(shopper.conversations[conv].state == 1);
}

TEST_CASE("pair: an agent closes, a shopper's next message reopens") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    pair.look(bo);
    pair.tell(bo, boundary::Act{.conv = bo.conv(), .event = 1, .agent = std::nullopt});
    pair.run();
    CHECK(bo.conversations.at(bo.conv()).state == 2);
    CHECK(shopper.conversations.at(shopper.conv()).state == 2);
    CHECK(shopper.last().event == 1);
    pair.say(shopper, "One more thing");
    CHECK(bo.conversations.at(bo.conv()).state == 1);
}

TEST_CASE("pair: typing shows on the other side, goes out by itself, and when it is said") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    pair.look(bo);
    pair.tell(bo, boundary::Write{.conv = bo.conv(), .on = true});
    pair.run();
    CHECK(shopper.typing[shopper.conv()]);
    pair.wait(7'000);
    CHECK_FALSE(shopper.typing[shopper.conv()]);
    pair.tell(bo, boundary::Write{.conv = bo.conv(), .on = true});
    pair.run();
    CHECK(shopper.typing[shopper.conv()]);
    pair.say(bo, "It is.");
    CHECK_FALSE(shopper.typing[shopper.conv()]);
}

TEST_CASE("pair: a second agent reads and takes over the conversation") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, question);
    End& ada = pair.agent("ada", pair.cast.ada, 21);
    pair.run();
    pair.look(ada);
    CHECK(ada.bodies() == Bodies{question});
    pair.tell(ada, boundary::Act{.conv = ada.conv(), .event = 3, .agent = pair.cast.ada});
    pair.run();
    CHECK(bo.conversations.at(bo.conv()).assignee == pair.cast.ada);
    CHECK(shopper.conversations.at(shopper.conv()).assignee == pair.cast.ada);
    pair.say(ada, "Ada here.");
    CHECK(shopper.last().agent == pair.cast.ada);
}

}  // namespace
}  // namespace shopbell::pair
