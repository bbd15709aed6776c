// SPDX-License-Identifier: Apache-2.0
// A client that takes slowly costs the relay a cursor, not memory; one that takes nothing is let
// go.
#include "tests/unit/relay/scene.hpp"

#include <numeric>

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

static std::vector<uint64_t> from_one_to(uint64_t last) {
    std::vector<uint64_t> seqs(static_cast<size_t>(last));
    std::iota(seqs.begin(), seqs.end(), 1U);
    return seqs;
}

static HubConfig few_frames() {
    HubConfig config;
    config.outstanding_frames_max = 8;
    return config;
}

TEST_CASE("no more rows are under way than the limit, and the rest comes as they are taken") {
    Scene scene(few_frames());
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    const PeerId bot = scene.join(agent(3));
    scene.stuck[bot] = true;
    scene.resume(bot, conv);
    for (int i = 0; i < 30; ++i) scene.write(page, shopper(1), conv);
    CHECK(scene.undrained[bot].size() <= 8);
    CHECK(scene.delivered(bot).size() < 8);
    for (int i = 0; i < 100; ++i) {
        scene.drain(bot, 1);
        CHECK(scene.undrained[bot].size() <= 8);
    }
    CHECK(scene.delivered(bot) == from_one_to(31));
    CHECK(scene.last<wire::Inbox>(bot).entry.head_seq == 31);
    CHECK_FALSE(scene.close_code(bot).has_value());
}

TEST_CASE("bytes count like frames") {
    HubConfig config;
    config.outstanding_bytes_max = 4'000;
    Scene scene(config);
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    const PeerId other = scene.join(shopper(1));
    scene.stuck[other] = true;
    scene.resume(other, conv);
    for (int i = 0; i < 20; ++i) scene.write(page, shopper(1), conv);
    CHECK(scene.delivered(other).size() < 12);
    for (int i = 0; i < 60; ++i) scene.drain(other, 1);
    CHECK(scene.delivered(other) == from_one_to(21));
}

TEST_CASE("several conversations of one slow connection take turns") {
    HubConfig config = few_frames();
    config.page_rows_max = 2;
    Scene scene(config);
    const PeerId page = scene.join(shopper(1));
    const PeerId other = scene.join(shopper(1));
    for (uint8_t c = 1; c <= 3; ++c) {
        scene.open(page, shopper(1), id_of(c));
        for (int i = 0; i < 9; ++i) scene.write(page, shopper(1), id_of(c));
    }
    scene.stuck[other] = true;
    for (uint8_t c = 1; c <= 3; ++c) scene.resume(other, id_of(c));
    for (int i = 0; i < 6; ++i) scene.drain(other, 1);
    std::map<Id, uint64_t> seen;
    for (const auto& deliver : scene.heard<wire::Deliver>(other)) {
        seen[deliver.row.submission.conv] += 1;
    }
    CHECK(seen.size() == 3);
    for (int i = 0; i < 100; ++i) scene.drain(other, 1);
    CHECK(scene.delivered(other).size() == 30);
}

TEST_CASE("news that found no room is told in its newest state") {
    Scene scene(few_frames());
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    scene.resume(page, conv);
    const PeerId ada = scene.join(agent(1));
    scene.stuck[page] = true;
    for (int i = 0; i < 20; ++i) {
        scene.say(ada, wire::Presence{Id{}, i % 2 == 0 ? 1U : 2U});
        scene.say(ada, wire::Cursor{conv, 1, 1});
    }
    scene.say(ada, wire::Presence{Id{}, 1});
    scene.ask_store(PutShop{shop_record()});
    ShopRecord renamed = shop_record();
    renamed.settings.name = "Tea & cups";
    scene.handle(ShopPut{renamed});
    CHECK(scene.undrained[page].size() <= 8);
    CHECK(scene.heard<wire::ShopChanged>(page).empty());
    for (int i = 0; i < 40; ++i) scene.drain(page, 1);
    CHECK(scene.last<wire::Presence>(page) == wire::Presence{ada_id, 1});
    CHECK(scene.last<wire::Cursor>(page) == wire::Cursor{conv, 1, 1});
    CHECK(scene.last<wire::ShopChanged>(page).settings.name == "Tea & cups");
}

