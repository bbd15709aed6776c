// SPDX-License-Identifier: Apache-2.0
// A new generation of a conversation's key.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

static wire::Rekey rekey_by(const Person& person, uint64_t gen) {
    wire::Rekey rekey;
    rekey.wrap.conv = conv;
    rekey.wrap.gen = gen;
    rekey.wrap.inbox_v = gen;
    rekey.wrap.maker = person.device.sign_pk;
    rekey.wrap.certificate = person.certificate;
    return rekey;
}

namespace {

struct Story {
    Scene scene;
    PeerId page = scene.join(shopper(1));
    PeerId ada = scene.join(agent(1));
    PeerId bo = scene.join(agent(2));

    Story() {
        scene.open(page, shopper(1), conv);
        scene.resume(page, conv);
    }
};

}  // namespace

TEST_CASE("the first new generation wins and reaches its maker, the followers and the inbox") {
    Story story;
    Scene& scene = story.scene;
    const wire::Rekey first = rekey_by(agent(1), 2);
    scene.say(story.ada, first);
    CHECK(scene.last<wire::Rekey>(story.ada) == first);
    CHECK(scene.last<wire::Rekey>(story.page) == first);
    CHECK(scene.heard<wire::Rekey>(story.bo).empty());
    CHECK(scene.last<wire::Inbox>(story.bo).entry.wraps.size() == 2);
    scene.say(story.bo, rekey_by(agent(2), 2));
    CHECK(scene.refusal(story.bo) == Code::stale_gen);
    CHECK(scene.state_of(conv).wraps.back() == first.wrap);
}

TEST_CASE("rows under the old generation are refused once a new one stands") {
    Story story;
    Scene& scene = story.scene;
    scene.say(story.page, rekey_by(shopper(1), 2));
    CHECK(scene.last<wire::Rekey>(story.page).wrap.gen == 2);
    wire::Submit submit;
    submit.submission = scene.next_row(shopper(1), conv);
    scene.say(story.page, submit);
    CHECK(scene.refusal(story.page) == Code::stale_gen);
    submit.submission.gen = 2;  // sealed again, under its mid
    scene.say(story.page, submit);
    CHECK(scene.last<wire::Ack>(story.page).mid == submit.submission.mid);
}

TEST_CASE("what a rekey may not say is refused by name") {
    Story story;
    Scene& scene = story.scene;
    wire::Rekey rekey = rekey_by(agent(1), 2);
    Code code = Code::bad_field;
    SUBCASE("without an agent's certificate") { rekey.wrap.certificate.reset(); }
    SUBCASE("made by another device") {
        rekey.wrap.maker = agent(2).device.sign_pk;
        code = Code::forbidden;
    }
    SUBCASE("a generation too far") {
        rekey.wrap.gen = 3;
        code = Code::stale_gen;
    }
    SUBCASE("for no conversation") {
        rekey.wrap.conv = id_of(0xee);
        code = Code::unknown_conversation;
    }
    scene.say(story.ada, rekey);
    CHECK(scene.refusal(story.ada) == code);
    CHECK(scene.state_of(conv).wraps.size() == 1);
}

TEST_CASE("a conversation has at most wraps_max generations") {
    Story story;
    Scene& scene = story.scene;
    for (uint64_t gen = 2; gen <= 16; ++gen) scene.say(story.ada, rekey_by(agent(1), gen));
    CHECK(scene.state_of(conv).wraps.size() == 16);
    scene.say(story.ada, rekey_by(agent(1), 17));
    CHECK(scene.refusal(story.ada) == Code::too_many);
}

}  // namespace shopbell::relay::test
