// SPDX-License-Identifier: Apache-2.0
// Which of a device's rows does the relay have?
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

static const Id conv = id_of(0xc1);

TEST_CASE("sync names the known mids, the device's last one, the head and the epoch") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    const PeerId console = scene.join(agent(1));
    const wire::Open open = scene.first_row(ann, conv);
    scene.say(page, open);
    const wire::Submission second = scene.write(page, ann, conv);
    scene.write(console, agent(1), conv);
    wire::Sync sync;
    sync.conv = conv;
    sync.mids = {open.first.mid, id_of(0x99), second.mid};
    scene.say(page, sync);
    const auto synced = scene.last<wire::Synced>(page);
    CHECK(synced.conv == conv);
    CHECK(synced.known == std::vector<Id>{open.first.mid, second.mid});
    CHECK(synced.last_mid == second.mid);
    CHECK(synced.head_seq == 3);
    CHECK(synced.epoch == 1);
}

TEST_CASE("a conversation that the relay does not know syncs to nothing, at head 0") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    wire::Sync sync;
    sync.conv = conv;
    sync.mids = {id_of(1)};
    scene.say(page, sync);
    REQUIRE(scene.heard<wire::Synced>(page).size() == 1);
    CHECK(scene.last<wire::Synced>(page).head_seq == 0);
    CHECK(scene.last<wire::Synced>(page).known.empty());
}

TEST_CASE("a device that has written nothing has a last mid of zero") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    const PeerId console = scene.join(agent(1));
    wire::Sync sync;
    sync.conv = conv;
    scene.say(console, sync);
    CHECK(is_zero(scene.last<wire::Synced>(console).last_mid));
    CHECK(scene.last<wire::Synced>(console).head_seq == 1);
}

TEST_CASE("more questions than questions_max are refused as rate_limited") {
    HubConfig config;
    config.questions_max = 2;
    Scene scene(config);
    const PeerId page = scene.join(shopper(1));
    scene.hold_store = true;
    wire::Sync sync;
    for (int i = 0; i < 3; ++i) scene.say(page, sync);
    CHECK(scene.refusal(page) == wire::Code::rate_limited);
    CHECK(scene.last<wire::Error>(page).retry_ms > 0);
    scene.answer_store();
    CHECK(scene.heard<wire::Synced>(page).size() == 2);
    scene.say(page, sync);
    scene.answer_store();
    CHECK(scene.heard<wire::Synced>(page).size() == 3);
}

}  // namespace shopbell::relay::test
