// SPDX-License-Identifier: Apache-2.0
// Who may read from now on: a new generation of a conversation's key after an agent was removed,
// and the refusal of one that nobody in the conversation made.
#include "core/crypto/device.hpp"
#include "core/crypto/wrap.hpp"
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;

// The generation of the newest row that went over the wire.
struct Wiretap {
    explicit Wiretap(Pair& pair) {
        pair.tamper = [this](const End&, Bytes& frame) {
            const auto decoded = wire::decode_frame_from_relay(frame);
            const auto* deliver = decoded ? std::get_if<wire::Deliver>(&*decoded) : nullptr;
            if (deliver) gen = deliver->row.submission.gen;
        };
    }
    uint64_t gen = 0;
};

TEST_CASE("rekey: words after a removal are sealed under a key that the removed agent lacks") {
    Pair pair;
    End& ada = pair.agent("ada", pair.cast.ada, 21);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    Wiretap wiretap(pair);
    pair.say(shopper, "before");
    CHECK(wiretap.gen == 1);
    pair.change_shop(pair.cast.record_without_bo());
    pair.say(shopper, "after");
    CHECK(wiretap.gen == 2);
    pair.look(ada);
    pair.say(ada, "answer");
    CHECK(wiretap.gen == 2);
    CHECK(ada.bodies() == Bodies{"before", "after", "answer"});
    CHECK(shopper.bodies() == Bodies{"before", "after", "answer"});
}

TEST_CASE("rekey: a removed agent is sent away and stays away") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "before");
    pair.change_shop(pair.cast.record_without_bo());
    pair.wait(60'000);
    CHECK(bo.connection.state == 4);
    CHECK(bo.connection.code == static_cast<uint64_t>(wire::Code::certificate_false));
    pair.say(shopper, "after");
    for (const auto& [conv, view] : bo.conversations) {
        if (view.last) CHECK(view.last->body == "before");
    }
}

TEST_CASE("rekey: words queued before the removal go out under the new key, once") {
    Pair pair;
    End& ada = pair.agent("ada", pair.cast.ada, 21);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.cut(shopper);
    pair.say(shopper, "two");
    pair.change_shop(pair.cast.record_without_bo());
    Wiretap wiretap(pair);
    pair.restore(shopper);
    CHECK(wiretap.gen == 2);
    pair.look(ada);
    CHECK(ada.bodies() == Bodies{"one", "two"});
    CHECK(shopper.bodies() == Bodies{"one", "two"});
}

TEST_CASE("rekey: no row is taken before the answer that brings its key, whatever else fails") {
    Pair pair;
    End& ada = pair.agent("ada", pair.cast.ada, 21);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "before");
    pair.look(ada);
    pair.cut(ada);
    pair.change_shop(pair.cast.record_without_bo());
    pair.say(shopper, "after");
    bool failed = false;
    pair.tamper = [&](const End& end, Bytes& frame) {
        const auto decoded = wire::decode_frame_from_relay(frame);
        if (failed || &end != &ada || !decoded || !std::holds_alternative<wire::Here>(*decoded))
            return;
        // Ada has asked for the conversation by now.
        failed = true;
        frame = wire::encode(wire::Error{.code = static_cast<uint64_t>(wire::Code::retry),
                                         .field = "Sync.conv",
                                         .message = "input/output error",
                                         .retry_ms = 1000});
    };
    pair.restore(ada);
    REQUIRE(failed);
    CHECK(ada.bodies() == Bodies{"before"});
    pair.wait(2'000);
    CHECK(ada.bodies() == Bodies{"before", "after"});
}

TEST_CASE("rekey: a key that the relay made itself is not taken") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.run();
    pair.say(shopper, "one");
    const auto relay_device = crypto::DeviceKeys::from_seed(key_of(99));
    crypto::Rng rng(key_of(98));
    uint64_t gen = 0;
    bool offered = false;
    pair.tamper = [&](const End& end, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        if (!decoded) return;
        if (const auto* deliver = std::get_if<wire::Deliver>(&*decoded)) {
            gen = deliver->row.submission.gen;
        }
        if (offered || &end != &shopper || !std::holds_alternative<wire::Pong>(*decoded)) return;
        offered = true;
        const auto wrap = crypto::make_wrap(rng, crypto::ConversationKey(key_of(97)),
                                            {.shop = "tea",
                                             .conv = shopper.conv(),
                                             .gen = 2,
                                             .inbox_v = 1,
                                             .inbox_pk = pair.cast.roster.inbox,
                                             .shopper_box = relay_device.box_pk,
                                             .made_at = noon,
                                             .certificate = std::nullopt},
                                            relay_device);
        REQUIRE(wrap);
        frame = wire::encode(wire::Rekey{.wrap = *wrap});
    };
    pair.tell(shopper, boundary::Poke{});  // answered by a pong
    pair.run();
    REQUIRE(offered);
    pair.say(shopper, "two");
    CHECK(gen == 1);
    pair.look(bo);
    CHECK(bo.bodies() == Bodies{"one", "two"});
}

}  // namespace
}  // namespace shopbell::pair
