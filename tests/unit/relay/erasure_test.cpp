// SPDX-License-Identifier: Apache-2.0
// An erasing event: who may, what is left, who hears of it, and what is said to whoever comes late.
#include "core/crypto/head_hash.hpp"
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

namespace {

// A conversation of three rows that the shopper and ada follow.
struct Story {
    Scene scene;
    Person ann = shopper(1);
    PeerId page = scene.join(ann);
    PeerId ada = scene.join(agent(1));

    explicit Story(const HubConfig& config = {}) : scene(config) {
        scene.open(page, ann, conv);
        scene.write(page, ann, conv);
        scene.write(ada, agent(1), conv);
        for (const PeerId peer : {page, ada}) scene.resume(peer, conv);
    }
    wire::Submission erase(PeerId peer, const Person& person) {
        wire::Submit submit;
        submit.submission = scene.event_row(person, conv, {5, std::nullopt});
        scene.say(peer, submit);
        return submit.submission;
    }
};

}  // namespace

TEST_CASE("whoever follows a conversation gets the row that erases it, and its end") {
    for (const bool by_agent : {false, true}) {
        CAPTURE(by_agent);
        Story story;
        Scene& scene = story.scene;
        scene.write(story.page, story.ann, conv);
        scene.forget();
        const wire::Submission row =
            by_agent ? story.erase(story.ada, agent(1)) : story.erase(story.page, story.ann);
        CHECK(scene.last<wire::Ack>(by_agent ? story.ada : story.page).mid == row.mid);
        for (const PeerId peer : {story.page, story.ada}) {
            REQUIRE(scene.heard<wire::Deliver>(peer).size() == 1);
            CHECK(scene.last<wire::Deliver>(peer).row.seq == 5);
            CHECK(scene.last<wire::Deliver>(peer).row.submission == row);
        }
        CHECK(scene.last<wire::Here>(story.page).state == 3);
        CHECK_FALSE(scene.last<wire::Here>(story.page).assignee.has_value());
        const wire::InboxEntry entry = scene.last<wire::Inbox>(story.ada).entry;
        CHECK(entry.state == 3);
        CHECK(entry.head_seq == 5);
        CHECK(entry.waiting_since == 0);
        CHECK(entry.unread == 0);
        CHECK_FALSE(entry.assignee.has_value());
        CHECK(entry.wraps.empty());
        CHECK_FALSE(entry.last.has_value());
    }
}

TEST_CASE("neither a bot nor another shopper erases") {
    Story story;
    Scene& scene = story.scene;
    const PeerId bot = scene.join(agent(3));
    story.erase(bot, agent(3));
    CHECK(scene.refusal(bot) == Code::forbidden);
    const PeerId eve = scene.join(shopper(2));
    story.erase(eve, shopper(2));
    CHECK(scene.refusal(eve) == Code::forbidden);
    CHECK(scene.state_of(conv).state == ConversationPhase::open);
    CHECK(scene.state_of(conv).floor_seq == 0);
}

TEST_CASE("whoever comes late is told the state and gets the erasing row alone") {
    Story story;
    Scene& scene = story.scene;
    const Hash before = scene.head_at(conv, 3);
    story.erase(story.page, story.ann);
    for (const uint64_t cursor : {0U, 2U, 3U}) {
        CAPTURE(cursor);
        const PeerId late = scene.join(agent(2));
        scene.say(late, wire::Resume{conv, cursor, cursor == 3 ? before : Hash{}});
        const auto resumed = scene.last<wire::Resumed>(late);
        CHECK(resumed.state == 3);
        CHECK(resumed.head_seq == 4);
        CHECK(resumed.from == 3);
        CHECK(resumed.floor == 3);
        CHECK(resumed.floor_head == before);
        CHECK(resumed.wraps.empty());
        CHECK(scene.delivered(late) == std::vector<uint64_t>{4});
    }
    const PeerId knows = scene.join(story.ann);
    scene.resume(knows, conv, 4);
    CHECK(scene.last<wire::Resumed>(knows).from == 4);
    CHECK(scene.delivered(knows).empty());
}

TEST_CASE("after it everything is refused as erased, but the erasing row is acknowledged again") {
    Story story;
    Scene& scene = story.scene;
    wire::Submit erasing;
    erasing.submission = story.erase(story.page, story.ann);
    scene.write(story.page, story.ann, conv);
    CHECK(scene.last<wire::Nack>(story.page).code == static_cast<uint64_t>(Code::erased));
    CHECK(scene.last<wire::Nack>(story.page).retry_ms == 0);
    story.erase(story.ada, agent(1));
    CHECK(scene.last<wire::Nack>(story.ada).code == static_cast<uint64_t>(Code::erased));
    wire::Rekey rekey;
    rekey.wrap.conv = conv;
    rekey.wrap.gen = 2;
    rekey.wrap.maker = story.ann.device.sign_pk;
    scene.say(story.page, rekey);
    CHECK(scene.last<wire::Error>(story.page).code == static_cast<uint64_t>(Code::erased));
    scene.forget();
    scene.say(story.page, erasing);
    CHECK(scene.last<wire::Ack>(story.page).seq == 4);
    CHECK(scene.heard<wire::Deliver>(story.page).empty());
}

TEST_CASE("an erasing row need not be of the newest generation") {
    Story story;
    Scene& scene = story.scene;
    wire::Rekey rekey;
    rekey.wrap.conv = conv;
    rekey.wrap.gen = 2;
    rekey.wrap.maker = story.ann.device.sign_pk;
    scene.say(story.page, rekey);
    story.erase(story.page, story.ann);
    CHECK(scene.state_of(conv).state == ConversationPhase::erased);
}

TEST_CASE("whoever is behind when rows vanish gets what is left, and does not stall") {
    HubConfig config;
    config.outstanding_frames_max = 8;
    config.page_rows_max = 2;
    Story story(config);
    Scene& scene = story.scene;
    const PeerId slow = scene.join(agent(3));
    scene.stuck[slow] = true;
    scene.resume(slow, conv);
    for (int i = 0; i < 20; ++i) scene.write(story.page, story.ann, conv);
    REQUIRE(scene.delivered(slow).back() < 20);
    story.erase(story.page, story.ann);
    for (int i = 0; i < 60; ++i) scene.drain(slow, 1);
    CHECK(scene.delivered(slow).back() == 24);
    scene.stuck[slow] = false;
    scene.resume(slow, conv, 24);
    CHECK(scene.last<wire::Resumed>(slow).from == 24);
}

TEST_CASE("an erased conversation counts for its agent no more") {
    Scene scene;
    const PeerId ada = scene.join(agent(1));
    const PeerId bo = scene.join(agent(2));
    const PeerId page = scene.join(shopper(1));
    for (uint8_t i = 1; i <= 2; ++i) scene.open(page, shopper(1), id_of(i));
    REQUIRE(scene.state_of(id_of(1)).assignee == ada_id);
    REQUIRE(scene.state_of(id_of(2)).assignee == bo_id);
    scene.happen(ada, agent(1), id_of(2), {5, std::nullopt});
    scene.open(page, shopper(1), id_of(3));
    CHECK(scene.state_of(id_of(3)).assignee == bo_id);
    CHECK(scene.last<wire::Inbox>(bo).entry.conv == id_of(3));
}

}  // namespace shopbell::relay::test
