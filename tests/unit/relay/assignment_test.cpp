// SPDX-License-Identifier: Apache-2.0
// Who answers whom.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

static const Id conv = id_of(0xc1);

static wire::EventPub closed() { return {1, std::nullopt}; }
static wire::EventPub assigned(const std::optional<Id>& to) { return {3, to}; }

static wire::Presence presence_of(uint64_t state) { return {Id{}, state}; }

TEST_CASE("each new conversation goes to the agent with the fewest open ones") {
    Scene scene;
    scene.join(agent(1));
    scene.join(agent(2));
    const PeerId page = scene.join(shopper(1));
    for (uint8_t i = 1; i <= 5; ++i) scene.open(page, shopper(1), id_of(i));
    CHECK(scene.state_of(id_of(1)).assignee == ada_id);
    CHECK(scene.state_of(id_of(2)).assignee == bo_id);
    CHECK(scene.state_of(id_of(3)).assignee == ada_id);
    CHECK(scene.state_of(id_of(4)).assignee == bo_id);
    CHECK(scene.state_of(id_of(5)).assignee == ada_id);
}

TEST_CASE("a closed conversation no longer weighs; among equals it is whose turn it is") {
    Scene scene;
    const PeerId ada = scene.join(agent(1));
    const PeerId bo = scene.join(agent(2));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), id_of(1));  // ada
    scene.open(page, shopper(1), id_of(2));  // bo
    scene.happen(ada, agent(1), id_of(1), closed());
    scene.open(page, shopper(1), id_of(3));
    CHECK(scene.state_of(id_of(3)).assignee == ada_id);
    scene.happen(bo, agent(2), id_of(2), closed());
    scene.happen(ada, agent(1), id_of(3), closed());
    scene.open(page, shopper(1), id_of(4));  // nobody has any; bo's last is longer ago
    CHECK(scene.state_of(id_of(4)).assignee == bo_id);
}

TEST_CASE("those who wait are given in the order of their waiting when an agent comes") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    for (const uint8_t i : std::vector<uint8_t>{3, 1, 2}) {
        scene.open(page, shopper(1), id_of(i));
        scene.pass(10);
    }
    CHECK_FALSE(scene.state_of(id_of(1)).assignee.has_value());
    scene.hold_store = true;
    scene.join(agent(1));
    scene.answer_store();
    CHECK(scene.state_of(id_of(1)).assignee == ada_id);
    CHECK(scene.state_of(id_of(2)).assignee == ada_id);
    // The feed tells the order: 3 opened first, so it was given first.
    CHECK(scene.state_of(id_of(3)).inbox_seq < scene.state_of(id_of(1)).inbox_seq);
    CHECK(scene.state_of(id_of(1)).inbox_seq < scene.state_of(id_of(2)).inbox_seq);
}

TEST_CASE("agents who are away and bots are given nothing") {
    Scene scene;
    scene.join(agent(3));
    const PeerId ada = scene.join(agent(1));
    scene.say(ada, presence_of(1));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    CHECK_FALSE(scene.state_of(conv).assignee.has_value());
    scene.say(ada, presence_of(2));
    CHECK(scene.state_of(conv).assignee == ada_id);
}

TEST_CASE("assignment is told to the shopper and to every agent") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.resume(page, conv);
    const PeerId bot = scene.join(agent(3));
    scene.join(agent(1));
    CHECK(scene.last<wire::Here>(page).assignee == ada_id);
    CHECK(scene.last<wire::Inbox>(bot).entry.assignee == ada_id);
}

TEST_CASE("a transfer is a row, and its new agent has it") {
    Scene scene;
    const PeerId ada = scene.join(agent(1));
    const PeerId bo = scene.join(agent(2));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.resume(page, conv);
    scene.happen(ada, agent(1), conv, assigned(bo_id));
    CHECK(scene.state_of(conv).assignee == bo_id);
    CHECK(scene.state_of(conv).head_seq == 2);
    CHECK(scene.last<wire::Here>(page).assignee == bo_id);
    CHECK(scene.last<wire::Inbox>(bo).entry.assignee == bo_id);
    scene.open(page, shopper(1), id_of(0xc2));
    CHECK(scene.state_of(id_of(0xc2)).assignee == ada_id);
}

