// SPDX-License-Identifier: Apache-2.0
#include "core/relay/timers.hpp"

#include <doctest/doctest.h>

namespace shopbell::relay::test {

static Timer of_peer(PeerId id) { return {Timer::Kind::peer, id, {}, {}}; }

TEST_CASE("the earliest timer is the deadline, and due ones come in order") {
    Timers timers;
    CHECK_FALSE(timers.earliest().has_value());
    timers.set(of_peer(1), 30);
    timers.set(of_peer(2), 10);
    timers.set({Timer::Kind::assignment, 0, "tea", {}}, 20);
    CHECK(timers.earliest() == 10);
    CHECK_FALSE(timers.take_due(9).has_value());
    CHECK(timers.take_due(25)->peer == 2);
    CHECK(timers.take_due(25)->shop == "tea");
    CHECK_FALSE(timers.take_due(25).has_value());
    CHECK(timers.earliest() == 30);
}

TEST_CASE("a timer set again moves, and a cancelled one is gone") {
    Timers timers;
    timers.set(of_peer(1), 30);
    timers.set(of_peer(1), 50);
    CHECK(timers.earliest() == 50);
    CHECK(timers.is_set(of_peer(1)));
    timers.cancel(of_peer(1));
    timers.cancel(of_peer(2));
    CHECK_FALSE(timers.earliest().has_value());
    CHECK_FALSE(timers.is_set(of_peer(1)));
}

}  // namespace shopbell::relay::test
