// SPDX-License-Identifier: Apache-2.0
// Rows of which the screen makes both parts: changes of another message, invitations to a survey,
// and the answers to one.
#include "core/base/limits.hpp"
#include "core/wire/survey.hpp"
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

constexpr uint64_t event_row = 2, survey_row = 3;
constexpr uint64_t kind_event = 2, kind_content = 4;
constexpr uint64_t invited = 4, changed = 6, closing = 1;
constexpr uint64_t open_state = 1, closed_state = 2;

const Bytes change_pub = wire::encode(wire::EventPub{changed, std::nullopt});
const Bytes invitation = wire::encode(wire::InvitationPub{invited, std::nullopt, "nps", 3});
const Bytes scores = wire::encode(wire::SurveyPub{"nps", 3, {11}});
const Bytes quiet = wire::encode(wire::EventContent{});
const Bytes answers = wire::encode(wire::SurveyContent{"10 of 10", {0x80}});

Bytes cheer(const Id& to) {
    return wire::encode(wire::ReactionContent{"", to, "\U0001f44d", true});
}

void write_row(Pair& pair, End& end, const Id& conv, uint64_t type, const Bytes& pub,
               const Bytes& content) {
    pair.tell(end,
              boundary::WriteRow{.conv = conv, .row_type = type, .pub = pub, .content = content});
    pair.run();
}

TEST_CASE("changes: a reaction reaches the other side as an event, and rings nowhere") {
    Talk talk;
    const Id conv = talk.shopper.conv();
    const size_t rung = talk.bo.arrived.size();
    const Bytes content = cheer(talk.shopper.last().mid);
    write_row(talk.pair, talk.shopper, conv, event_row, change_pub, content);
    const boundary::RowView& row = talk.bo.last();
    CHECK(row.kind == kind_event);
    CHECK(row.event == changed);
    CHECK(row.content == content);
    CHECK(row.body.empty());
    CHECK(talk.bo.arrived.size() == rung);
}

TEST_CASE("changes: one that is made without network goes out once there is one") {
    Talk talk;
    const Id conv = talk.shopper.conv();
    talk.pair.cut(talk.shopper);
    write_row(talk.pair, talk.shopper, conv, event_row, change_pub, cheer(id_of(1)));
    CHECK(talk.shopper.last().content == cheer(id_of(1)));
    CHECK(talk.bo.last().event != changed);
    talk.pair.restore(talk.shopper);
    CHECK(talk.bo.last().content == cheer(id_of(1)));
}

TEST_CASE("changes: list and search have the words of today, and nothing of what was deleted") {
    Talk talk;
    const Id conv = talk.shopper.conv();
    talk.pair.say(talk.shopper, "a red pot");
    const Id mid = talk.shopper.last().mid;
    const auto change = [&](End& end, const Bytes& content) {
        write_row(talk.pair, end, conv, event_row, change_pub, content);
    };
    change(talk.shopper, wire::encode(wire::EditContent{"", mid, "a blue pot"}));
    CHECK(talk.bo.conversations.at(conv).last->body == "a blue pot");
    CHECK(talk.pair.search(talk.bo, "blue") == std::vector<std::string>{"a blue pot"});
    CHECK(talk.pair.search(talk.bo, "red").empty());

    // Not by somebody else.
    change(talk.bo, wire::encode(wire::DeleteContent{"", mid}));
    CHECK(talk.pair.search(talk.bo, "blue") == std::vector<std::string>{"a blue pot"});

    change(talk.shopper, wire::encode(wire::DeleteContent{"", mid}));
    CHECK(talk.bo.conversations.at(conv).last->body == "two");
    CHECK(talk.pair.search(talk.bo, "pot").empty());
    change(talk.shopper, wire::encode(wire::EditContent{"", mid, "a pot again"}));
    CHECK(talk.pair.search(talk.bo, "pot").empty());
}

TEST_CASE("changes: what comes too late changes nothing") {
    Talk talk;
    const Id conv = talk.shopper.conv();
    talk.pair.say(talk.shopper, "a red pot");
    const Id mid = talk.shopper.last().mid;
    talk.pair.wait(static_cast<Millis>(limits::change_ms_max) + 1);
    write_row(talk.pair, talk.shopper, conv, event_row, change_pub,
              wire::encode(wire::DeleteContent{"", mid}));
    CHECK(talk.bo.conversations.at(conv).last->body == "a red pot");
}

TEST_CASE("surveys: invited by an agent, answered by the shopper, and nothing else moves") {
    Talk talk;
    const Id conv = talk.shopper.conv();
    talk.pair.tell(talk.bo, boundary::Act{.conv = conv, .event = closing, .agent = {}});
    talk.pair.run();
    const uint64_t unread = talk.bo.conversations.at(conv).unread;
    write_row(talk.pair, talk.bo, conv, event_row, invitation, quiet);
    CHECK(talk.shopper.last().event == invited);
    CHECK(talk.shopper.last().pub == invitation);
    write_row(talk.pair, talk.shopper, conv, survey_row, scores, answers);
    CHECK(talk.bo.last().kind == kind_content);
    CHECK(talk.bo.last().pub == scores);
    CHECK(talk.bo.last().content == answers);
    CHECK(talk.bo.conversations.at(conv).state == closed_state);
    CHECK(talk.shopper.conversations.at(conv).state == closed_state);
    CHECK(talk.bo.conversations.at(conv).unread == unread);
}

TEST_CASE("written rows: what is none of them is refused by name") {
    Talk talk;
    const Id conv = talk.shopper.conv();
    Id where = conv;
    End* end = &talk.shopper;
    uint64_t type = event_row;
    Bytes pub = change_pub, content = cheer(id_of(1));
    std::string field = "write_row.pub";
    SUBCASE("a message") {
        type = 1;
        field = "write_row.content";
    }
    SUBCASE("a change without its words") {
        content = {0x81};
        field = "write_row.content";
    }
    SUBCASE("words as an event") {
        content = wire::encode(wire::TextContent{"hello", std::nullopt});
        field = "write_row.content";
    }
    SUBCASE("more than a row holds") {
        content = Bytes(limits::content_bytes_max + 1);
        field = "write_row.content";
    }
    SUBCASE("an event that has its own verb") {
        pub = wire::encode(wire::EventPub{closing, std::nullopt});
    }
    SUBCASE("a clear part that is none") { pub = {0xff}; }
    SUBCASE("answers without scores") {
        type = survey_row;
        pub = {};
        content = answers;
    }
    SUBCASE("an agent's answers") {
        end = &talk.bo;
        type = survey_row;
        pub = scores;
        content = answers;
    }
    SUBCASE("a conversation that is not here") {
        where = id_of(0x99);
        field = "write_row.conv";
    }
    const size_t rows = end->rows.at(conv).size();
    write_row(talk.pair, *end, where, type, pub, content);
    REQUIRE(end->refused.size() == 1);
    CHECK(end->refused.front().field == field);
    CHECK(end->rows.at(conv).size() == rows);
    CHECK(talk.bo.conversations.at(conv).state == open_state);
}

}  // namespace
}  // namespace shopbell::pair
