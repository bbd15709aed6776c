// SPDX-License-Identifier: Apache-2.0
// A conversation that somebody deletes is gone everywhere; words that were still to be sent are
// not.
#include "core/base/limits.hpp"
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;

struct Deletion : Talk {
    void erase(End& end) {
        pair.tell(end, boundary::Act{.conv = conv, .event = 5, .agent = {}});
        pair.run();
    }
    static size_t rows_on(const End& end) {
        size_t count = 0;
        for (const auto& [key, value] : *end.disk) {
            count += key.starts_with("row/") || key.starts_with("out/") ? 1 : 0;
        }
        return count;
    }
    Id conv = bo.conv();
};

TEST_CASE("erasure: a shopper deletes a conversation, and it is gone on both sides") {
    Deletion talk;
    talk.erase(talk.shopper);
    for (const End* end : {&talk.shopper, &talk.bo}) {
        CHECK(end->rows.at(talk.conv).empty());
        CHECK(end->conversations.at(talk.conv).state == 3);
        CHECK(Deletion::rows_on(*end) == 0);
    }
    talk.pair.say(talk.shopper, "a new matter");
    CHECK(talk.shopper.conversations.size() == 2);
    CHECK(talk.bo.conversations.size() == 2);
}

TEST_CASE("erasure: what an agent deletes is gone for a shopper who comes later") {
    Deletion talk;
    talk.pair.cut(talk.shopper);
    talk.erase(talk.bo);
    CHECK(talk.shopper.bodies() == Bodies{"one", "two"});
    talk.pair.restore(talk.shopper);
    CHECK(talk.shopper.rows.at(talk.conv).empty());
    CHECK(talk.shopper.conversations.at(talk.conv).state == 3);
    CHECK(Deletion::rows_on(talk.shopper) == 0);
    talk.pair.reload(talk.shopper);
    CHECK(talk.shopper.conversations.at(talk.conv).state == 3);
}

TEST_CASE("erasure: words that a shopper had not sent yet move into a new conversation") {
    Deletion talk;
    talk.pair.cut(talk.shopper);
    talk.pair.say(talk.shopper, "three");
    talk.pair.say(talk.shopper, "four");
    talk.erase(talk.bo);
    talk.pair.restore(talk.shopper);
    REQUIRE(talk.bo.conversations.size() == 2);
    for (const auto& [conv, view] : talk.bo.conversations) {
        if (conv == talk.conv) continue;
        talk.pair.tell(talk.bo, boundary::Look{.conv = conv, .focused = true});
        talk.pair.run();
        REQUIRE(talk.bo.rows.at(conv).size() == 2);
        CHECK(talk.bo.rows.at(conv).front().body == "three");
        CHECK(talk.bo.rows.at(conv).back().body == "four");
    }
}