TEST_CASE("who takes nothing for stall_ms_max is let go, even if it talks") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.stuck[page] = true;
    scene.say(page, wire::Ping{});
    for (int i = 0; i < 29; ++i) {
        scene.pass(1'000);
        scene.say(page, wire::Pong{});
    }
    CHECK_FALSE(scene.close_code(page).has_value());
    scene.pass(1'000);
    CHECK(scene.refusal(page) == Code::slow_consumer);
    CHECK(scene.close_code(page) == 4020);
}

TEST_CASE("a trickle is slow but alive") {
    Scene scene(few_frames());
    const PeerId page = scene.join(shopper(1));
    scene.stuck[page] = true;
    for (int i = 0; i < 6; ++i) scene.say(page, wire::Ping{});
    for (int i = 0; i < 5; ++i) {
        scene.pass(20'000);
        scene.drain(page, 1);
        scene.say(page, wire::Pong{});
    }
    CHECK_FALSE(scene.close_code(page).has_value());
}

TEST_CASE("who asks for far more than it takes is let go at once") {
    Scene scene(few_frames());
    const PeerId page = scene.join(shopper(1));
    scene.stuck[page] = true;
    for (int i = 0; i < 40; ++i) scene.say(page, wire::Ping{});
    CHECK(scene.refusal(page) == Code::slow_consumer);
    CHECK(scene.close_code(page) == 4020);
    CHECK(scene.heard<wire::Pong>(page).size() == 33);
}

// A console that takes nothing while a shopper comes: that news waits for room.
struct NewsWaits {
    NewsWaits() {
        const PeerId opener = scene.join(shopper(1));
        scene.open(opener, shopper(1), conv);
        scene.leave(opener);
        scene.pass(10'000);
        scene.stuck[console] = true;
        for (uint64_t i = 0; i < 12; ++i) scene.say(bo, wire::Presence{Id{}, 1 + i % 2});
        scene.forget();
        page = scene.join(shopper(1));
        scene.resume(page, conv);
        REQUIRE(scene.heard<wire::Here>(console).empty());
        scene.drain(console, 3);  // room for what happens next, not yet for what waits
        REQUIRE(scene.heard<wire::Here>(console).empty());
    }
    Scene scene{few_frames()};
    PeerId console = scene.join(agent(1)), bo = scene.join(agent(2)), page = 0;
};

TEST_CASE("that a shopper came is not told after it has gone") {
    NewsWaits story;
    story.scene.leave(story.page);
    story.scene.pass(10'000);
    story.scene.drain(story.console, 20);
    REQUIRE_FALSE(story.scene.heard<wire::Here>(story.console).empty());
    CHECK_FALSE(story.scene.last<wire::Here>(story.console).online);
}

TEST_CASE("how a conversation was is not told after its line in the inbox") {
    NewsWaits story;
    story.scene.happen(story.bo, agent(2), conv, {1, std::nullopt});
    CHECK(story.scene.last<wire::Inbox>(story.console).entry.state == 2);
    story.scene.drain(story.console, 20);
    for (const wire::Here& here : story.scene.heard<wire::Here>(story.console))
        CHECK(here.state == 2);
}

TEST_CASE("how a conversation is now is told behind the rows that came before") {
    Scene scene(few_frames());
    const PeerId page = scene.join(shopper(1)), bo = scene.join(agent(2));
    scene.open(page, shopper(1), conv);
    const PeerId other = scene.join(shopper(1));
    scene.stuck[other] = true;
    scene.resume(other, conv);
    for (int i = 0; i < 20; ++i) scene.write(page, shopper(1), conv);
    scene.drain(other, 2);  // room for news, not yet for rows
    scene.happen(bo, agent(2), conv, {1, std::nullopt});
    CHECK(scene.heard<wire::Here>(other).empty());
    CHECK(scene.delivered(other).back() < 22);
    for (int i = 0; i < 60; ++i) {
        if (scene.heard<wire::Here>(other).empty()) scene.drain(other, 1);
    }
    CHECK(scene.last<wire::Here>(other).state == 2);
    CHECK(scene.delivered(other).back() == 22);
}

TEST_CASE("who may speak now is told before the rows that come after") {
    Scene scene(few_frames());
    const PeerId page = scene.join(shopper(1)), bo = scene.join(agent(2));
    scene.open(page, shopper(1), conv);
    const PeerId console = scene.join(agent(1));
    scene.resume(console, conv);
    scene.stuck[console] = true;
    for (uint64_t i = 0; i < 12; ++i) scene.say(bo, wire::Presence{Id{}, 1 + i % 2});
    scene.handle(ShopPut{shop_record(tea, 2, {1, 3})});
    scene.drain(console, 3);  // room for a row, not yet for what waits
    scene.forget();
    scene.write(page, shopper(1), conv);
    CHECK(scene.heard<wire::ShopChanged>(console).empty());
    CHECK(scene.delivered(console).empty());
    for (int i = 0; i < 20 && scene.delivered(console).empty(); ++i) scene.drain(console, 1);
    CHECK(scene.delivered(console) == std::vector<uint64_t>{2});
    CHECK(scene.last<wire::ShopChanged>(console).roster.has_value());
}

TEST_CASE("what is committed is asked for in the order of the writes") {
    // A question that passes an Open would say that there is nothing to delete.
    CHECK(needs_order(ReadSync{}));
    CHECK(needs_order(OpenConversation{}));
    CHECK_FALSE(needs_order(ReadLog{}));
}

}  // namespace shopbell::relay::test
