// SPDX-License-Identifier: Apache-2.0
// Open, closed, open again.
#include "core/wire/survey.hpp"
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

namespace {

struct Story {
    Scene scene;
    PeerId page = scene.join(shopper(1));
    PeerId ada = scene.join(agent(1));

    Story() {
        scene.open(page, shopper(1), conv);
        for (const PeerId peer : {page, ada}) scene.resume(peer, conv);
    }
    void happen_by_ada(uint64_t kind) { scene.happen(ada, agent(1), conv, {kind, std::nullopt}); }
};

}  // namespace

TEST_CASE("an agent closes: everybody is told, and nobody waits") {
    Story story;
    Scene& scene = story.scene;
    story.happen_by_ada(1);
    CHECK(scene.last<wire::Here>(story.page).state == 2);
    CHECK(scene.last<wire::Inbox>(story.ada).entry.state == 2);
    CHECK(scene.last<wire::Inbox>(story.ada).entry.waiting_since == 0);
    CHECK(scene.delivered(story.page) == std::vector<uint64_t>{1, 2});
    const PeerId late = scene.join(shopper(1));
    scene.resume(late, conv);
    CHECK(scene.last<wire::Resumed>(late).state == 2);
}

TEST_CASE("a shopper may end its conversation, and neither open nor assign it") {
    Story story;
    Scene& scene = story.scene;
    for (const uint64_t kind : {2U, 3U}) {
        CAPTURE(kind);
        scene.happen(story.page, shopper(1), conv, {kind, std::nullopt});
        CHECK(scene.refusal(story.page) == Code::forbidden);
    }
    CHECK(scene.state_of(conv).state == ConversationPhase::open);
    Scene fresh;
    const PeerId page = fresh.join(shopper(1));
    fresh.open(page, shopper(1), conv);
    fresh.happen(page, shopper(1), conv, {1, std::nullopt});
    CHECK(fresh.state_of(conv).state == ConversationPhase::closed);
}

TEST_CASE("a shopper's message opens a closed conversation again") {
    Story story;
    Scene& scene = story.scene;
    story.happen_by_ada(1);
    scene.pass(1'000);
    scene.write(story.page, shopper(1), conv);
    CHECK(scene.last<wire::Here>(story.page).state == 1);
    CHECK(scene.state_of(conv).waiting_since == static_cast<uint64_t>(noon + 1'000));
    CHECK(scene.state_of(conv).assignee == ada_id);
}

TEST_CASE("a conversation that opens again after its agent left goes to another") {
    Story story;
    Scene& scene = story.scene;
    story.happen_by_ada(1);
    scene.leave(story.ada);
    const PeerId bo = scene.join(agent(2));
    scene.pass(60'000);
    scene.say(bo, wire::Ping{});
    const PeerId page = scene.join(shopper(1));
    scene.write(page, shopper(1), conv);
    CHECK(scene.state_of(conv).assignee == bo_id);
}

TEST_CASE("an agent's message leaves a closed conversation closed; reopening is an event") {
    Story story;
    Scene& scene = story.scene;
    story.happen_by_ada(1);
    scene.write(story.ada, agent(1), conv);
    CHECK(scene.state_of(conv).state == ConversationPhase::closed);
    story.happen_by_ada(2);
    CHECK(scene.state_of(conv).state == ConversationPhase::open);
    CHECK(scene.last<wire::Here>(story.page).state == 1);
}

TEST_CASE("an invitation, a change and answers are rows that change nothing else") {
    Story story;
    Scene& scene = story.scene;
    wire::Submit submit;
    PeerId from = story.page;
    Person person = shopper(1);
    SUBCASE("a survey's invitation") {
        from = story.ada;
        person = agent(1);
        submit.submission = scene.event_row(person, conv, {4, std::nullopt});
        submit.submission.pub = wire::encode(wire::InvitationPub{4, std::nullopt, "nps", 1});
    }
    SUBCASE("a change, in a closed conversation") {
        story.happen_by_ada(1);
        submit.submission = scene.event_row(person, conv, {6, std::nullopt});
    }
    SUBCASE("answers to a survey, in a closed conversation") {
        story.happen_by_ada(1);
        submit.submission = scene.next_row(person, conv);
        submit.submission.type = 3;
        submit.submission.pub = wire::encode(wire::SurveyPub{"nps", 1, {11}});
    }
    const ConversationState before = scene.state_of(conv);
    scene.say(from, submit);
    const ConversationState after = scene.state_of(conv);
    CHECK(after.head_seq == before.head_seq + 1);
    CHECK(after.state == before.state);
    CHECK(after.assignee == before.assignee);
    CHECK(after.last == before.last);
    CHECK(after.unread == before.unread);
    CHECK(after.waiting_since == before.waiting_since);
}

TEST_CASE("an agent answers no survey") {
    Story story;
    wire::Submit submit;
    submit.submission = story.scene.next_row(agent(1), conv);
    submit.submission.type = 3;
    submit.submission.pub = wire::encode(wire::SurveyPub{"nps", 1, {11}});
    story.scene.say(story.ada, submit);
    CHECK(story.scene.refusal(story.ada) == Code::forbidden);
}

}  // namespace shopbell::relay::test
