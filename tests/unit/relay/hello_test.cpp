// SPDX-License-Identifier: Apache-2.0
// From the first byte to welcome.
#include "core/base/limits.hpp"
#include "core/relay/bearer.hpp"
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

TEST_CASE("the relay speaks first, with a nonce of this connection alone") {
    Scene scene;
    const PeerId a = scene.connect();
    const PeerId b = scene.connect();
    const auto first = scene.last<wire::Challenge>(a);
    CHECK(first.nonce != scene.last<wire::Challenge>(b).nonce);
    CHECK(first.time == noon);
    CHECK(first.frame_bytes_max == limits::frame_bytes_max);
    CHECK(first.window == limits::window_max);
}

TEST_CASE("a shopper is welcomed with settings, agents and the roster") {
    Scene scene;
    const PeerId peer = scene.connect(tea_page);
    scene.say(peer, scene.hello_of(peer, shopper(1)));
    REQUIRE(scene.heard<wire::Welcome>(peer).size() == 1);
    const auto welcome = scene.last<wire::Welcome>(peer);
    CHECK(welcome.settings == shop_record().settings);
    CHECK(welcome.agents.size() == 3);
    CHECK(welcome.agents.front().state == 0);
    REQUIRE(welcome.roster.has_value());
    CHECK(*welcome.roster == shop_record().signed_roster);
    CHECK(welcome.sealed_inbox.empty());
    CHECK(welcome.epoch == 1);
    CHECK(welcome.bearer == bearer_of(Key{}, tea, shopper(1).device.sign_pk));
}

TEST_CASE("an agent is welcomed with the inbox secrets sealed to it and no other's") {
    Scene scene;
    const PeerId peer = scene.join(agent(2));
    const auto welcome = scene.last<wire::Welcome>(peer);
    CHECK(welcome.sealed_inbox == shop_record().sealed_inboxes[1].sealed);
}

TEST_CASE("whoever knows the newest roster is not sent it again") {
    Scene scene;
    const PeerId peer = scene.connect();
    wire::Hello hello = scene.hello_of(peer, shopper(1));
    hello.roster_v = 1;
    scene.say(peer, hello);
    REQUIRE(scene.heard<wire::Welcome>(peer).size() == 1);
    CHECK_FALSE(scene.last<wire::Welcome>(peer).roster.has_value());
}

TEST_CASE("the store is asked for a shop once, however many wait for it") {
    Scene scene;
    scene.hold_store = true;
    const PeerId a = scene.join(shopper(1));
    const PeerId b = scene.join(shopper(2));
    CHECK(scene.held.size() == 1);
    CHECK(scene.heard<wire::Welcome>(a).empty());
    scene.answer_store();
    CHECK(scene.heard<wire::Welcome>(a).size() == 1);
    CHECK(scene.heard<wire::Welcome>(b).size() == 1);
    scene.join(shopper(3));
    CHECK(scene.held_shops() == 0);
}

TEST_CASE("whose a token is stands in the store when its device is welcomed") {
    Scene scene;
    const Person ann = shopper(1);
    const Person desk = agent(1);
    const auto holder_of = [&](const Person& person) {
        const Key token = scene.last<wire::Welcome>(scene.join(person)).bearer;
        return std::get<BearerRead>(scene.ask_store(ReadBearer{bearer_hash(token)})).holder;
    };
    CHECK(holder_of(ann) == TokenHolder{"tea", ann.device.sign_pk, Role::shopper, Id{}});
    CHECK(holder_of(desk) == TokenHolder{"tea", desk.device.sign_pk, Role::agent, ada_id});
}

TEST_CASE("frames sent right after hello wait for welcome, in order") {
    Scene scene;
    scene.hold_store = true;
    const PeerId peer = scene.join(shopper(1));
    wire::Ping ping;
    for (ping.token = 1; ping.token <= 3; ++ping.token) scene.say(peer, ping);
    CHECK(scene.heard<wire::Pong>(peer).empty());
    scene.answer_store();
    REQUIRE(scene.heard<wire::Pong>(peer).size() == 3);
    CHECK(scene.heard<wire::Pong>(peer)[0].token == 1);
    CHECK(scene.last<wire::Pong>(peer).token == 3);
}

TEST_CASE("a configured relay origin is what hello must name, whatever the host header says") {
    HubConfig config;
    config.public_origins = {relay_origin};
    Scene scene(config);
    const PeerId peer = scene.connect("", "10.0.0.7:8787");
    scene.say(peer, scene.hello_of(peer, shopper(1)));
    CHECK(scene.heard<wire::Welcome>(peer).size() == 1);
}

TEST_CASE("one hub serves many shops and mixes nothing") {
    Scene scene;
    scene.ask_store(PutShop{shop_record("cups")});
    const PeerId in_tea = scene.join(shopper(1));
    const PeerId in_cups = scene.join(shopper(1), "cups");
    CHECK(scene.heard<wire::Welcome>(in_cups).size() == 1);
    scene.open(in_tea, shopper(1), id_of(0xc1));
    scene.resume(in_cups, id_of(0xc1));
    CHECK(scene.last<wire::Resumed>(in_cups).head_seq == 0);
}

}  // namespace shopbell::relay::test
