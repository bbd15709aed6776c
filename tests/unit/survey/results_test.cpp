// SPDX-License-Identifier: Apache-2.0
#include "core/survey/results.hpp"

#include "tests/unit/survey/questionnaire.hpp"

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

namespace {

wire::Survey measures() {
    return survey_of({
        question("cause", question_kind::choice),
        question("score", question_kind::csat),
        question("recommend", question_kind::nps),
        question("effort", question_kind::ces),
    });
}

// Scores of CSAT, NPS and CES.
Asked answered_by(uint8_t agent, uint64_t at, uint8_t csat, uint8_t nps, uint8_t ces) {
    return {at, id_of(agent),
            Bytes{0, static_cast<uint8_t>(csat + 1), static_cast<uint8_t>(nps + 1),
                  static_cast<uint8_t>(ces + 1)}};
}

Asked silent(uint64_t at) { return {at, std::nullopt, std::nullopt}; }

std::vector<Asked> four_asked() {
    return {answered_by(2, 10, 5, 10, 7), answered_by(1, 20, 4, 9, 5), answered_by(2, 30, 3, 6, 4),
            silent(40)};
}

}  // namespace

TEST_CASE("results: satisfaction is fours and fives of all answers") {
    const Results results = tally(measures(), four_asked(), {});
    REQUIRE(results.all.questions.size() == 3);
    const QuestionTally& csat = results.all.questions[0];
    CHECK(csat.place == 1);
    CHECK(csat.counts == std::vector<uint64_t>{0, 0, 1, 1, 1});
    CHECK(csat.answers == 3);
    CHECK(csat.measure == 6667);
    CHECK(csat.interval == wilson_interval(2, 3));
    CHECK(csat.mean_milli == 4000);
}

TEST_CASE("results: the net promoter score is nines and tens less zeros to sixes") {
    std::vector<Asked> asked = four_asked();
    asked.push_back(answered_by(1, 50, 1, 8, 1));
    asked.push_back(answered_by(1, 50, 1, 7, 1));
    const QuestionTally nps = tally(measures(), asked, {}).all.questions[1];
    CHECK(nps.counts == std::vector<uint64_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1});
    CHECK(nps.measure == 2000);
    CHECK(nps.interval == net_share_interval(2, 1, 5));
}

TEST_CASE("results: effort is a mean, without an interval") {
    const QuestionTally ces = tally(measures(), four_asked(), {}).all.questions[2];
    CHECK(ces.counts == std::vector<uint64_t>{0, 0, 0, 1, 1, 0, 1});
    CHECK(ces.mean_milli == 5333);
    CHECK(ces.measure == 0);
    CHECK(!ces.interval);
}

TEST_CASE("results: the response rate is of those who were invited") {
    const Tally all = tally(measures(), four_asked(), {}).all;
    CHECK(all.invited == 4);
    CHECK(all.answered == 3);
    CHECK(all.response_rate == 7500);
    CHECK(all.response_interval == wilson_interval(3, 4));
}

TEST_CASE("results: a response without a score is one, and counts in no measure") {
    const std::vector<Asked> asked{{10, std::nullopt, Bytes{}}};
    const Tally all = tally(measures(), asked, {}).all;
    CHECK(all.answered == 1);
    CHECK(all.questions[0].answers == 0);
    CHECK(all.questions[0].interval == Interval{0, 10000});
}

TEST_CASE("results: of nobody asked there are no figures, and any share is possible") {
    const Results results = tally(measures(), {}, {});
    CHECK(results.all.response_rate == 0);
    CHECK(results.all.response_interval == Interval{0, 10000});
    CHECK(results.all.questions[1].interval == Interval{-10000, 10000});
    CHECK(results.agents.empty());
    CHECK(results.periods.empty());
}

TEST_CASE("results: periods begin with their bound and end before the next") {
    const std::vector<uint64_t> bounds{10, 30, 40};
    const Results results = tally(measures(), four_asked(), bounds);
    REQUIRE(results.periods.size() == 2);
    CHECK(results.periods[0].invited == 2);
    CHECK(results.periods[0].questions[0].measure == 10000);
    CHECK(results.periods[1].invited == 1);
    CHECK(results.periods[1].questions[0].measure == 0);
    CHECK(results.all.invited == 4);
    const std::vector<uint64_t> lone{10};
    CHECK(tally(measures(), four_asked(), lone).periods.empty());
}

TEST_CASE("results: agents stand by id, and what nobody had comes first") {
    const Results results = tally(measures(), four_asked(), {});
    REQUIRE(results.agents.size() == 3);
    CHECK(!results.agents[0].agent);
    CHECK(results.agents[0].tally.answered == 0);
    CHECK(results.agents[1].agent == id_of(1));
    CHECK(results.agents[1].tally.questions[0].measure == 10000);
    CHECK(results.agents[2].agent == id_of(2));
    CHECK(results.agents[2].tally.questions[0].measure == 5000);
}

TEST_CASE("results: a score outside its scale is counted nowhere") {
    const std::vector<Asked> asked{{10, std::nullopt, Bytes{9, 9, 99, 1}}};
    const Tally all = tally(measures(), asked, {}).all;
    for (const QuestionTally& question : all.questions) CHECK(question.answers == 0);
}

}  // namespace shopbell::survey
