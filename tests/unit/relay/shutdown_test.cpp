// SPDX-License-Identifier: Apache-2.0
// Going away without losing an acknowledgement.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

static void check_gone(const Scene& scene, PeerId peer) {
    CHECK(scene.refusal(peer) == Code::going_away);
    CHECK(scene.close_code(peer) == 1001);
    CHECK(scene.last<wire::Bye>(peer).retry_ms > 0);
}

TEST_CASE("everybody is told that the relay goes away") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    const PeerId fresh = scene.connect();
    scene.handle(ShutDown{});
    check_gone(scene, page);
    check_gone(scene, fresh);
    CHECK_FALSE(scene.hub.deadline().has_value());
}

TEST_CASE("a row on its way to the disk is acknowledged before goodbye") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.hold_store = true;
    scene.open(page, shopper(1), conv);
    scene.handle(ShutDown{});
    CHECK_FALSE(scene.close_code(page).has_value());
    scene.say(page, wire::Ping{});  // nothing new is taken
    CHECK(scene.heard<wire::Pong>(page).empty());
    scene.answer_store();
    CHECK(scene.heard<wire::Ack>(page).size() == 1);
    check_gone(scene, page);
}

TEST_CASE("who comes afterwards is sent away without a challenge") {
    Scene scene;
    scene.handle(ShutDown{});
    const PeerId late = scene.connect();
    CHECK(scene.heard<wire::Challenge>(late).empty());
    check_gone(scene, late);
}

}  // namespace shopbell::relay::test
