// SPDX-License-Identifier: Apache-2.0
// Following a conversation: what there is to catch up with, page by page, then what follows.
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

TEST_CASE("a cursor beyond the head waits for the head, not for the cursor") {
    Scene scene;
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    scene.open(page, ann, conv);
    scene.resume(page, conv, 40);
    CHECK(scene.last<wire::Resumed>(page).head_seq == 1);
    scene.write(page, ann, conv);
    CHECK(scene.delivered(page) == from_to(2, 2));
}

TEST_CASE("a conversation that does not exist is unknown, also when two ask at once") {
    Scene scene;
    const PeerId a = scene.join(shopper(1));
    const PeerId b = scene.join(shopper(2));
    scene.hold_store = true;
    scene.resume(a, conv);
    scene.resume(b, conv);
    CHECK(scene.held.size() == 1);
    scene.answer_store();
    CHECK(scene.refusal(a) == Code::unknown_conversation);
    CHECK(scene.refusal(b) == Code::unknown_conversation);
    CHECK(scene.last<wire::Error>(a).field == "Resume.conv");
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
