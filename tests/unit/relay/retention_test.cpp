// SPDX-License-Identifier: Apache-2.0
// What the Hub makes of rows that the shell's sweep has deleted.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

static const Id conv = id_of(0xc1);
static constexpr Millis day_ms = 86'400'000;

namespace {

// Two rows, and two more ten days later, in a shop that keeps them for a week.
struct Story {
    Scene scene;
    Person ann = shopper(1);
    PeerId page = 0;
    PeerId bot = 0;

    explicit Story(const HubConfig& config = {}) : scene(config) {
        ShopRecord record = shop_record();
        record.settings.retention_days = 7;
        scene.ask_store(PutShop{record});
        page = scene.join(ann);
        scene.open(page, ann, conv);
        scene.write(page, ann, conv);
        scene.leave(page);
        scene.now.wall += 10 * day_ms;
        page = scene.join(ann);
        bot = scene.join(agent(3));
        for (int i = 0; i < 2; ++i) scene.write(page, ann, conv);
    }
    void sweep() {
        const StoreAnswer answer = scene.ask_store(TrimRows{unix_ms(scene.now), 100});
        scene.handle(std::get<RowsTrimmed>(answer));
    }
};

}  // namespace

TEST_CASE("after a sweep, rows begin at the floor, whatever the client holds") {
    Story story;
    Scene& scene = story.scene;
    scene.resume(story.page, conv, 4);  // the conversation is in memory
    const Hash floor_head = scene.head_at(conv, 2);
    story.sweep();
    for (const uint64_t cursor : {0U, 1U, 2U}) {
        scene.forget();
        scene.resume(story.bot, conv, cursor);
        const auto resumed = scene.last<wire::Resumed>(story.bot);
        CHECK(resumed.state == 1);
        CHECK(resumed.from == 2);
        CHECK(resumed.floor == 2);
        CHECK(resumed.floor_head == floor_head);
        CHECK(scene.delivered(story.bot) == std::vector<uint64_t>{3, 4});
    }
    scene.resume(story.bot, conv, 3);
    CHECK(scene.last<wire::Resumed>(story.bot).from == 3);
}

TEST_CASE("agents see in the feed what a sweep changed for them") {
    Story story;
    Scene& scene = story.scene;
    CHECK(scene.last<wire::Inbox>(story.bot).entry.unread == 4);
    story.sweep();
    CHECK(scene.last<wire::Inbox>(story.bot).entry.unread == 2);
    CHECK(scene.last<wire::Inbox>(story.bot).entry.last->seq == 4);
}

TEST_CASE("a conversation that a sweep empties ends for everybody") {
    Story story;
    Scene& scene = story.scene;
    const PeerId ada = scene.join(agent(1));
    scene.resume(story.page, conv, 4);
    scene.now.wall += 10 * day_ms;
    story.sweep();
    CHECK(scene.last<wire::Here>(story.page).state == 3);
    const wire::InboxEntry entry = scene.last<wire::Inbox>(ada).entry;
    CHECK(entry.state == 3);
    CHECK(entry.wraps.empty());
    CHECK_FALSE(entry.assignee.has_value());
    const PeerId late = scene.join(story.ann);
    scene.resume(late, conv, 1);
    CHECK(scene.last<wire::Resumed>(late).state == 3);
    CHECK(scene.last<wire::Resumed>(late).floor == 4);
    CHECK(scene.last<wire::Resumed>(late).from == 4);
    CHECK(scene.delivered(late).empty());
    scene.write(late, story.ann, conv);
    CHECK(scene.refusal(late) == wire::Code::erased);
}

TEST_CASE("whoever is behind when a sweep comes goes on at the floor") {
    HubConfig config;
    config.outstanding_frames_max = 8;
    config.page_rows_max = 2;
    Story story(config);
    Scene& scene = story.scene;
    scene.hold_store = true;
    scene.resume(story.bot, conv);
    scene.handle(StoreAnswered{scene.held[0].ticket, scene.ask_store(scene.held[0].request)});
    scene.held.erase(scene.held.begin());
    CHECK(scene.last<wire::Resumed>(story.bot).from == 0);
    story.sweep();
    scene.answer_store();
    CHECK(scene.delivered(story.bot) == std::vector<uint64_t>{3, 4});
    scene.hold_store = false;
    scene.write(story.page, story.ann, conv);
    CHECK(scene.delivered(story.bot) == std::vector<uint64_t>{3, 4, 5});
}

TEST_CASE("whoever is behind when a sweep takes everything learns it from the heads") {
    Story story;
    Scene& scene = story.scene;
    scene.now.wall += 10 * day_ms;
    scene.hold_store = true;
    scene.resume(story.bot, conv);
    scene.handle(StoreAnswered{scene.held[0].ticket, scene.ask_store(scene.held[0].request)});
    scene.held.erase(scene.held.begin());
    story.sweep();
    scene.answer_store();
    CHECK(scene.delivered(story.bot).empty());
    CHECK(scene.held.empty());
    scene.pass(25'000);
    REQUIRE(scene.heard<wire::Heads>(story.bot).size() == 1);
    CHECK(scene.last<wire::Heads>(story.bot).heads[0].seq == 4);
}

TEST_CASE("a mid that a sweep took is still known: neither lost nor written twice") {
    Story story;
    Scene& scene = story.scene;
    const PeerId page = scene.join(story.ann);
    const wire::Submission row = scene.write(page, story.ann, conv);
    scene.now.wall += 8 * day_ms;
    scene.write(page, story.ann, conv);
    story.sweep();
    REQUIRE(scene.state_of(conv).floor_seq == 5);
    scene.say(page, wire::Sync{conv, {row.mid}});
    CHECK(scene.last<wire::Synced>(page).known == std::vector<Id>{row.mid});
    scene.say(page, wire::Submit{row});
    CHECK(scene.last<wire::Ack>(page).mid == row.mid);
    CHECK(scene.last<wire::Ack>(page).seq == 5);
    CHECK(scene.state_of(conv).head_seq == 6);
}

}  // namespace shopbell::relay::test
