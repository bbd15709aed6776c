// SPDX-License-Identifier: Apache-2.0
#include "core/survey/scores.hpp"

#include "core/base/limits.hpp"
#include "core/survey/definition.hpp"
#include "tests/unit/survey/questionnaire.hpp"

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

namespace {

// Scales at places 0, 2 and 3, a choice between them, words at the end.
wire::Survey mixed() {
    return survey_of({
        question("recommend", question_kind::nps),
        question("cause", question_kind::choice),
        question("effort", question_kind::ces),
        question("score", question_kind::csat),
        question("comment", question_kind::text),
    });
}

wire::SurveyPub pub(Bytes scores) { return {"after-chat", 3, std::move(scores)}; }

void check_refused(const wire::SurveyPub& pub, const PubError& expected, std::string_view text) {
    const auto error = check_pub(mixed(), pub);
    REQUIRE(error);
    CHECK(*error == expected);
    CHECK(error->text() == text);
}

}  // namespace

TEST_CASE("scores: the clear part holds scores by place, and no word and no choice") {
    const wire::Survey survey = mixed();
    const wire::SurveyPub made = pub_of(
        survey,
        answers_to(survey, {scored("recommend", 0), chosen("cause", {"rude"}), skipped("effort"),
                            scored("score", 5), written("comment", "x")}));
    CHECK(made == pub({1, 0, 0, 6}));
    CHECK(!check_pub(survey, made));
    CHECK(score_at(made.scores, 0) == 0);
    CHECK(!score_at(made.scores, 1));
    CHECK(score_at(made.scores, 3) == 5);
    CHECK(!score_at(made.scores, 4));
}

TEST_CASE("scores: without any there is an empty clear part, which is right") {
    const wire::Survey survey = mixed();
    const wire::SurveyPub made =
        pub_of(survey, answers_to(survey, {chosen("cause", {"rude"}), written("comment", "x")}));
    CHECK(made == pub({}));
    CHECK(!check_pub(survey, made));
}

TEST_CASE("scores: those of the longest survey fit into a row's clear part") {
    wire::Survey survey = survey_of({});
    survey.id = std::string(limits::survey_id_bytes_max, 'a');
    survey.version = limits::survey_version_max;
    wire::SurveyAnswers answers = begin_answers(survey, "en");
    for (uint64_t i = 0; i < limits::survey_questions_max; ++i) {
        const std::string id = "q" + std::to_string(i);
        survey.questions.push_back(question(id, question_kind::nps));
        answers.answers.push_back(scored(id, 10));
    }
    REQUIRE(!check_survey(survey));
    const Bytes encoded = encode(pub_of(survey, answers));
    CHECK(encoded.size() == 59);
    CHECK(encoded.size() <= limits::pub_bytes_max);
}

TEST_CASE("scores: the relay refuses what is not of the survey or not in its scales") {
    check_refused({"nps", 3, {1}}, {PubProblem::survey, 0}, "scores: are of another survey");
    check_refused({"after-chat", 2, {1}}, {PubProblem::version, 0},
                  "scores: are of another version");
    check_refused(pub({1, 0, 2, 2, 0, 1}), {PubProblem::too_many, 0},
                  "scores: are more than the questions");
    check_refused(pub({1, 1}), {PubProblem::not_scored, 1}, "question 2: has no scale");
    check_refused(pub({12}), {PubProblem::score, 0}, "question 1: has a score outside its scale");
    check_refused(pub({0, 0, 0, 7}), {PubProblem::score, 3},
                  "question 4: has a score outside its scale");
    check_refused(pub({0, 0, 1}), {PubProblem::score, 2},
                  "question 3: has a score outside its scale");
    check_refused(pub({1, 0}), {PubProblem::trailing_zero, 1},
                  "question 2: is an empty place at the end");
}

}  // namespace shopbell::survey
