// SPDX-License-Identifier: Apache-2.0
// Delivered and read: kept by the relay, told to the other side.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

static wire::Cursor cursor(uint64_t delivered, uint64_t read) { return {conv, delivered, read}; }

namespace {

// A shopper and two agents follow one conversation of three rows.
struct Story {
    Scene scene;
    PeerId page = scene.join(shopper(1));
    PeerId ada = scene.join(agent(1));
    PeerId bo = scene.join(agent(2));

    Story() {
        scene.open(page, shopper(1), conv);
        scene.write(page, shopper(1), conv);
        scene.write(page, shopper(1), conv);
        for (const PeerId peer : {page, ada, bo}) scene.resume(peer, conv);
        scene.forget();
    }
};

}  // namespace

TEST_CASE("an agent's cursor goes to the shopper, a shopper's to the agents") {
    Story story;
    Scene& scene = story.scene;
    scene.say(story.ada, cursor(3, 2));
    REQUIRE(scene.heard<wire::Cursor>(story.page).size() == 1);
    CHECK(scene.last<wire::Cursor>(story.page) == cursor(3, 2));
    CHECK(scene.heard<wire::Cursor>(story.bo).empty());
    scene.say(story.page, cursor(3, 3));
    CHECK(scene.last<wire::Cursor>(story.ada) == cursor(3, 3));
    CHECK(scene.last<wire::Cursor>(story.bo) == cursor(3, 3));
    CHECK(scene.heard<wire::Cursor>(story.page).size() == 1);
}

TEST_CASE("only a side's best counts, and it never goes back") {
    Story story;
    Scene& scene = story.scene;
    scene.say(story.ada, cursor(3, 2));
    scene.say(story.bo, cursor(2, 1));
    CHECK(scene.heard<wire::Cursor>(story.page).size() == 1);
    scene.say(story.bo, cursor(3, 3));
    CHECK(scene.last<wire::Cursor>(story.page) == cursor(3, 3));
}

TEST_CASE("what was read was delivered, and nobody has read beyond the head") {
    Story story;
    Scene& scene = story.scene;
    scene.say(story.ada, cursor(0, 99));
    CHECK(scene.last<wire::Cursor>(story.page) == cursor(3, 3));
}

TEST_CASE("reading lowers the unread count that every agent sees") {
    Story story;
    Scene& scene = story.scene;
    CHECK(scene.state_of(conv).unread == 3);
    scene.say(story.ada, cursor(3, 2));
    CHECK(scene.last<wire::Inbox>(story.bo).entry.unread == 1);
    CHECK(scene.last<wire::Inbox>(story.ada).entry.unread == 1);
}

TEST_CASE("a bot never counts as somebody who has it") {
    Story story;
    Scene& scene = story.scene;
    const PeerId bot = scene.join(agent(3));
    scene.say(bot, cursor(3, 3));
    CHECK(scene.heard<wire::Cursor>(story.page).empty());
    CHECK(scene.state_of(conv).agent_read == 0);
}

TEST_CASE("a cursor for no conversation, or for another's, is refused by name") {
    Story story;
    Scene& scene = story.scene;
    wire::Cursor nowhere = cursor(1, 1);
    nowhere.conv = id_of(0xee);
    scene.say(story.page, nowhere);
    CHECK(scene.refusal(story.page) == Code::unknown_conversation);
    const PeerId stranger = scene.join(shopper(2));
    scene.say(stranger, cursor(3, 3));
    CHECK(scene.refusal(stranger) == Code::forbidden);
    CHECK(scene.last<wire::Error>(stranger).field == "Cursor.conv");
    CHECK(scene.state_of(conv).shopper_read == 0);
}

TEST_CASE("a cursor that cannot be stored is told as retry") {
    Story story;
    Scene& scene = story.scene;
    scene.store.set_full(true);
    scene.say(story.ada, cursor(3, 3));
    CHECK(scene.refusal(story.ada) == Code::retry);
    CHECK(scene.heard<wire::Cursor>(story.page).empty());
}

}  // namespace shopbell::relay::test
