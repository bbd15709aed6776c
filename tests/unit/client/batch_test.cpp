// SPDX-License-Identifier: Apache-2.0
// A Session driven by encoded batches, as a page drives it, does what one driven by values does.
#include "core/client/session.hpp"

#include <doctest/doctest.h>

namespace shopbell::client {
namespace {

constexpr Now now{1'000, 1'790'000'000'000};

boundary::Start start() {
    Key seed;
    seed.fill(2);
    return {.role = 1,
            .shop = "tea",
            .root_hash = {},
            .relay_origin = "wss://relay.test",
            .seed = seed,
            .keys = std::nullopt,
            .stored = {}};
}

Effects effects_of(Session& session, ByteView events) {
    auto effects = boundary::decode_effect_batch(session.handle_batch(events, now));
    REQUIRE(effects);
    return *effects;
}

TEST_CASE("batch: its effects are those of its events one by one, and the deadline") {
    const std::vector<Event> events = {
        start(), boundary::SocketOpened{},
        boundary::Compose{.conv = std::nullopt, .body = "Is this tea green?", .page = std::nullopt},
        boundary::SocketClosed{.code = 1006}};
    Session one_by_one, batched;
    Effects expected;
    for (const Event& event : events) one_by_one.handle(event, now, expected);
    expected.push_back(
        boundary::Deadline{.at = static_cast<uint64_t>(one_by_one.deadline().value_or(0))});
    CHECK(effects_of(batched, boundary::encode_event_batch(events)) == expected);
}

TEST_CASE("batch: an event that cannot be read undoes those before it, and the session goes on") {
    Session session;
    Bytes events = boundary::encode_event_batch(std::vector<Event>{start(), boundary::Wake{}});
    events.pop_back();
    const Effects refused = effects_of(session, events);
    REQUIRE(refused.size() == 2);
    CHECK(std::holds_alternative<boundary::Refused>(refused[0]));
    CHECK(refused[1] == Effect(boundary::Deadline{.at = 0}));

    const Effects started =
        effects_of(session, boundary::encode_event_batch(std::vector<Event>{start()}));
    CHECK(std::holds_alternative<boundary::Connect>(started.front()));
}

TEST_CASE("batch: without events the deadline is still told") {
    Session session;
    CHECK(effects_of(session, boundary::encode_event_batch({})) ==
          Effects{boundary::Deadline{.at = 0}});
}

}  // namespace
}  // namespace shopbell::client
