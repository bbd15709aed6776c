// SPDX-License-Identifier: Apache-2.0
// Heads, pings, and the end of connections that nobody is behind.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

TEST_CASE("every 25 s the heads of what a connection follows are told") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.open(page, shopper(1), id_of(0xc2));
    scene.write(page, shopper(1), conv);
    scene.resume(page, conv);
    scene.pass(24'999);
    CHECK(scene.heard<wire::Heads>(page).empty());
    scene.pass(1);
    REQUIRE(scene.heard<wire::Heads>(page).size() == 1);
    CHECK(scene.last<wire::Heads>(page).heads == std::vector<wire::Head>{{conv, 2}});
    scene.pass(25'000);
    CHECK(scene.heard<wire::Heads>(page).size() == 2);
}

TEST_CASE("who follows nothing hears no heads") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.pass(60'000);
    CHECK(scene.heard<wire::Heads>(page).empty());
}

TEST_CASE("after 30 s of silence the relay pings; an answer keeps the connection") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.pass(29'999);
    CHECK(scene.heard<wire::Ping>(page).empty());
    scene.pass(1);
    REQUIRE(scene.heard<wire::Ping>(page).size() == 1);
    for (int i = 0; i < 10; ++i) {
        scene.say(page, wire::Pong{scene.last<wire::Ping>(page).token});
        scene.pass(30'000);
    }
    CHECK_FALSE(scene.close_code(page).has_value());
}

TEST_CASE("no sign of life within idle_ms_max ends the connection") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.pass(74'999);
    CHECK_FALSE(scene.close_code(page).has_value());
    CHECK(scene.heard<wire::Ping>(page).size() == 2);
    scene.pass(1);
    CHECK(scene.refusal(page) == Code::idle_timeout);
    CHECK(scene.close_code(page) == 4019);
}

TEST_CASE("a ping is answered with its own number") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.say(page, wire::Ping{77});
    CHECK(scene.last<wire::Pong>(page).token == 77);
}

TEST_CASE("a hub without connections waits for nothing") {
    Scene scene;
    CHECK_FALSE(scene.hub.deadline().has_value());
    const PeerId page = scene.connect();
    CHECK(scene.hub.deadline() == scene.now.monotonic + 5'000);
    scene.leave(page);
    CHECK_FALSE(scene.hub.deadline().has_value());
}

}  // namespace shopbell::relay::test
