// SPDX-License-Identifier: Apache-2.0
#include "core/survey/responses.hpp"

#include "core/base/limits.hpp"
#include "core/survey/results.hpp"
#include "tests/unit/survey/questionnaire.hpp"

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

namespace {

constexpr uint64_t asked_at = 1'700'000'000'000;

Invitation invitation() { return {id_of(0xc0), key_of(0x50), id_of(0xa1), asked_at}; }

Responses invited() {
    Responses responses;
    CHECK(responses.invite(after_chat(), invitation()));
    return responses;
}

ResponseRow row(uint8_t mid, uint64_t after_ms, uint8_t score) {
    return {id_of(0xc0),
            id_of(mid),
            key_of(0x50),
            asked_at + after_ms,
            {"after-chat", 3, {static_cast<uint8_t>(score + 1)}}};
}

Bytes scores_of(const Responses& responses) {
    const Response* const found = responses.find("after-chat", id_of(0xc0));
    return found == nullptr ? Bytes{} : found->scores;
}

}  // namespace

TEST_CASE("responses: the newest answer within a day of the first counts, as one") {
    Responses responses = invited();
    CHECK(responses.respond(row(1, 0, 2)) == ResponseVerdict::counted);
    CHECK(responses.respond(row(2, day_ms - 1, 5)) == ResponseVerdict::changed);
    CHECK(scores_of(responses) == Bytes{6});
    CHECK(asked_of(responses, after_chat()).size() == 1);
}

TEST_CASE("responses: a day after the first answer it stands") {
    Responses responses = invited();
    CHECK(responses.respond(row(1, hour_ms, 2)) == ResponseVerdict::counted);
    CHECK(responses.respond(row(2, hour_ms + day_ms, 5)) == ResponseVerdict::change_too_late);
    CHECK(scores_of(responses) == Bytes{3});
}

TEST_CASE("responses: 10,000 replays count one") {
    Responses responses = invited();
    CHECK(responses.respond(row(1, 0, 2)) == ResponseVerdict::counted);
    CHECK(responses.respond(row(2, 1, 4)) == ResponseVerdict::changed);
    const Responses before = responses;
    for (uint64_t i = 0; i < 10'000; ++i) {
        CHECK(responses.respond(row(1 + i % 2, i, 1)) == ResponseVerdict::replayed);
    }
    CHECK(responses == before);
    CHECK(scores_of(responses) == Bytes{5});
    const Results results = tally(after_chat(), asked_of(responses, after_chat()), {});
    CHECK(results.all.invited == 1);
    CHECK(results.all.answered == 1);
}

TEST_CASE("responses: a copy goes on by itself") {
    Responses responses = invited();
    Responses copy = responses;
    CHECK(copy.respond(row(1, 0, 2)) == ResponseVerdict::counted);
    CHECK(responses.respond(row(1, 0, 4)) == ResponseVerdict::counted);
    CHECK(scores_of(copy) == Bytes{3});
    CHECK(scores_of(responses) == Bytes{5});
}

TEST_CASE("responses: who was not invited does not count") {
    Responses responses = invited();
    ResponseRow other = row(1, 0, 5);
    other.conv = id_of(0xc1);
    CHECK(responses.respond(other) == ResponseVerdict::not_invited);
    other = row(1, 0, 5);
    other.pub.survey = "nps";
    CHECK(responses.respond(other) == ResponseVerdict::not_invited);
    other = row(1, 0, 5);
    other.shopper = key_of(0x51);
    CHECK(responses.respond(other) == ResponseVerdict::not_invited);
    CHECK(responses == invited());
    CHECK(responses.find("nps", id_of(0xc0)) == nullptr);
}

TEST_CASE("responses: answers after their time, or to another version, do not count") {
    Responses responses = invited();
    CHECK(responses.respond(row(1, 72 * hour_ms, 5)) == ResponseVerdict::too_late);
    ResponseRow old = row(2, 0, 5);
    old.pub.version = 2;
    CHECK(responses.respond(old) == ResponseVerdict::other_version);
    CHECK(responses == invited());
    CHECK(responses.respond(row(3, 72 * hour_ms - 1, 5)) == ResponseVerdict::counted);
}

TEST_CASE("responses: a first answer in time may be changed after the survey's own time") {
    Responses responses = invited();
    CHECK(responses.respond(row(1, 72 * hour_ms - 1, 5)) == ResponseVerdict::counted);
    CHECK(responses.respond(row(2, 72 * hour_ms + hour_ms, 1)) == ResponseVerdict::changed);
}

TEST_CASE("responses: a second invitation changes nothing") {
    Responses responses = invited();
    Invitation again = invitation();
    again.at += day_ms;
    wire::Survey newer = after_chat();
    newer.version = 4;
    CHECK(!responses.invite(newer, again));
    CHECK(responses == invited());
}

TEST_CASE("responses: a shopper cannot make the state grow without end") {
    Responses responses = invited();
    for (uint64_t i = 0; i < limits::survey_changes_max; ++i) {
        CHECK(counts(responses.respond(row(static_cast<uint8_t>(i), i, 4))));
    }
    const Responses before = responses;
    CHECK(responses.respond(row(0xfe, 100, 1)) == ResponseVerdict::too_many_changes);
    CHECK(responses == before);
}

TEST_CASE("responses: what is counted is told by survey and version") {
    Responses responses = invited();
    wire::Survey other = after_chat();
    other.id = "nps";
    CHECK(responses.invite(other, invitation()));
    CHECK(responses.all().size() == 2);
    CHECK(responses.respond(row(1, 5, 4)) == ResponseVerdict::counted);
    const auto asked = asked_of(responses, after_chat());
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].at == asked_at);
    CHECK(asked[0].agent == id_of(0xa1));
    CHECK(asked[0].scores == Bytes{5});
    CHECK(!asked_of(responses, other)[0].scores);
    wire::Survey newer = after_chat();
    newer.version = 4;
    CHECK(asked_of(responses, newer).empty());
}

}  // namespace shopbell::survey
