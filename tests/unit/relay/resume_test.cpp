// SPDX-License-Identifier: Apache-2.0
// Following a conversation: what there is to catch up with, page by page, then what follows.
#include "core/crypto/head_hash.hpp"
#include "tests/unit/relay/scene.hpp"

#include <numeric>

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

static std::vector<uint64_t> from_to(uint64_t from, uint64_t to) {
    std::vector<uint64_t> seqs(static_cast<size_t>(to - from) + 1);
    std::iota(seqs.begin(), seqs.end(), from);
    return seqs;
}

TEST_CASE("resume answers with the head, the keys and the other side's cursors, then the rows") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    scene.write(page, ann, conv);
    scene.ask_store(PutCursor{tea, conv, ann.device.sign_pk, Role::shopper, {}, 2, 1});
    const PeerId console = scene.join(agent(1));
    scene.resume(console, conv);
    const auto resumed = scene.last<wire::Resumed>(console);
    CHECK(resumed.head_seq == 2);
    CHECK(resumed.state == 1);
    CHECK(resumed.assignee == ada_id);
    CHECK(resumed.delivered == 2);
    CHECK(resumed.read == 1);
    CHECK(resumed.wraps.size() == 1);
    CHECK(scene.delivered(console) == from_to(1, 2));
}

TEST_CASE("a long history comes in pages, each row once and in order") {
    HubConfig config;
    config.page_rows_max = 3;
    Scene scene(config);
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    for (int i = 0; i < 10; ++i) scene.write(page, ann, conv);
    const PeerId console = scene.join(agent(1));
    scene.resume(console, conv, 4);
    CHECK(scene.delivered(console) == from_to(5, 11));
}

TEST_CASE("rows written while somebody catches up come after what is older") {
    HubConfig config;
    config.page_rows_max = 2;
    Scene scene(config);
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    for (int i = 0; i < 4; ++i) scene.write(page, ann, conv);
    const PeerId console = scene.join(agent(1));
    scene.hold_store = true;
    scene.resume(console, conv);
    scene.write(page, ann, conv);
    scene.answer_store();
    CHECK(scene.delivered(console) == from_to(1, 6));
}

TEST_CASE("a row committed while its conversation is being loaded is not lost") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    const PeerId console = scene.join(agent(1));
    scene.hold_store = true;
    scene.resume(console, conv);
    REQUIRE(scene.held.size() == 1);
    // The reader looks before the commit and answers after it.
    const uint64_t ticket = scene.held.front().ticket;
    const StoreAnswer old = scene.ask_store(scene.held.front().request);
    scene.held.clear();
    scene.write(page, ann, conv);
    scene.answer_store();
    scene.handle(StoreAnswered{ticket, old});
    scene.answer_store();
    CHECK(scene.last<wire::Resumed>(console).head_seq == 2);
    CHECK(scene.delivered(console) == from_to(1, 2));
}

TEST_CASE("resuming again starts from the new cursor") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    scene.write(page, ann, conv);
    scene.resume(page, conv, 2);
    CHECK(scene.delivered(page).empty());
    scene.resume(page, conv, 0);
    CHECK(scene.delivered(page) == from_to(1, 2));
}

TEST_CASE("a cursor beyond the head is from another log: everything comes, to be compared") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    scene.resume(page, conv, 40);
    CHECK(scene.last<wire::Resumed>(page).head_seq == 1);
    CHECK(scene.last<wire::Resumed>(page).from == 0);
    scene.write(page, ann, conv);
    CHECK(scene.delivered(page) == from_to(1, 2));
}

TEST_CASE("rows begin after the cursor where both have the same running hash, else at the floor") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    for (int i = 0; i < 4; ++i) scene.write(page, ann, conv);
    const PeerId console = scene.join(agent(1));
    for (uint64_t cursor = 0; cursor <= 5; ++cursor) {
        CAPTURE(cursor);
        scene.forget();
        scene.resume(console, conv, cursor);
        CHECK(scene.last<wire::Resumed>(console).from == cursor);
        CHECK(scene.last<wire::Resumed>(console).floor == 0);
        CHECK(scene.last<wire::Resumed>(console).floor_head == crypto::head_start(conv));
        CHECK(scene.heard<wire::Deliver>(console).size() == 5 - cursor);
        scene.forget();
        wire::Resume other{conv, cursor, key_of(0x99)};
        scene.say(console, other);
        CHECK(scene.last<wire::Resumed>(console).from == 0);
        CHECK(scene.delivered(console) == from_to(1, 5));
    }
}

