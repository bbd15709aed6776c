// SPDX-License-Identifier: Apache-2.0
#include "core/survey/answers.hpp"

#include "core/base/limits.hpp"
#include "tests/unit/survey/questionnaire.hpp"

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

using Problem = AnswerProblem;

namespace {

void check_refused(const wire::SurveyAnswers& answers, Problem problem, const std::string& question,
                   Extent extent = Extent::partial) {
    const auto error = check_answers(after_chat(), answers, extent);
    REQUIRE(error);
    CAPTURE(error->text());
    CHECK(error->problem == problem);
    CHECK(error->question == question);
}

void check_one_refused(const wire::SurveyAnswer& answer, Problem problem) {
    std::vector<wire::SurveyAnswer> answers{scored("score", 2), chosen("why", {"slow"})};
    for (wire::SurveyAnswer& earlier : answers) {
        if (earlier.question == answer.question) earlier = answer;
    }
    if (answer.question == "comment") answers.push_back(answer);
    check_refused(answers_to(after_chat(), answers), problem, answer.question);
}

}  // namespace

TEST_CASE("answers: partial ones fit as far as they go, complete ones to the end") {
    const wire::Survey survey = after_chat();
    wire::SurveyAnswers answers = begin_answers(survey, "ar");
    CHECK(!check_answers(survey, answers, Extent::partial));
    answers.answers = {scored("score", 3), chosen("why", {"slow", "rude"})};
    CHECK(!check_answers(survey, answers, Extent::partial));
    CHECK(!check_answers(survey, answers, Extent::complete));
}

TEST_CASE("answers: those to another survey or version, or in no language, are refused") {
    wire::SurveyAnswers answers = begin_answers(after_chat(), "en");
    answers.survey = "nps";
    check_refused(answers, Problem::survey, "");
    answers = begin_answers(after_chat(), "en");
    answers.version = 2;
    check_refused(answers, Problem::version, "");
    answers = begin_answers(after_chat(), "e");
    check_refused(answers, Problem::locale, "");
}

TEST_CASE("answers: each value must be one that its question takes") {
    check_one_refused(scored("score", 0), Problem::score);
    check_one_refused(scored("score", 6), Problem::score);
    check_one_refused(written("score", "good"), Problem::wrong_kind);
    check_one_refused(chosen("score", {"slow"}), Problem::wrong_kind);
    check_one_refused(scored("why", 3), Problem::wrong_kind);
    check_one_refused(chosen("why", {"late"}), Problem::unknown_option);
    check_one_refused(chosen("why", {"slow", "slow"}), Problem::duplicate_choice);
    check_one_refused(scored("comment", 3), Problem::wrong_kind);
    check_one_refused(
        written("comment", std::string(limits::survey_answer_text_bytes_max + 1, 'x')),
        Problem::text_too_long);
    check_one_refused(skipped("score"), Problem::required);
}

TEST_CASE("answers: a single choice takes one option") {
    const wire::Survey survey = survey_of({question("cause", question_kind::choice)});
    const auto answers = answers_to(survey, {chosen("cause", {"slow", "rude"})});
    const auto error = check_answers(survey, answers, Extent::partial);
    REQUIRE(error);
    CHECK(error->problem == Problem::too_many_choices);
    CHECK(error->text() == "question cause: takes one option");
}

TEST_CASE("answers: a question is answered once, and only on its path") {
    const wire::Survey survey = after_chat();
    check_refused(answers_to(survey, {scored("mood", 3)}), Problem::unknown_question, "mood");
    check_refused(answers_to(survey, {scored("score", 3), scored("score", 4)}), Problem::duplicate,
                  "score");
    check_refused(answers_to(survey, {scored("score", 4), chosen("why", {"slow"})}),
                  Problem::not_asked, "why");
    check_refused(answers_to(survey, {chosen("why", {"slow"})}), Problem::not_asked, "why");
}

TEST_CASE("answers: complete ones leave out nothing required, and hold something") {
    const wire::Survey survey = after_chat();
    check_refused(answers_to(survey, {written("comment", "well")}), Problem::required_missing,
                  "score", Extent::complete);
    check_refused(answers_to(survey, {scored("score", 1)}), Problem::required_missing, "why",
                  Extent::complete);
    const wire::Survey optional = survey_of({question("score", question_kind::csat)});
    const auto error =
        check_answers(optional, answers_to(optional, {skipped("score")}), Extent::complete);
    REQUIRE(error);
    CHECK(error->problem == Problem::nothing_answered);
    CHECK(error->question.empty());
}

TEST_CASE("answers: texts within their limit may be too long together") {
    wire::Survey survey = survey_of({});
    std::vector<wire::SurveyAnswer> answers;
    const std::string text(limits::survey_answer_text_bytes_max, 'x');
    for (int i = 0; i < 4; ++i) {
        survey.questions.push_back(question("q" + std::to_string(i), question_kind::text));
        answers.push_back(written("q" + std::to_string(i), text));
    }
    const auto error = check_answers(survey, answers_to(survey, answers), Extent::partial);
    REQUIRE(error);
    CHECK(error->problem == Problem::too_large);
    answers.pop_back();
    CHECK(!check_answers(survey, answers_to(survey, answers), Extent::partial));
}

TEST_CASE("answers: each mistake has words of its own") {
    std::vector<std::string> seen;
    for (int problem = 1; problem <= static_cast<int>(Problem::nothing_answered); ++problem) {
        const std::string text = AnswerError{static_cast<Problem>(problem), "why"}.text();
        CHECK(text.size() > std::string("question why: ").size());
        for (const std::string& other : seen) CHECK(other != text);
        seen.push_back(text);
    }
    CHECK(AnswerError{Problem::survey, ""}.text() == "answers: belong to another survey");
}

}  // namespace shopbell::survey