TEST_CASE("a transfer to somebody who is not in the roster is refused") {
    Scene scene;
    const PeerId ada = scene.join(agent(1));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.happen(ada, agent(1), conv, assigned(id_of(9)));
    CHECK(scene.refusal(ada) == wire::Code::bad_field);
    CHECK(scene.state_of(conv).assignee == ada_id);
}

TEST_CASE("giving a conversation back puts it into the queue") {
    Scene scene;
    const PeerId ada = scene.join(agent(1));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.join(agent(2));
    scene.say(ada, presence_of(1));
    scene.happen(ada, agent(1), conv, assigned(std::nullopt));
    CHECK(scene.state_of(conv).assignee == bo_id);
}

TEST_CASE("who reloads keeps its conversations; who stays away loses those that wait") {
    Scene scene;
    const PeerId ada = scene.join(agent(1));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), id_of(1));
    scene.open(page, shopper(1), id_of(2));
    scene.write(ada, agent(1), id_of(2));  // answered: nobody waits there
    scene.join(agent(2));
    scene.leave(ada);
    scene.pass(59'999);
    CHECK(scene.state_of(id_of(1)).assignee == ada_id);
    scene.pass(1);
    CHECK(scene.state_of(id_of(1)).assignee == bo_id);
    CHECK(scene.state_of(id_of(2)).assignee == ada_id);
    // Until its shopper writes again.
    const PeerId again = scene.join(shopper(1));
    scene.write(again, shopper(1), id_of(2));
    CHECK(scene.state_of(id_of(2)).assignee == bo_id);
}

TEST_CASE("an agent who is back within the grace keeps all") {
    Scene scene;
    const PeerId ada = scene.join(agent(1));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.join(agent(2));
    scene.leave(ada);
    scene.pass(30'000);
    const PeerId back = scene.join(agent(1));
    scene.say(back, wire::Ping{});
    scene.pass(40'000);
    CHECK(scene.state_of(conv).assignee == ada_id);
}

TEST_CASE("after a restart of the relay agents have the same grace to come back") {
    Scene scene;
    scene.join(agent(1));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.hub = Hub({}, key_of(0x12));
    const PeerId bo = scene.join(agent(2));
    for (int i = 0; i < 5; ++i) {
        scene.pass(10'000);
        scene.say(bo, wire::Ping{});
    }
    CHECK(scene.state_of(conv).assignee == ada_id);
    scene.pass(10'000);
    CHECK(scene.state_of(conv).assignee == bo_id);
}

TEST_CASE("an agent who takes a conversation while it is being given to another wins") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    const PeerId bo = scene.join(agent(2));
    scene.say(bo, presence_of(1));
    scene.open(page, shopper(1), conv);
    scene.hold_store = true;
    scene.happen(bo, agent(2), conv, assigned(bo_id));
    scene.join(agent(1));
    scene.answer_store();
    CHECK(scene.state_of(conv).assignee == bo_id);
    // Whoever lost carries no phantom load: the next one goes to the one with fewer.
    scene.hold_store = false;
    scene.say(bo, presence_of(2));
    scene.open(page, shopper(1), id_of(0xc2));
    CHECK(scene.state_of(id_of(0xc2)).assignee == ada_id);
}

TEST_CASE("an assignment that could not be stored is tried again") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.store.set_full(true);
    scene.join(agent(1));
    CHECK_FALSE(scene.state_of(conv).assignee.has_value());
    scene.store.set_full(false);
    scene.pass(1'000);
    CHECK(scene.state_of(conv).assignee == ada_id);
}

TEST_CASE("more open conversations than the Hub follows are given as others close") {
    HubConfig config;
    config.open_conversations_max = 4;
    Scene scene(config);
    const PeerId page = scene.join(shopper(1));
    for (uint8_t i = 1; i <= 6; ++i) scene.open(page, shopper(1), id_of(i));
    const PeerId ada = scene.join(agent(1));
    CHECK(scene.state_of(id_of(4)).assignee == ada_id);
    CHECK_FALSE(scene.state_of(id_of(5)).assignee.has_value());
    for (uint8_t i = 1; i <= 3; ++i) scene.happen(ada, agent(1), id_of(i), closed());
    CHECK(scene.state_of(id_of(5)).assignee == ada_id);
    CHECK(scene.state_of(id_of(6)).assignee == ada_id);
}

}  // namespace shopbell::relay::test
