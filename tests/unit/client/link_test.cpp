// SPDX-License-Identifier: Apache-2.0
// When a Session dials, waits and gives up; its only clock is the deadline.
#include "core/base/limits.hpp"
#include "core/client/session.hpp"

#include <doctest/doctest.h>

namespace shopbell::client {
namespace {

struct Line {
    Session session;
    Now now{1'000, 1'790'000'000'000};
    Effects effects;

    Line() {
        Key seed;
        seed.fill(2);
        tell(boundary::Start{.role = 1,
                             .shop = "tea",
                             .root_hash = {},
                             .relay_origin = "wss://relay.test",
                             .seed = seed,
                             .keys = std::nullopt,
                             .stored = {},
                             .follow = false});
    }
    void tell(const Event& event) {
        effects.clear();
        session.handle(event, now, effects);
    }
    void pass(Millis ms) {
        now.monotonic += ms;
        now.wall += ms;
    }
    template <class T>
    const T* effect() const {
        for (const Effect& one : effects) {
            if (const T* found = std::get_if<T>(&one)) return found;
        }
        return nullptr;
    }
};

TEST_CASE("link: a start dials at once") {
    Line line;
    CHECK(line.effect<boundary::Connect>());
}

TEST_CASE("link: a closed socket is tried again after a delay that is drawn, bounded and shown") {
    Line line;
    Millis longest = 0;
    for (int i = 0; i < 30; ++i) {
        line.tell(boundary::SocketClosed{.code = 1006});
        const auto* shown = line.effect<boundary::ConnectionChanged>();
        REQUIRE(shown != nullptr);
        CHECK(shown->state == 3);
        CHECK(shown->retry_at >= static_cast<uint64_t>(line.now.wall));
        REQUIRE(line.session.deadline().has_value());
        const Millis delay = *line.session.deadline() - line.now.monotonic;
        CHECK(delay <= static_cast<Millis>(limits::retry_delay_ms_max));
        longest = std::max(longest, delay);
        line.pass(delay);
        line.tell(boundary::Wake{});
        CHECK(line.effect<boundary::Connect>());
    }
    CHECK(longest > 5'000);
}

TEST_CASE("link: a poke does not wait") {
    Line line;
    line.tell(boundary::SocketClosed{.code = 1006});
    line.tell(boundary::SocketClosed{.code = 1006});
    line.tell(boundary::Poke{});
    CHECK(line.effect<boundary::Connect>());
}

TEST_CASE("link: a relay that says nothing after the socket opened is given up") {
    Line line;
    line.tell(boundary::SocketOpened{});
    REQUIRE(line.session.deadline().has_value());
    line.pass(*line.session.deadline() - line.now.monotonic);
    line.tell(boundary::Wake{});
    CHECK(line.effect<boundary::Disconnect>());
    CHECK(line.effect<boundary::ConnectionChanged>()->state == 3);
}

TEST_CASE("link: a permanent bye ends the trying until the person asks") {
    Line line;
    line.tell(boundary::SocketOpened{});
    line.tell(boundary::SocketFrame{
        .frame = wire::encode(wire::Bye{.code = static_cast<uint64_t>(wire::Code::origin_refused),
                                        .field = "hello.origin",
                                        .message = "not in the shop's list",
                                        .retry_ms = 0})});
    line.tell(boundary::SocketClosed{.code = 4006});
    CHECK_FALSE(line.session.deadline());
    line.tell(boundary::Poke{});
    CHECK(line.effect<boundary::Connect>());
}

TEST_CASE("link: a transient bye names the wait") {
    Line line;
    line.tell(boundary::SocketOpened{});
    line.tell(boundary::SocketFrame{
        .frame = wire::encode(wire::Bye{.code = static_cast<uint64_t>(wire::Code::going_away),
                                        .field = "",
                                        .message = "restart",
                                        .retry_ms = 2'000})});
    line.tell(boundary::SocketClosed{.code = 1001});
    REQUIRE(line.session.deadline().has_value());
    CHECK(*line.session.deadline() >= line.now.monotonic + 2'000);
}

}  // namespace
}  // namespace shopbell::client
