// SPDX-License-Identifier: Apache-2.0
// One row for each code of docs/protocol.md: what brings it about, and that the relay then closes
// with the table's close code, or keeps the connection and goes on serving.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static const Id conv = id_of(0xc1);

// Each story returns the connection that must have been refused.
using Story = PeerId (*)(Scene&);

struct Row {
    Code code;
    Story story;
};

static PeerId joined(Scene& scene) { return scene.join(shopper(1)); }

static PeerId with_conversation(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.open(peer, shopper(1), conv);
    return peer;
}

static PeerId malformed(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.say_bytes(peer, {0x82, 0x18});
    return peer;
}

static PeerId too_large(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.handle(PeerTooLarge{peer});
    return peer;
}

static PeerId too_deep(Scene& scene) {
    const PeerId peer = joined(scene);
    Bytes frame{0x83, 0x18, wire::Ping::type_number, 0x01};  // a ping with a field of the future
    frame.insert(frame.end(), 12, 0x81);
    frame.push_back(0x00);
    scene.say_bytes(peer, frame);
    return peer;
}

static PeerId unknown_type(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.say_bytes(peer, {0x81, 0x18, 0xc8});
    return peer;
}

static PeerId out_of_order(Scene& scene) {
    const PeerId peer = scene.connect();
    scene.say(peer, wire::Ping{});
    return peer;
}

static PeerId origin_refused(Scene& scene) {
    const PeerId peer = scene.connect("https://evil.example");
    scene.say(peer, scene.hello_of(peer, shopper(1)));
    return peer;
}

static PeerId signature_false(Scene& scene) {
    const PeerId peer = scene.connect();
    wire::Hello hello = scene.hello_of(peer, shopper(1));
    hello.sig[0] ^= 1;
    scene.say(peer, hello);
    return peer;
}

static PeerId certificate_false(Scene& scene) { return scene.join(agent(9)); }

static PeerId forbidden(Scene& scene) {
    with_conversation(scene);
    const PeerId eve = scene.join(shopper(2));
    scene.resume(eve, conv);
    return eve;
}

static PeerId unknown_shop(Scene& scene) { return scene.join(shopper(1), "nobody"); }

static PeerId unknown_conversation(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.write(peer, shopper(1), conv);
    return peer;
}

static PeerId chain(Scene& scene) {
    const PeerId peer = with_conversation(scene);
    scene.next_row(shopper(1), conv);
    scene.write(peer, shopper(1), conv);
    return peer;
}

static PeerId retry(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.store.set_full(true);
    scene.open(peer, shopper(1), conv);
    return peer;
}

static PeerId stale_gen(Scene& scene) {
    const PeerId peer = with_conversation(scene);
    wire::Submit submit;
    submit.submission = scene.next_row(shopper(1), conv);
    submit.submission.gen = 7;
    scene.say(peer, submit);
    return peer;
}

static PeerId rate_limited(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.hold_store = true;
    for (uint8_t i = 0; i < 5; ++i) scene.open(peer, shopper(1), id_of(i));
    return peer;
}

static PeerId conversation_exists(Scene& scene) {
    with_conversation(scene);
    const PeerId eve = scene.join(shopper(2));
    scene.open(eve, shopper(2), conv);
    return eve;
}

static PeerId too_many(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.hold_store = true;
    for (int i = 0; i < 257; ++i) {
        Id other = conv;
        other[1] = static_cast<uint8_t>(i);
        other[2] = static_cast<uint8_t>(i >> 8);
        scene.resume(peer, other);
    }
    return peer;
}

