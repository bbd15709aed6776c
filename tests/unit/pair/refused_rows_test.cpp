// SPDX-License-Identifier: Apache-2.0
// Rows that the relay does not take: what is tried again by itself, what waits for the person.
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;
constexpr uint64_t queued = 1, sent = 3, not_sent = 6;
constexpr uint64_t retry = 1, discard = 2;

// The relay's ack of the next row becomes a nack; as far as the sender can see it was refused.
void refuse_next(Pair& pair, wire::Code code, uint64_t retry_ms) {
    pair.tamper = [&pair, code, retry_ms](const End&, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        auto* ack = decoded ? std::get_if<wire::Ack>(&*decoded) : nullptr;
        if (!ack) return;
        frame = wire::encode(wire::Nack{.conv = ack->conv,
                                        .mid = ack->mid,
                                        .code = static_cast<uint64_t>(code),
                                        .last_mid = {},
                                        .retry_ms = retry_ms,
                                        .message = "test"});
        pair.tamper = nullptr;
    };
}

TEST_CASE("refused rows: a transient nack is asked about and settled without the person") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    refuse_next(pair, wire::Code::retry, 1'000);
    pair.say(shopper, "two");
    pair.wait(2'000);
    CHECK(shopper.bodies() == Bodies{"one", "two"});
    CHECK(shopper.last().status == sent);
    CHECK(shopper.connection.queued == 0);
}

TEST_CASE("refused rows: a permanent refusal halts the row and keeps what follows") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    swallow_rows(pair);
    pair.say(shopper, "two");
    CHECK(shopper.last().status == not_sent);
    CHECK(shopper.last().reason == static_cast<uint64_t>(wire::Code::forbidden));
    pair.say(shopper, "three");
    CHECK(shopper.last().status == queued);
    pair.reload(shopper);
    CHECK(shopper.bodies() == Bodies{"one", "two", "three"});
}

TEST_CASE("refused rows: the person tries again, and it goes out once") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.run();
    pair.say(shopper, "one");
    swallow_rows(pair);
    pair.say(shopper, "two");
    const Id mid = shopper.last().mid;
    pair.tamper = nullptr;
    pair.tell(shopper, boundary::Settle{.conv = shopper.conv(), .mid = mid, .action = retry});
    pair.run();
    pair.wait(30'000);
    pair.look(bo);
    CHECK(bo.bodies() == Bodies{"one", "two"});
    CHECK(shopper.bodies() == Bodies{"one", "two"});
}

TEST_CASE("refused rows: the person discards, and what waited goes out") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    swallow_rows(pair);
    pair.say(shopper, "two");
    const Id mid = shopper.last().mid;
    pair.say(shopper, "three");
    pair.tamper = nullptr;
    pair.tell(shopper, boundary::Settle{.conv = shopper.conv(), .mid = mid, .action = discard});
    pair.run();
    CHECK(shopper.last().body == "three");
    CHECK(shopper.last().status == sent);
    CHECK(shopper.connection.queued == 0);
}

TEST_CASE("refused rows: only a row that was refused can be settled") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    const Id conv = shopper.conv();
    pair.tell(shopper,
              boundary::Settle{.conv = conv, .mid = shopper.last().mid, .action = discard});
    pair.tell(shopper, boundary::Settle{.conv = id_of(9), .mid = id_of(9), .action = discard});
    REQUIRE(shopper.refused.size() == 2);
    CHECK(shopper.refused[0].field == "settle.mid");
    CHECK(shopper.refused[1].field == "settle.conv");
    CHECK(shopper.bodies() == Bodies{"one"});
}

TEST_CASE("refused rows: an error of the relay is told by its field, not swallowed") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.tamper = [](const End&, Bytes& frame) {
        frame = wire::encode(wire::Error{.code = static_cast<uint64_t>(wire::Code::too_many),
                                         .field = "Resume.conv",
                                         .message = "over resumed_max",
                                         .retry_ms = 0});
    };
    pair.tell(shopper, boundary::Poke{});
    pair.run();
    REQUIRE(shopper.refused.size() == 1);
    CHECK(shopper.refused[0].field == "Resume.conv");
}

}  // namespace
}  // namespace shopbell::pair
