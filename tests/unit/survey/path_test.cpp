// SPDX-License-Identifier: Apache-2.0
#include "core/survey/path.hpp"

#include "tests/unit/survey/questionnaire.hpp"

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

TEST_CASE("survey path: a good score leads past the reason, a bad one to it") {
    const wire::Survey survey = after_chat();
    CHECK(next_question(survey, answers_to(survey, {})) == 0);
    CHECK(next_question(survey, answers_to(survey, {scored("score", 5)})) == 3);
    CHECK(next_question(survey, answers_to(survey, {scored("score", 3)})) == 1);
    CHECK(next_question(survey,
                        answers_to(survey, {scored("score", 2), chosen("why", {"rude"})})) == 3);
    CHECK(next_question(survey, answers_to(survey, {scored("score", 2),
                                                    chosen("why", {"rude", "slow"})})) == 2);
}

TEST_CASE("survey path: a skipped question is not asked again, and meets no condition") {
    const wire::Survey survey = survey_of({
        question("score", question_kind::nps),
        question("why", question_kind::text, {answered("score")}),
        question("low", question_kind::text, {at_least("score", 0)}),
    });
    CHECK(!next_question(survey, answers_to(survey, {skipped("score")})));
    CHECK(next_question(survey, answers_to(survey, {scored("score", 0)})) == 1);
    CHECK(next_question(survey, answers_to(survey, {scored("score", 0), written("why", " ")})) ==
          2);
}

TEST_CASE("survey path: progress counts what may still come, and never goes back") {
    const wire::Survey survey = after_chat();
    wire::SurveyAnswers answers = begin_answers(survey, "en");
    CHECK(progress(survey, answers) == Progress{0, 4});
    set_answer(survey, scored("score", 2), answers);
    CHECK(progress(survey, answers) == Progress{1, 4});
    set_answer(survey, chosen("why", {"wrong"}), answers);
    CHECK(progress(survey, answers) == Progress{2, 3});
    set_answer(survey, skipped("comment"), answers);
    CHECK(progress(survey, answers) == Progress{3, 3});
}

TEST_CASE("survey path: a changed answer drops those behind branches that no longer apply") {
    const wire::Survey survey = after_chat();
    wire::SurveyAnswers answers = begin_answers(survey, "zh-Hans");
    set_answer(survey, scored("score", 1), answers);
    set_answer(survey, chosen("why", {"slow"}), answers);
    set_answer(survey, written("wait", "an hour"), answers);
    set_answer(survey, written("comment", "well"), answers);
    REQUIRE(answers.answers.size() == 4);
    set_answer(survey, scored("score", 5), answers);
    CHECK(answers.answers ==
          std::vector<wire::SurveyAnswer>{scored("score", 5), written("comment", "well")});
    CHECK(!next_question(survey, answers));
    CHECK(answers.locale == "zh-Hans");
    CHECK(answers.version == survey.version);
}

TEST_CASE("survey path: an answer to a question that is not there changes nothing") {
    const wire::Survey survey = after_chat();
    wire::SurveyAnswers answers = answers_to(survey, {scored("score", 5)});
    const wire::SurveyAnswers before = answers;
    set_answer(survey, scored("mood", 5), answers);
    CHECK(answers == before);
}

TEST_CASE("survey path: pruning drops what is unknown, doubled or not asked") {
    const wire::Survey survey = after_chat();
    wire::SurveyAnswers answers =
        answers_to(survey, {written("comment", "well"), scored("mood", 5), chosen("why", {"slow"}),
                            scored("score", 4), scored("score", 1)});
    prune_answers(survey, answers);
    CHECK(answers.answers ==
          std::vector<wire::SurveyAnswer>{scored("score", 4), written("comment", "well")});
}

}  // namespace shopbell::survey
