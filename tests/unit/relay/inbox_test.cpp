// SPDX-License-Identifier: Apache-2.0
// The shop's inbox feed: every conversation's newest state, from a cursor on.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

static const Id conv = id_of(0xc1);

static std::vector<uint64_t> inbox_seqs(const Scene& scene, PeerId peer) {
    std::vector<uint64_t> seqs;
    for (const wire::Inbox& inbox : scene.heard<wire::Inbox>(peer)) {
        seqs.push_back(inbox.entry.inbox_seq);
    }
    return seqs;
}

static PeerId join_from(Scene& scene, const Person& person, uint64_t inbox_cursor,
                        uint64_t epoch = 1) {
    const PeerId peer = scene.connect();
    wire::Hello hello = scene.hello_of(peer, person);
    hello.epoch = epoch;
    hello.inbox_cursor = inbox_cursor;
    scene.say(peer, hello);
    return peer;
}

TEST_CASE("a change is fed live to every agent and to no shopper") {
    Scene scene;
    const PeerId bot = scene.join(agent(3));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), conv);
    REQUIRE(scene.heard<wire::Inbox>(bot).size() == 1);
    const auto entry = scene.last<wire::Inbox>(bot).entry;
    CHECK(entry.conv == conv);
    CHECK(entry.inbox_seq == 1);
    CHECK(entry.head_seq == 1);
    CHECK(entry.state == 1);
    CHECK(entry.unread == 1);
    CHECK(entry.opened_at == noon);
    CHECK(entry.waiting_since == noon);
    CHECK_FALSE(entry.assignee.has_value());
    CHECK(entry.wraps.size() == 1);
    REQUIRE(entry.last.has_value());
    CHECK(entry.last->seq == 1);
    CHECK(scene.heard<wire::Inbox>(page).empty());
}

TEST_CASE("an agent gets what changed after its cursor, once and in order") {
    HubConfig config;
    config.page_rows_max = 2;
    Scene scene(config);
    const PeerId page = scene.join(shopper(1));
    for (uint8_t i = 1; i <= 5; ++i) scene.open(page, shopper(1), id_of(i));
    scene.write(page, shopper(1), id_of(2));  // its entry moves from 2 to 6
    const PeerId bot = join_from(scene, agent(3), 0);
    CHECK(scene.last<wire::Welcome>(bot).inbox_head == 6);
    CHECK(inbox_seqs(scene, bot) == std::vector<uint64_t>{1, 3, 4, 5, 6});
    const PeerId later = join_from(scene, agent(3), 4);
    CHECK(inbox_seqs(scene, later) == std::vector<uint64_t>{5, 6});
    const PeerId newest = join_from(scene, agent(3), 6);
    CHECK(inbox_seqs(scene, newest).empty());
}

TEST_CASE("a cursor that counts in another log starts at 0") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    for (uint8_t i = 1; i <= 3; ++i) scene.open(page, shopper(1), id_of(i));
    for (const uint64_t epoch : {0U, 2U}) {
        const PeerId bot = join_from(scene, agent(3), 3, epoch);
        CHECK(inbox_seqs(scene, bot) == std::vector<uint64_t>{1, 2, 3});
    }
}

TEST_CASE("a change while the feed is being read comes once, after what is older") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), id_of(1));
    scene.open(page, shopper(1), id_of(2));
    scene.hold_store = true;
    const PeerId bot = join_from(scene, agent(3), 0);
    scene.open(page, shopper(1), id_of(3));
    scene.answer_store();
    CHECK(inbox_seqs(scene, bot) == std::vector<uint64_t>{1, 2, 3});
}

TEST_CASE("a cursor beyond the feed's head still gets what happens next") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    const PeerId bot = join_from(scene, agent(3), 900);
    scene.open(page, shopper(1), conv);
    CHECK(inbox_seqs(scene, bot) == std::vector<uint64_t>{1});
}

TEST_CASE("a feed that cannot be read now goes on with the next change") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), id_of(1));
    scene.hold_store = true;
    const PeerId bot = join_from(scene, agent(3), 0);
    for (const AskStore& ask : std::exchange(scene.held, {})) {
        scene.handle(StoreAnswered{ask.ticket, Failed{wire::Code::retry, "disk"}});
    }
    CHECK(inbox_seqs(scene, bot).empty());
    scene.hold_store = false;
    scene.open(page, shopper(1), id_of(2));
    CHECK(inbox_seqs(scene, bot) == std::vector<uint64_t>{1, 2});
}

TEST_CASE("answering ends the waiting, in the feed too") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    const PeerId console = scene.join(agent(1));
    scene.open(page, shopper(1), conv);
    scene.write(console, agent(1), conv);
    const auto entry = scene.last<wire::Inbox>(console).entry;
    CHECK(entry.waiting_since == 0);
    CHECK(entry.head_seq == 2);
    CHECK(entry.assignee == ada_id);
}

}  // namespace shopbell::relay::test
