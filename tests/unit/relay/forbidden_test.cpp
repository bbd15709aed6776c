// SPDX-License-Identifier: Apache-2.0
// Nobody touches a conversation that is not theirs, by any frame.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

TEST_CASE("a shopper cannot reach another shopper's conversation") {
    Scene scene;
    const PeerId ann = scene.join(shopper(1));
    const PeerId eve = scene.join(shopper(2));
    scene.open(ann, shopper(1), conv);
    const ConversationState before = scene.state_of(conv);

    SUBCASE("by resume") { scene.resume(eve, conv); }
    SUBCASE("by resume, when it is in memory") {
        scene.resume(ann, conv);
        scene.resume(eve, conv);
    }
    SUBCASE("by submit") { scene.write(eve, shopper(2), conv); }
    SUBCASE("by submit under the other's device") {
        wire::Submit submit;
        submit.submission = scene.next_row(shopper(1), conv);
        scene.say(eve, submit);
    }
    SUBCASE("by sync") { scene.say(eve, wire::Sync{conv, {}}); }
    SUBCASE("by cursor") { scene.say(eve, wire::Cursor{conv, 1, 1}); }
    SUBCASE("by rekey") {
        wire::Rekey rekey;
        rekey.wrap.conv = conv;
        rekey.wrap.gen = 2;
        rekey.wrap.maker = shopper(2).device.sign_pk;
        scene.say(eve, rekey);
    }
    SUBCASE("by closing it") { scene.happen(eve, shopper(2), conv, {1, std::nullopt}); }
    CHECK(scene.refusal(eve) == Code::forbidden);
    CHECK(scene.state_of(conv) == before);

    // And hears nothing of it afterwards.
    scene.write(ann, shopper(1), conv);
    CHECK(scene.delivered(eve).empty());
    CHECK(scene.heard<wire::Here>(eve).empty());
    CHECK_FALSE(scene.close_code(eve).has_value());
}

TEST_CASE("a conversation of another shop does not exist here, for shoppers and for agents") {
    Scene scene;
    scene.ask_store(PutShop{shop_record("cups")});
    const PeerId ann = scene.join(shopper(1));
    scene.open(ann, shopper(1), conv);
    const PeerId ann_in_cups = scene.join(shopper(1), "cups");
    const PeerId ada_in_cups = scene.join(agent(1, "cups"), "cups");
    for (const PeerId peer : {ann_in_cups, ada_in_cups}) {
        scene.resume(peer, conv);
        REQUIRE(scene.heard<wire::Resumed>(peer).size() == 1);
        CHECK(scene.last<wire::Resumed>(peer).head_seq == 0);
        CHECK(scene.last<wire::Resumed>(peer).wraps.empty());
        CHECK(scene.heard<wire::Deliver>(peer).empty());
    }
    scene.forget();
    wire::Submit submit;
    submit.submission = scene.next_row(agent(1), conv);
    scene.say(ada_in_cups, submit);
    CHECK(scene.refusal(ada_in_cups) == Code::unknown_conversation);
}

TEST_CASE("an agent opens no conversation") {
    Scene scene;
    const PeerId ada = scene.join(agent(1));
    scene.open(ada, agent(1), conv);
    CHECK(scene.refusal(ada) == Code::forbidden);
    CHECK(scene.state_of(conv).head_seq == 0);
}

TEST_CASE("a mid that another device used is no proof of anything") {
    Scene scene;
    const PeerId ann = scene.join(shopper(1));
    const PeerId ada = scene.join(agent(1));
    const wire::Open open = scene.first_row(shopper(1), conv);
    scene.say(ann, open);
    wire::Submit submit;
    submit.submission = scene.next_row(agent(1), conv);
    submit.submission.mid = open.first.mid;
    scene.say(ada, submit);
    CHECK(scene.refusal(ada) == Code::forbidden);
    CHECK(scene.heard<wire::Ack>(ada).empty());
}

}  // namespace shopbell::relay::test
