// SPDX-License-Identifier: Apache-2.0
// The way of a row: stored, acknowledged, delivered.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

TEST_CASE("a row is acknowledged only when the store has it") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId peer = scene.join(ann);
    scene.hold_store = true;
    const wire::Open open = scene.first_row(ann, conv);
    scene.say(peer, open);
    CHECK(scene.heard<wire::Ack>(peer).empty());
    scene.answer_store();
    REQUIRE(scene.heard<wire::Ack>(peer).size() == 1);
    const auto ack = scene.last<wire::Ack>(peer);
    CHECK(ack.conv == conv);
    CHECK(ack.mid == open.first.mid);
    CHECK(ack.seq == 1);
    CHECK(ack.received_at == noon);
}

TEST_CASE("a committed row reaches everybody who resumed, the sender too") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    const PeerId other_tab = scene.join(ann);
    const PeerId console = scene.join(agent(1));
    scene.open(page, ann, conv);
    for (const PeerId peer : {page, other_tab, console}) scene.resume(peer, conv);
    const wire::Submission row = scene.write(console, agent(1), conv);
    for (const PeerId peer : {page, other_tab, console}) {
        CHECK(scene.delivered(peer) == std::vector<uint64_t>{1, 2});
        CHECK(scene.last<wire::Deliver>(peer).row.submission == row);
        CHECK(scene.last<wire::Deliver>(peer).row.epoch == 1);
    }
}

TEST_CASE("rows are not sent to those who did not resume, or left") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    const PeerId console = scene.join(agent(1));
    scene.open(page, ann, conv);
    scene.resume(console, conv);
    wire::Leave leave;
    leave.conv = conv;
    scene.say(console, leave);
    scene.write(page, ann, conv);
    CHECK(scene.delivered(page).empty());
    CHECK(scene.delivered(console) == std::vector<uint64_t>{1});
}

TEST_CASE("a row that comes twice is acknowledged twice and stands once") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    const wire::Open open = scene.first_row(ann, conv);
    scene.say(page, open);
    scene.resume(page, conv);
    wire::Submit submit;
    submit.submission = scene.next_row(ann, conv);
    scene.say(page, submit);
    scene.now.wall += 5'000;
    scene.say(page, submit);
    scene.say(page, open);
    REQUIRE(scene.heard<wire::Ack>(page).size() == 4);
    CHECK(scene.heard<wire::Ack>(page)[2].seq == 2);
    CHECK(scene.heard<wire::Ack>(page)[2].received_at == noon);
    CHECK(scene.heard<wire::Ack>(page)[3].seq == 1);
    CHECK(scene.delivered(page) == std::vector<uint64_t>{1, 2});
    CHECK(scene.state_of(conv).head_seq == 2);
}

TEST_CASE("a row whose sender is gone is still delivered to the others") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    const PeerId console = scene.join(agent(1));
    scene.open(page, ann, conv);
    scene.resume(console, conv);
    scene.hold_store = true;
    scene.write(page, ann, conv);
    scene.leave(page);
    scene.answer_store();
    CHECK(scene.delivered(console) == std::vector<uint64_t>{1, 2});
}

TEST_CASE("a chain that does not fit names the last mid the relay knows") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    const wire::Open open = scene.first_row(ann, conv);
    scene.say(page, open);
    scene.next_row(ann, conv);  // lost on the way
    scene.write(page, ann, conv);
    const auto refused = scene.last<wire::Nack>(page);
    CHECK(refused.code == static_cast<uint64_t>(Code::chain));
    CHECK(refused.last_mid == open.first.mid);
    CHECK(refused.retry_ms > 0);
    CHECK(scene.state_of(conv).head_seq == 1);
}

TEST_CASE("a full disk is told as retry, and nothing is acknowledged") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.store.set_full(true);
    const wire::Open open = scene.first_row(ann, conv);
    scene.say(page, open);
    CHECK(scene.refusal(page) == Code::retry);
    CHECK(scene.heard<wire::Ack>(page).empty());
    scene.store.set_full(false);
    scene.say(page, open);
    CHECK(scene.last<wire::Ack>(page).seq == 1);
}

TEST_CASE("more rows under way than the window are refused as rate_limited") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    scene.hold_store = true;
    for (int i = 0; i < 5; ++i) scene.write(page, ann, conv);
    REQUIRE(scene.heard<wire::Nack>(page).size() == 1);
    CHECK(scene.refusal(page) == Code::rate_limited);
    scene.answer_store();
    CHECK(scene.heard<wire::Ack>(page).size() == 5);
}

TEST_CASE("what an open may not say is refused by name") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    wire::Open open = scene.first_row(ann, conv);
    Code code = Code::bad_field;

    SUBCASE("a wrap of another conversation") { open.wrap.conv = id_of(0xc9); }
    SUBCASE("not the first generation") { open.wrap.gen = 2; }
    SUBCASE("a first row that is no message") {
        open.first.type = 2;
        open.first.pub = wire::encode(wire::EventPub{1, std::nullopt});
    }
    SUBCASE("a wrap that another device made") {
        open.wrap.maker = shopper(2).device.sign_pk;
        code = Code::forbidden;
    }
    SUBCASE("a first row with a predecessor") {
        open.first.prev = id_of(1);
        code = Code::chain;
    }
    scene.say(page, open);
    CHECK(scene.refusal(page) == code);
    CHECK(scene.state_of(conv).head_seq == 0);
}

TEST_CASE("what a row may not say is refused by name") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    wire::Submit submit;
    submit.submission = scene.next_row(ann, conv);
    wire::Submission& row = submit.submission;
    Code code = Code::bad_field;

    SUBCASE("a type that does not exist") { row.type = 4; }
    SUBCASE("a message with a clear part") { row.pub = {0x80}; }
    SUBCASE("an event without one") { row.type = 2; }
    SUBCASE("an event of an unknown kind") {
        row.type = 2;
        row.pub = wire::encode(wire::EventPub{9, std::nullopt});
    }
    SUBCASE("an invitation that names no survey") {
        row.type = 2;
        row.pub = wire::encode(wire::EventPub{4, std::nullopt});
    }
    SUBCASE("a survey's answers without scores") { row.type = 3; }
    SUBCASE("a key generation that is not the newest") {
        row.gen = 2;
        code = Code::stale_gen;
    }
    SUBCASE("a device that is not this connection's") {
        row.device = shopper(2).device.sign_pk;
        code = Code::forbidden;
    }
    scene.say(page, submit);
    CHECK(scene.refusal(page) == code);
    CHECK(scene.state_of(conv).head_seq == 1);
}

TEST_CASE("an id that another device took is refused, and so is a second key for one's own") {
    Scene scene;
    const PeerId ann = scene.join(shopper(1));
    const PeerId ben = scene.join(shopper(2));
    scene.open(ann, shopper(1), conv);
    scene.open(ben, shopper(2), conv);
    CHECK(scene.refusal(ben) == Code::conversation_exists);
    wire::Open again = scene.first_row(shopper(1), conv);
    again.wrap.for_inbox = filled<80>(7);
    scene.say(ann, again);
    CHECK(scene.refusal(ann) == Code::stale_gen);
}

}  // namespace shopbell::relay::test