TEST_CASE("a client that resumes again from further back gets everything from there") {
    HubConfig config;
    config.page_rows_max = 2;
    Scene scene(config);
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    for (int i = 0; i < 5; ++i) scene.write(page, ann, conv);
    scene.hold_store = true;
    scene.resume(page, conv, 4);
    scene.resume(page, conv, 1);  // while the store is asked about 4
    scene.answer_store();
    REQUIRE(scene.heard<wire::Resumed>(page).size() == 1);
    CHECK(scene.last<wire::Resumed>(page).from == 1);
    CHECK(scene.delivered(page) == from_to(2, 6));
    scene.forget();
    scene.resume(page, conv, 4);
    scene.handle(StoreAnswered{scene.held[0].ticket, scene.ask_store(scene.held[0].request)});
    scene.held.erase(scene.held.begin());
    REQUIRE(scene.held.size() == 1);  // a page from 5 on is being read
    scene.resume(page, conv, 0);
    scene.answer_store();
    CHECK(scene.delivered(page) == from_to(1, 6));
}

TEST_CASE("what a resume reads before the write's own answer is told to everybody else, once") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    for (int i = 0; i < 2; ++i) scene.write(page, ann, conv);
    const PeerId bot = scene.join(agent(3));
    scene.resume(page, conv, 3);
    scene.forget();
    scene.hold_store = true;
    scene.happen(bot, agent(3), conv, {1, std::nullopt});
    scene.resume(bot, conv, 2);
    REQUIRE(scene.held.size() == 2);
    const StoreAnswered committed{scene.held[0].ticket, scene.ask_store(scene.held[0].request)};
    const StoreAnswered read{scene.held[1].ticket, scene.ask_store(scene.held[1].request)};
    scene.held.clear();
    scene.handle(read);
    scene.handle(committed);
    scene.answer_store();
    REQUIRE(scene.heard<wire::Here>(page).size() == 1);
    CHECK(scene.last<wire::Here>(page).state == 2);
    CHECK(scene.delivered(page) == from_to(4, 4));
    CHECK(scene.delivered(bot) == from_to(3, 4));
}

TEST_CASE("an unknown conversation has head 0 and no followers, also when two ask at once") {
    Scene scene;
    const PeerId a = scene.join(shopper(1));
    const PeerId b = scene.join(shopper(2));
    scene.hold_store = true;
    scene.resume(a, conv);
    scene.resume(b, conv);
    scene.answer_store();
    for (const PeerId peer : {a, b}) {
        REQUIRE(scene.heard<wire::Resumed>(peer).size() == 1);
        CHECK(scene.last<wire::Resumed>(peer).conv == conv);
        CHECK(scene.last<wire::Resumed>(peer).head_seq == 0);
        CHECK(scene.last<wire::Resumed>(peer).floor_head == crypto::head_start(conv));
        CHECK(scene.refusal(peer) == Code{});
    }
    scene.hold_store = false;
    scene.open(a, shopper(1), conv);
    CHECK(scene.delivered(a).empty());
    scene.resume(a, conv);
    CHECK(scene.delivered(a) == from_to(1, 1));
}

TEST_CASE("one connection follows at most resumed_max conversations") {
    HubConfig config;
    config.resumed_max = 2;
    Scene scene(config);
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    for (uint8_t i = 1; i <= 3; ++i) {
        scene.open(page, ann, id_of(i));
        scene.resume(page, id_of(i));
    }
    CHECK(scene.refusal(page) == Code::too_many);
    wire::Leave leave;
    leave.conv = id_of(1);
    scene.say(page, leave);
    scene.resume(page, id_of(3));
    CHECK(scene.last<wire::Resumed>(page).conv == id_of(3));
}

TEST_CASE("leaving while the conversation is loaded leaves nothing behind") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    scene.hold_store = true;
    scene.resume(page, conv);
    wire::Leave leave;
    leave.conv = conv;
    scene.say(page, leave);
    scene.answer_store();
    CHECK(scene.heard<wire::Resumed>(page).empty());
    CHECK(scene.delivered(page).empty());
}

TEST_CASE("a log that cannot be read now is read when the next row comes") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    scene.resume(page, conv, 1);
    scene.resume(page, conv, 1);
    scene.hold_store = true;
    scene.resume(page, conv, 0);
    REQUIRE(scene.held.size() == 1);
    const uint64_t ticket = scene.held.front().ticket;
    scene.held.clear();
    scene.handle(StoreAnswered{ticket, Failed{Code::retry, "disk"}});
    CHECK(scene.delivered(page).empty());
    scene.hold_store = false;
    scene.write(page, ann, conv);
    CHECK(scene.delivered(page) == from_to(1, 2));
}

}  // namespace shopbell::relay::test
