// SPDX-License-Identifier: Apache-2.0
// What a page finds on its disk need not be what it put there. What cannot be is left out, and the
// rest is shown and sent as before.
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;

// Changes each row of the outbox that is on the disk.
template <class Change>
size_t change_outbox(const End& end, const Change& change) {
    size_t changed = 0;
    for (auto& [key, value] : *end.disk) {
        if (key.rfind("out/", 0) != 0) continue;
        auto row = boundary::decode_kept_outbox_row(value);
        REQUIRE(row.ok());
        change(*row);
        value = boundary::encode(*row);
        changed += 1;
    }
    return changed;
}

TEST_CASE("damaged disk: a waiting row of an author that there is not is left out") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.look(bo);
    const server::MemoryStore backup = pair.store;
    pair.say(bo, "two");
    pair.cut(bo);
    pair.restore_relay(backup);
    pair.wait(40'000);
    REQUIRE(shopper.bodies() == Bodies{"one", "two"});
    const auto by_nobody = [](boundary::KeptOutboxRow& row) { row.author = 5; };
    REQUIRE(change_outbox(shopper, by_nobody) == 1);
    pair.reload(shopper);
    CHECK(shopper.bodies() == Bodies{"one"});
    pair.say(shopper, "three");
    CHECK(shopper.bodies() == Bodies{"one", "three"});
    CHECK(shopper.last().seq == 2);
}

}  // namespace
}  // namespace shopbell::pair
