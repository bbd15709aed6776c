// SPDX-License-Identifier: Apache-2.0
// A relay that was restored from a backup has lost the newest rows (design §5.10): whoever wrote
// them submits them again, and until then they stay on the other side's screen.
#include "core/base/limits.hpp"
#include "tests/unit/pair/pair.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;

TEST_CASE("restored relay: rows that it lost come back from their writers, in order, once") {
    Talk talk;
    const server::MemoryStore backup = talk.pair.store;
    talk.pair.say(talk.shopper, "three");
    talk.pair.say(talk.bo, "four");
    talk.pair.restore_relay(backup);
    talk.pair.wait(40'000);
    const Bodies& bodies = talk.shopper.bodies();
    REQUIRE(bodies.size() == 4);
    CHECK(bodies[0] == "one");
    CHECK(bodies[1] == "two");
    CHECK(talk.bo.bodies() == bodies);
    for (const char* const words : {"three", "four"})
        CHECK(std::count(bodies.begin(), bodies.end(), words) == 1);
    CHECK(talk.bo.rows.begin()->second.back().seq == 4);
    CHECK(!talk.bo.conversations.at(talk.bo.conv()).forked);
}

TEST_CASE("restored relay: what only the other side wrote stays visible without its writer") {
    Talk talk;
    const server::MemoryStore backup = talk.pair.store;
    talk.pair.say(talk.bo, "three");
    talk.pair.cut(talk.bo);
    talk.pair.restore_relay(backup);
    talk.pair.wait(40'000);
    CHECK(talk.shopper.bodies() == Bodies{"one", "two", "three"});
    CHECK(talk.shopper.last().seq == 0);
    CHECK(talk.shopper.last().author == 2);
    CHECK(talk.shopper.last().agent == talk.pair.cast.bo);
    CHECK(!talk.shopper.last().mine);
    talk.pair.reload(talk.shopper);
    CHECK(talk.shopper.bodies() == Bodies{"one", "two", "three"});
    CHECK(talk.shopper.last().author == 2);
    talk.pair.restore(talk.bo);
    talk.pair.wait(limits::retry_delay_ms_min);
    CHECK(talk.shopper.bodies() == Bodies{"one", "two", "three"});
    CHECK(talk.shopper.last().seq == 3);
}

TEST_CASE("restored relay: an acknowledgement of a row that is shown adrift changes nothing") {
    Talk talk;
    const server::MemoryStore backup = talk.pair.store;
    talk.pair.say(talk.bo, "three");
    talk.pair.cut(talk.bo);
    talk.pair.restore_relay(backup);
    talk.pair.wait(40'000);
    const boundary::RowView adrift = talk.shopper.last();
    REQUIRE(adrift.body == "three");
    talk.pair.tell(
        talk.shopper,
        boundary::SocketFrame{
            .frame = wire::encode(wire::Ack{
                .conv = talk.shopper.conv(), .mid = adrift.mid, .seq = 3, .received_at = noon})});
    CHECK(talk.shopper.last() == adrift);
    // Taken for its own and acknowledged it would be let go of by the next row in that place.
    talk.pair.say(talk.shopper, "four");
    const Bodies& bodies = talk.shopper.bodies();
    CHECK(std::count(bodies.begin(), bodies.end(), "three") == 1);
}

TEST_CASE("restored relay: a conversation that it never knew is opened again by its shopper") {
    Pair pair;
    const server::MemoryStore backup = pair.store;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.look(bo);
    pair.say(bo, "two");
    pair.cut(shopper);
    pair.restore_relay(backup);
    pair.wait(40'000);
    CHECK(bo.bodies() == Bodies{"one", "two"});
    pair.restore(shopper);
    pair.wait(40'000);
    CHECK(shopper.bodies() == Bodies{"one", "two"});
    CHECK(shopper.last().seq == 2);
    CHECK(bo.bodies() == Bodies{"one", "two"});
    pair.say(bo, "three");
    CHECK(shopper.bodies() == Bodies{"one", "two", "three"});
}

TEST_CASE("restored relay: a row that was acknowledged and not delivered yet is sent again") {
    Talk talk;
    const server::MemoryStore backup = talk.pair.store;
    // The acknowledgement arrives, the delivery does not.
    talk.pair.tamper = [](const End&, Bytes& frame) {
        const auto decoded = wire::decode_frame_from_relay(frame);
        if (decoded && std::holds_alternative<wire::Deliver>(*decoded)) frame = {0x81, 0x18, 0x63};
    };
    talk.pair.say(talk.shopper, "three");
    talk.pair.tamper = nullptr;
    talk.pair.restore_relay(backup);
    talk.pair.wait(40'000);
    CHECK(talk.bo.bodies() == Bodies{"one", "two", "three"});
    CHECK(talk.shopper.bodies() == Bodies{"one", "two", "three"});
    CHECK(talk.shopper.last().seq == 3);
}

TEST_CASE("restored relay: an erasure is made again before anything else") {
    Talk talk;
    const server::MemoryStore backup = talk.pair.store;
    const Id conv = talk.bo.conv();
    talk.pair.tell(talk.bo, boundary::Act{.conv = conv, .event = 5, .agent = {}});
    talk.pair.run();
    CHECK(talk.shopper.bodies().empty());
    talk.pair.restore_relay(backup);
    talk.pair.wait(40'000);
    CHECK(talk.bo.conversations.at(conv).state == 3);
    CHECK(talk.shopper.conversations.at(conv).state == 3);
    CHECK(talk.bo.bodies().empty());
    End& ada = talk.pair.agent("ada", talk.pair.cast.ada, 21);
    talk.pair.run();
    CHECK(ada.conversations.empty());
}

// A backup, and then a deletion by ada, who is gone: nobody can delete it again.
struct Deletion : Talk {
    Deletion() {
        pair.run();
        backup = pair.store;
        pair.tell(ada, boundary::Act{.conv = conv, .event = 5, .agent = {}});
        pair.run();
        REQUIRE(bo.bodies().empty());
        pair.cut(ada);
    }
    Id conv = bo.conv();
    End& ada = pair.agent("ada", pair.cast.ada, 21);
    server::MemoryStore backup;
};

TEST_CASE("restored relay: what had been deleted in the lost log is read again by agents") {
    Deletion talk;
    talk.pair.restore_relay(talk.backup);
    talk.pair.wait(40'000);
    talk.pair.look(talk.bo);
    CHECK(talk.bo.bodies() == Bodies{"one", "two"});
    talk.pair.say(talk.bo, "three");
    CHECK(talk.bo.bodies() == Bodies{"one", "two", "three"});
    CHECK(talk.bo.last().seq == 3);
    talk.pair.restore(talk.ada);
    talk.pair.wait(40'000);
    CHECK(talk.bo.bodies().empty());
    CHECK(talk.shopper.bodies().empty());
}

TEST_CASE("restored relay: rows that must be read again are not called delivered before") {
    Deletion talk;
    // By what bo has told the relay, and how many rows his disk had then.
    std::vector<std::pair<uint64_t, uint64_t>> told;
    talk.pair.overhear = [&](const End& end, const Bytes& bytes) {
        const auto frame = wire::decode_frame_from_client(bytes);
        const auto* cursor = frame ? std::get_if<wire::Cursor>(&*frame) : nullptr;
        if (!cursor || &end != &talk.bo || cursor->conv != talk.conv) return;
        const auto held = std::count_if(end.disk->begin(), end.disk->end(), [](const auto& entry) {
            return entry.first.compare(0, 4, "row/") == 0;
        });
        told.emplace_back(cursor->delivered, held);
    };
    talk.pair.restore_relay(talk.backup);
    talk.pair.wait(40'000);
    talk.pair.look(talk.bo);
    REQUIRE(!told.empty());
    for (const auto& [delivered, held] : told) CHECK(delivered <= held);
    CHECK(told.back().first == 2);
}

}  // namespace
}  // namespace shopbell::pair
