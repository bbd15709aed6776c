// SPDX-License-Identifier: Apache-2.0
// Events that a Session does not take are answered by name and limit, and change nothing.
#include "core/base/limits.hpp"
#include "core/client/session.hpp"

#include <variant>

#include <doctest/doctest.h>

namespace shopbell::client {
namespace {

constexpr Now noon{1'000, 1'790'000'000'000};

Key key_of(uint8_t byte) {
    Key key;
    key.fill(byte);
    return key;
}

boundary::Start shopper_start() {
    return {.role = 1,
            .shop = "tea",
            .root_hash = key_of(1),
            .relay_origin = "wss://relay.test",
            .seed = key_of(2),
            .keys = std::nullopt,
            .stored = {},
            .follow = false};
}

boundary::Start agent_start() {
    boundary::Start start = shopper_start();
    start.role = 2;
    start.keys = boundary::AgentKeys{.agent = {},
                                     .role = 3,
                                     .sign_seed = key_of(3),
                                     .box_seed = key_of(4),
                                     .device_seed = key_of(5)};
    return start;
}

struct Answer {
    std::string field;
    uint64_t limit = 0;
};

// The refusal of one event after a start; empty when it was taken.
Answer refusal(const boundary::Start& start, const Event& event) {
    Session session;
    Effects effects;
    session.handle(start, noon, effects);
    effects.clear();
    session.handle(event, noon, effects);
    for (const Effect& effect : effects) {
        if (const auto* refused = std::get_if<boundary::Refused>(&effect)) {
            return {refused->field, refused->limit};
        }
    }
    return {};
}

Answer start_refusal(const boundary::Start& start) {
    Session session;
    Effects effects;
    session.handle(start, noon, effects);
    const auto* refused =
        effects.empty() ? nullptr : std::get_if<boundary::Refused>(&effects.front());
    return refused ? Answer{refused->field, refused->limit} : Answer{};
}

boundary::Compose words(std::string body) {
    return {.conv = std::nullopt, .body = std::move(body), .page = std::nullopt};
}

TEST_CASE("session: nothing is taken before Start, and Start only once") {
    Session session;
    Effects effects;
    session.handle(boundary::Poke{}, noon, effects);
    REQUIRE(effects.size() == 1);
    CHECK(std::get<boundary::Refused>(effects[0]).field == "start");
    CHECK_FALSE(session.deadline());
    CHECK(refusal(shopper_start(), shopper_start()).field == "start");
}

TEST_CASE("session: a start that cannot work is refused by the field's name") {
    boundary::Start start = shopper_start();
    start.role = 7;
    CHECK(start_refusal(start).field == "start.role");
    start = shopper_start();
    start.keys = agent_start().keys;
    CHECK(start_refusal(start).field == "start.keys");
    start = agent_start();
    start.keys.reset();
    CHECK(start_refusal(start).field == "start.keys");
    start = shopper_start();
    start.shop.clear();
    CHECK(start_refusal(start).field == "start.shop");
    start = shopper_start();
    start.relay_origin.clear();
    CHECK(start_refusal(start).field == "start.relay_origin");
    start = shopper_start();
    start.seed = {};
    CHECK(start_refusal(start).field == "start.seed");
}

TEST_CASE("session: words are refused when empty, too long, or for an unknown conversation") {
    CHECK(refusal(shopper_start(), words("")).field == "compose.body");
    CHECK(refusal(shopper_start(), words(" \n\t ")).field == "compose.body");
    const Answer too_long =
        refusal(shopper_start(), words(std::string(limits::text_bytes_max + 1, 'a')));
    CHECK(too_long.field == "compose.body");
    CHECK(too_long.limit == limits::text_bytes_max);
    CHECK(refusal(shopper_start(), words(std::string(limits::text_bytes_max, 'a'))).field.empty());
    CHECK(refusal(agent_start(), words("hello")).field == "compose.conv");
    boundary::Compose elsewhere = words("hello");
    elsewhere.conv = Id{1};
    CHECK(refusal(shopper_start(), elsewhere).field == "compose.conv");
}

TEST_CASE("session: the outbox takes so many rows and then says so, losing none") {
    Session session;
    Effects effects;
    session.handle(shopper_start(), noon, effects);
    for (uint64_t i = 0; i < limits::outbox_rows_max; ++i)
        session.handle(words("hi"), noon, effects);
    effects.clear();
    session.handle(words("one too many"), noon, effects);
    const auto* refused = std::get_if<boundary::Refused>(&effects.front());
    REQUIRE(refused != nullptr);
    CHECK(refused->field == "compose");
    CHECK(refused->limit == limits::outbox_rows_max);
}

TEST_CASE("session: acts, looks and states are checked by name") {
    const auto act = [](uint64_t event) {
        return boundary::Act{.conv = {}, .event = event, .agent = std::nullopt};
    };
    CHECK(refusal(shopper_start(), act(1)).field == "act.conv");
    CHECK(refusal(shopper_start(), boundary::Seen{.conv = {}, .seq = 1}).field == "seen.conv");
    CHECK(refusal(shopper_start(), boundary::Attend{.state = 2}).field == "attend");
    CHECK(refusal(agent_start(), boundary::Attend{.state = 0}).field == "attend.state");
    CHECK(refusal(agent_start(), boundary::Attend{.state = 1}).field.empty());
    CHECK(refusal(shopper_start(), boundary::Settle{.conv = {}, .mid = {}, .action = 1}).field ==
          "settle.conv");
}

}  // namespace
}  // namespace shopbell::client
