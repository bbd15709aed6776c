// SPDX-License-Identifier: Apache-2.0
// Typing: to the other side of a conversation, while there is plenty of room.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

static const Id conv = id_of(0xc1);

namespace {

struct Story {
    Scene scene;
    PeerId page = scene.join(shopper(1));
    PeerId tab = scene.join(shopper(1));
    PeerId console = scene.join(agent(1));

    Story() {
        scene.open(page, shopper(1), conv);
        for (const PeerId peer : {page, tab, console}) scene.resume(peer, conv);
    }
};

}  // namespace

TEST_CASE("typing goes to the other side's connections only") {
    Story story;
    Scene& scene = story.scene;
    scene.say(story.page, wire::Typing{conv, true});
    CHECK(scene.last<wire::Typing>(story.console) == wire::Typing{conv, true});
    CHECK(scene.heard<wire::Typing>(story.tab).empty());
    scene.say(story.console, wire::Typing{conv, true});
    CHECK(scene.heard<wire::Typing>(story.page).size() == 1);
    CHECK(scene.heard<wire::Typing>(story.tab).size() == 1);
}

TEST_CASE("typing by somebody who does not follow the conversation goes nowhere") {
    Story story;
    Scene& scene = story.scene;
    const PeerId stranger = scene.join(shopper(2));
    scene.say(stranger, wire::Typing{conv, true});
    CHECK(scene.heard<wire::Typing>(story.console).empty());
}

TEST_CASE("typing is dropped first under pressure") {
    Story story;
    Scene& scene = story.scene;
    scene.stuck[story.console] = true;
    for (int i = 0; i < 40; ++i) scene.say(story.page, wire::Typing{conv, i % 2 == 0});
    CHECK(scene.heard<wire::Typing>(story.console).size() == 16);
}

}  // namespace shopbell::relay::test
