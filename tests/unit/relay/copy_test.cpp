// SPDX-License-Identifier: Apache-2.0
// The Hub is a value: the same events give the same effects, and a copy goes its own way.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

static const Id conv = id_of(0xc1);

// Every frame that anybody was sent, in an order that does not depend on addresses or hashing.
static Bytes play(Scene& scene) {
    const Person ann = shopper(1);
    const PeerId page = scene.join(ann);
    const PeerId ada = scene.join(agent(1));
    scene.open(page, ann, conv);
    scene.resume(page, conv);
    scene.resume(ada, conv);
    for (int i = 0; i < 5; ++i)
        scene.write(i % 2 == 0 ? ada : page, i % 2 == 0 ? agent(1) : ann, conv);
    scene.say(ada, wire::Cursor{conv, 4, 3});
    scene.pass(60'000);
    scene.leave(ada);
    scene.pass(70'000);
    Bytes sent;
    for (const PeerId peer : {page, ada}) {
        append(sent, scene.last<wire::Challenge>(peer).nonce);
        for (const auto& row : scene.heard<wire::Deliver>(peer)) append(sent, wire::encode(row));
        for (const auto& ack : scene.heard<wire::Ack>(peer)) append(sent, wire::encode(ack));
        for (const auto& inbox : scene.heard<wire::Inbox>(peer)) append(sent, wire::encode(inbox));
    }
    return sent;
}

TEST_CASE("the same events give the same frames") {
    Scene a;
    Scene b;
    CHECK(play(a) == play(b));
}

TEST_CASE("a copy of a running hub and its store goes on as the original would") {
    Scene original;
    const PeerId page = original.join(shopper(1));
    original.open(page, shopper(1), conv);
    original.resume(page, conv);
    Scene copy = original;
    original.write(page, shopper(1), conv);
    CHECK(copy.delivered(page) == std::vector<uint64_t>{1});
    CHECK(copy.state_of(conv).head_seq == 1);
    copy.write(page, shopper(1), conv);
    CHECK(copy.delivered(page) == original.delivered(page));
    CHECK(copy.last<wire::Deliver>(page) == original.last<wire::Deliver>(page));
}

}  // namespace shopbell::relay::test