static PeerId hello_timeout(Scene& scene) {
    const PeerId peer = scene.connect();
    scene.pass(5'000);
    return peer;
}

static PeerId idle_timeout(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.pass(75'000);
    return peer;
}

static PeerId slow_consumer(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.stuck[peer] = true;
    scene.say(peer, wire::Ping{});
    scene.pass(30'000);
    return peer;
}

static PeerId going_away(Scene& scene) {
    const PeerId peer = joined(scene);
    scene.handle(ShutDown{});
    return peer;
}

static PeerId bad_field(Scene& scene) {
    const PeerId peer = with_conversation(scene);
    scene.happen(peer, shopper(1), conv, {99, std::nullopt});
    return peer;
}

static PeerId erased(Scene& scene) {
    const PeerId peer = with_conversation(scene);
    scene.happen(peer, shopper(1), conv, {5, std::nullopt});
    scene.write(peer, shopper(1), conv);
    return peer;
}

static constexpr Row rows[] = {
    {Code::malformed, malformed},
    {Code::too_large, too_large},
    {Code::too_deep, too_deep},
    {Code::unknown_type, unknown_type},
    {Code::out_of_order, out_of_order},
    {Code::origin_refused, origin_refused},
    {Code::signature_false, signature_false},
    {Code::certificate_false, certificate_false},
    {Code::forbidden, forbidden},
    {Code::unknown_shop, unknown_shop},
    {Code::unknown_conversation, unknown_conversation},
    {Code::chain, chain},
    {Code::retry, retry},
    {Code::stale_gen, stale_gen},
    {Code::rate_limited, rate_limited},
    {Code::conversation_exists, conversation_exists},
    {Code::too_many, too_many},
    {Code::hello_timeout, hello_timeout},
    {Code::idle_timeout, idle_timeout},
    {Code::slow_consumer, slow_consumer},
    {Code::going_away, going_away},
    {Code::bad_field, bad_field},
    {Code::erased, erased},
};

static const Row* row_of(Code code) {
    for (const Row& row : rows) {
        if (row.code == code) return &row;
    }
    return nullptr;
}

// No frame carries these: a device says them of its own row, whose file did not come to the relay.
static bool is_said_by_device(Code code) {
    return code == Code::file_missing || code == Code::files_full;
}

TEST_CASE("every code of the protocol is brought about, and closes or stays as its table says") {
    for (const wire::CodeInfo& info : wire::code_table) {
        const std::string name(wire::code_name(info.code));
        CAPTURE(name);
        if (is_said_by_device(info.code)) continue;
        const Row* const row = row_of(info.code);
        REQUIRE(row != nullptr);
        if (row == nullptr) continue;
        Scene scene;
        const PeerId peer = row->story(scene);
        CHECK(scene.refusal(peer) == info.code);
        CHECK(scene.close_code(peer).value_or(0) == info.close);
        CHECK(scene.heard<wire::Bye>(peer).size() == (info.close != 0 ? 1 : 0));
        if (info.close != 0) continue;
        scene.say(peer, wire::Ping{4});
        CHECK(scene.last<wire::Pong>(peer).token == 4);
    }
}

TEST_CASE("whatever one client does wrong, the others are served") {
    for (const Row& row : rows) {
        if (row.code == Code::going_away) continue;
        Scene scene;
        row.story(scene);
        scene.store.set_full(false);
        scene.hold_store = false;
        scene.answer_store();
        const Person ben = shopper(8);
        const PeerId peer = scene.join(ben);
        scene.open(peer, ben, id_of(0x77));
        CHECK(scene.last<wire::Ack>(peer).seq == 1);
    }
}

TEST_CASE("a frame that only the relay sends is of unknown type for the relay") {
    Scene scene;
    const PeerId peer = joined(scene);
    scene.say(peer, wire::Ack{});
    CHECK(scene.last<wire::Error>(peer).code == static_cast<uint64_t>(Code::unknown_type));
    CHECK_FALSE(scene.close_code(peer).has_value());
}

TEST_CASE("a frame over frame_bytes_max closes, also when the shell let it through") {
    HubConfig config;
    config.frame_bytes_max = 600;
    Scene scene(config);
    const PeerId peer = joined(scene);
    scene.say_bytes(peer, Bytes(601, 0x00));
    CHECK(scene.close_code(peer) == 4002);
}

TEST_CASE("frames of a connection that was let go are ignored") {
    Scene scene;
    const PeerId peer = malformed(scene);
    scene.forget();
    scene.say(peer, wire::Ping{});
    scene.handle(PeerDrained{peer, 1, 1});
    scene.leave(peer);
    CHECK(scene.heard<wire::Pong>(peer).empty());
}

}  // namespace shopbell::relay::test