TEST_CASE("erasure: a copied profile moves the same words under the same id, so they come once") {
    Deletion talk;
    talk.pair.cut(talk.shopper);
    talk.pair.say(talk.shopper, "three");
    End& copy = talk.pair.tab(talk.shopper, "copy");
    copy.disk = std::make_shared<std::map<std::string, Bytes>>(*copy.disk);
    copy.begin.follow = copy.network = false;
    talk.pair.reload(copy);
    talk.erase(talk.bo);
    talk.pair.restore(talk.shopper);
    talk.pair.restore(copy);
    talk.pair.wait(30'000);
    REQUIRE(talk.bo.conversations.size() == 2);
    for (const End* end : {&talk.shopper, &copy}) CHECK(end->bodies() == Bodies{"three"});
    for (const auto& [conv, view] : talk.bo.conversations)
        CHECK(view.head_seq == (conv == talk.conv ? 3 : 1));
}

TEST_CASE("erasure: what was acknowledged before it, and not delivered, is not sent again") {
    Deletion talk;
    talk.pair.tamper = [&](const End& end, Bytes& frame) {
        const auto decoded = wire::decode_frame_from_relay(frame);
        const bool delivers = decoded && std::holds_alternative<wire::Deliver>(*decoded);
        if (&end == &talk.shopper && delivers) frame = wire::encode(wire::Pong{.token = 0});
    };
    talk.pair.say(talk.shopper, "three");
    REQUIRE(talk.shopper.last().body == "three");
    CHECK(talk.shopper.last().status == 3);
    talk.pair.cut(talk.shopper);
    talk.erase(talk.bo);
    // That the relay does not know it is heard before why.
    talk.pair.restore(talk.shopper);
    talk.pair.tamper = nullptr;
    talk.pair.wait(30'000);
    CHECK(talk.shopper.bodies().empty());
    CHECK(talk.shopper.conversations.size() == 1);
    CHECK(talk.bo.conversations.size() == 1);
}

TEST_CASE("erasure: asked for without network it empties this device at once, the rest later") {
    Deletion talk;
    talk.pair.cut(talk.shopper);
    talk.pair.say(talk.shopper, "never mind");
    talk.erase(talk.shopper);
    CHECK(talk.shopper.conversations.at(talk.conv).state == 3);
    CHECK(Deletion::rows_on(talk.shopper) == 1);
    talk.pair.reload(talk.shopper);
    talk.pair.restore(talk.shopper);
    CHECK(talk.bo.conversations.at(talk.conv).state == 3);
    CHECK(talk.bo.rows.at(talk.conv).empty());
    CHECK(Deletion::rows_on(talk.shopper) == 0);
    CHECK(talk.bo.conversations.size() == 1);
}

TEST_CASE("erasure: of a conversation that was never sent leaves nothing") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.cut(shopper);
    pair.say(shopper, "never mind");
    const Id conv = shopper.conv();
    pair.tell(shopper, boundary::Act{.conv = conv, .event = 5, .agent = {}});
    pair.run();
    CHECK(shopper.bodies().empty());
    // That it was never sent only the relay can say: the disk may be an older one.
    CHECK(Deletion::rows_on(shopper) == 1);
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.restore(shopper);
    // Nor can it say so at once: what was sent may be under way yet.
    pair.wait(static_cast<Millis>(limits::idle_ms_max));
    CHECK(Deletion::rows_on(shopper) == 0);
    CHECK(bo.conversations.empty());
    pair.tell(shopper, boundary::Compose{.conv = {}, .body = "hello", .page = {}});
    pair.run();
    CHECK(bo.conversations.size() == 1);
    CHECK(bo.conversations.count(conv) == 0);
}

TEST_CASE("erasure: what was sent before the disk was set back is deleted at the relay, too") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.cut(shopper);
    pair.say(shopper, "one");
    const auto before = *shopper.disk;
    pair.restore(shopper);
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    pair.run();
    pair.look(bo);
    REQUIRE(bo.bodies() == Bodies{"one"});
    pair.cut(shopper);
    *shopper.disk = before;
    pair.reload(shopper);
    const Id conv = shopper.conv();
    REQUIRE(shopper.bodies() == Bodies{"one"});
    pair.tell(shopper, boundary::Act{.conv = conv, .event = 5, .agent = {}});
    pair.run();
    pair.restore(shopper);
    pair.wait(40'000);
    CHECK(bo.conversations.at(conv).state == 3);
    CHECK(bo.bodies().empty());
    CHECK(Deletion::rows_on(shopper) == 0);
}

TEST_CASE("erasure: a relay cannot make one up") {
    Deletion talk;
    const size_t before = talk.shopper.rows.at(talk.conv).size();
    talk.pair.tamper = [](const End&, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        if (!decoded) return;
        auto* const deliver = std::get_if<wire::Deliver>(&*decoded);
        if (deliver == nullptr) return;
        deliver->row.submission.type = 2;
        deliver->row.submission.pub = wire::encode(wire::EventPub{.kind = 5, .agent = {}});
        frame = wire::encode(*deliver);
    };
    talk.pair.say(talk.bo, "three");
    REQUIRE(talk.shopper.rows.at(talk.conv).size() == before + 1);
    CHECK(talk.shopper.last().kind == 3);
    CHECK(talk.shopper.conversations.at(talk.conv).state == 1);
}

}  // namespace
}  // namespace shopbell::pair
