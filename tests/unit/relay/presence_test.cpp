// SPDX-License-Identifier: Apache-2.0
// Who is here.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

static uint64_t state_in_welcome(const Scene& scene, PeerId peer, const Id& agent_id) {
    for (const wire::AgentProfile& profile : scene.last<wire::Welcome>(peer).agents) {
        if (profile.id == agent_id) return profile.state;
    }
    return 99;
}

TEST_CASE("an agent is available from its hello on, and everybody is told") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.join(agent(1));
    CHECK(scene.last<wire::Presence>(page) == wire::Presence{ada_id, 2});
    const PeerId other = scene.join(shopper(2));
    CHECK(state_in_welcome(scene, other, ada_id) == 2);
    CHECK(state_in_welcome(scene, other, bo_id) == 0);
}

TEST_CASE("an agent's choice is told once, and kept while it reloads") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    const PeerId ada = scene.join(agent(1));
    scene.forget();
    scene.say(ada, wire::Presence{Id{}, 1});
    scene.say(ada, wire::Presence{Id{}, 1});
    REQUIRE(scene.heard<wire::Presence>(page).size() == 1);
    CHECK(scene.last<wire::Presence>(page) == wire::Presence{ada_id, 1});
    scene.leave(ada);
    scene.join(agent(1));
    CHECK(scene.heard<wire::Presence>(page).size() == 1);
    CHECK(state_in_welcome(scene, scene.join(shopper(2)), ada_id) == 1);
}

TEST_CASE("an agent is offline some seconds after its last connection, not before") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    const PeerId first = scene.join(agent(1));
    const PeerId second = scene.join(agent(1));
    scene.leave(first);
    scene.pass(10'000);
    CHECK(scene.last<wire::Presence>(page).state == 2);
    scene.leave(second);
    scene.pass(4'999);
    CHECK(scene.last<wire::Presence>(page).state == 2);
    scene.pass(1);
    CHECK(scene.last<wire::Presence>(page) == wire::Presence{ada_id, 0});
}

TEST_CASE("a shopper has no presence to set, and an agent only its own") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.say(page, wire::Presence{Id{}, 2});
    CHECK(scene.refusal(page) == Code::forbidden);
    const PeerId ada = scene.join(agent(1));
    scene.say(ada, wire::Presence{bo_id, 1});
    CHECK(scene.refusal(ada) == Code::forbidden);
    scene.say(ada, wire::Presence{Id{}, 3});
    CHECK(scene.refusal(ada) == Code::bad_field);
    CHECK(scene.last<wire::Error>(ada).field == "Presence.state");
}

TEST_CASE("agents see a shopper come, and go after a grace") {
    Scene scene;
    const PeerId console = scene.join(agent(1));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.resume(page, conv);
    CHECK(scene.last<wire::Here>(console).conv == conv);
    CHECK(scene.last<wire::Here>(console).online);
    scene.forget();
    scene.leave(page);
    scene.pass(4'999);
    CHECK(scene.heard<wire::Here>(console).empty());
    scene.pass(1);
    REQUIRE(scene.heard<wire::Here>(console).size() == 1);
    CHECK_FALSE(scene.last<wire::Here>(console).online);
}

TEST_CASE("a page that reloads was never gone") {
    Scene scene;
    const PeerId console = scene.join(agent(1));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.resume(page, conv);
    scene.forget();
    scene.leave(page);
    scene.pass(2'000);
    scene.resume(scene.join(shopper(1)), conv);
    scene.pass(10'000);
    CHECK(scene.heard<wire::Here>(console).empty());
}

TEST_CASE("an agent who comes later is told which shoppers are here") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), id_of(1));
    scene.open(page, shopper(1), id_of(2));
    scene.resume(page, id_of(2));
    const PeerId bot = scene.join(agent(3));
    REQUIRE(scene.heard<wire::Here>(bot).size() == 1);
    CHECK(scene.last<wire::Here>(bot).conv == id_of(2));
    CHECK(scene.last<wire::Here>(bot).online);
    CHECK_FALSE(scene.heard<wire::Inbox>(bot)[0].entry.online);
    CHECK(scene.heard<wire::Inbox>(bot)[1].entry.online);
}

}  // namespace shopbell::relay::test
