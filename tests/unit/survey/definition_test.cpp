// SPDX-License-Identifier: Apache-2.0
#include "core/survey/definition.hpp"

#include "core/base/limits.hpp"
#include "tests/unit/survey/questionnaire.hpp"

#include <functional>

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

using Problem = DefinitionProblem;
using Change = std::function<void(wire::Survey&)>;

namespace {

struct Mistake {
    Problem problem;
    std::string where;
    Change make;
};

// after_chat() with one mistake in it.
void check_refused(const std::vector<Mistake>& mistakes) {
    for (const Mistake& mistake : mistakes) {
        wire::Survey survey = after_chat();
        mistake.make(survey);
        const auto error = check_survey(survey);
        CAPTURE(mistake.where);
        REQUIRE(error);
        CAPTURE(error->text());
        CHECK(error->problem == mistake.problem);
        CHECK(error->where == mistake.where);
    }
}

wire::Survey with_conditions(std::vector<wire::QuestionCondition> when) {
    wire::Survey survey = survey_of({
        question("score", question_kind::csat),
        question("effort", question_kind::ces, {at_least("score", 4)}),
        question("cause", question_kind::choice, {at_most("score", 2)}),
        question("many", question_kind::multi_choice),
        question("last", question_kind::text, std::move(when)),
    });
    return survey;
}

void check_never_asked(std::vector<wire::QuestionCondition> when) {
    const auto error = check_survey(with_conditions(std::move(when)));
    REQUIRE(error);
    CHECK(error->problem == Problem::never_asked);
    CHECK(error->where == "question 5 (last)");
}

std::string long_text() { return std::string(limits::survey_text_bytes_max + 1, 'x'); }

}  // namespace

TEST_CASE("survey: a definition within every rule is taken") {
    CHECK(!check_survey(after_chat()));
    CHECK(!check_survey(with_conditions({})));
}

TEST_CASE("survey: ids, versions and empty surveys are refused by name") {
    check_refused({
        {Problem::id, "survey (After)", [](auto& s) { s.id = "After"; }},
        {Problem::id, "survey ()", [](auto& s) { s.id = ""; }},
        {Problem::id, "survey (-a)", [](auto& s) { s.id = "-a"; }},
        {Problem::version, "survey, version", [](auto& s) { s.version = 0; }},
        {Problem::version, "survey, version",
         [](auto& s) { s.version = limits::survey_version_max + 1; }},
        {Problem::nothing_to_ask, "survey", [](auto& s) { s.questions.clear(); }},
        {Problem::too_many, "survey, questions",
         [](auto& s) { s.questions.resize(limits::survey_questions_max + 1); }},
        {Problem::id, "question 2 (Why?)", [](auto& s) { s.questions[1].id = "Why?"; }},
        {Problem::id, "question 2 (" + std::string(33, 'a') + ")",
         [](auto& s) { s.questions[1].id = std::string(33, 'a'); }},
        {Problem::duplicate_id, "question 4 (why)", [](auto& s) { s.questions[3].id = "why"; }},
    });
}

TEST_CASE("survey: texts that are missing, empty, too long or in no language are refused") {
    check_refused({
        {Problem::english_missing, "survey, title", [](auto& s) { s.titles.clear(); }},
        {Problem::english_missing, "survey, thanks",
         [](auto& s) {
             s.thanks = {{"zh-Hans", "谢谢"}};
         }},
        {Problem::english_missing, "question 1 (score), text",
         [](auto& s) { s.questions[0].texts[0].locale = "ar"; }},
        {Problem::empty_text, "question 3 (wait), text in 'en'",
         [](auto& s) { s.questions[2].texts = english(" \n"); }},
        {Problem::text_too_long, "survey, title in 'en'",
         [](auto& s) { s.titles = english(long_text()); }},
        {Problem::locale, "survey, title in 'e'", [](auto& s) { s.titles[0].locale = "e"; }},
        {Problem::duplicate_locale, "survey, title in 'EN'",
         [](auto& s) {
             s.titles.push_back({"EN", "Again"});
         }},
        {Problem::too_many, "survey, title",
         [](auto& s) { s.titles.resize(limits::survey_locales_max + 1); }},
        {Problem::english_missing, "question 2 (why), option 1 (slow), text",
         [](auto& s) { s.questions[1].options[0].texts.clear(); }},
        {Problem::english_missing, "question 1 (score), labels",
         [](auto& s) {
             s.questions[0].labels = {{"ar", "سيئ", "جيد"}};
         }},
        {Problem::empty_text, "question 1 (score), labels in 'en'",
         [](auto& s) {
             s.questions[0].labels = {{"en", "bad", ""}};
         }},
    });
}

TEST_CASE("survey: a question's kind says what it has and has not") {
    check_refused({
        {Problem::unknown_kind, "question 1 (score)", [](auto& s) { s.questions[0].kind = 0; }},
        {Problem::unknown_kind, "question 1 (score)", [](auto& s) { s.questions[0].kind = 7; }},
        {Problem::look, "question 1 (score)", [](auto& s) { s.questions[0].look = 0; }},
        {Problem::look, "question 1 (score)", [](auto& s) { s.questions[0].look = 3; }},
        {Problem::look, "question 4 (comment)", [](auto& s) { s.questions[3].look = 1; }},
        {Problem::labels, "question 4 (comment)",
         [](auto& s) {
             s.questions[3].labels = {{"en", "bad", "good"}};
         }},
        {Problem::options_missing, "question 2 (why)",
         [](auto& s) { s.questions[1].options.clear(); }},
        {Problem::options_unwanted, "question 1 (score)",
         [](auto& s) { s.questions[0].options = s.questions[1].options; }},
        {Problem::too_many, "question 2 (why)",
         [](auto& s) { s.questions[1].options.resize(limits::question_options_max + 1); }},
        {Problem::too_many, "question 2 (why)",
         [](auto& s) { s.questions[1].when.resize(limits::question_conditions_max + 1); }},
        {Problem::duplicate_value, "question 2 (why), option 3 (slow)",
         [](auto& s) { s.questions[1].options[2].value = "slow"; }},
        {Problem::id, "question 2 (why), option 1 ()",
         [](auto& s) { s.questions[1].options[0].value = ""; }},
    });
}

TEST_CASE("survey: a condition names an earlier question and what that can be answered") {
    const auto wait = [](wire::QuestionCondition condition) -> Change {
        return [condition](wire::Survey& s) { s.questions[2].when = {condition}; };
    };
    const std::string where = "question 3 (wait), condition 1";
    wire::QuestionCondition unknown = answered("score");
    unknown.kind = 5;
    wire::QuestionCondition scored_answer = answered("score");
    scored_answer.score = 1;
    wire::QuestionCondition chosen_score = at_most("score", 3);
    chosen_score.choices = {"slow"};
    check_refused({
        {Problem::unknown_kind, where, wait(unknown)},
        {Problem::unknown_question, where, wait(answered("nothing"))},
        {Problem::not_earlier, where, wait(answered("wait"))},
        {Problem::not_earlier, where, wait(answered("comment"))},
        {Problem::condition_kind, where, wait(at_most("why", 3))},
        {Problem::condition_kind, where, wait(one_of("score", {"slow"}))},
        {Problem::condition_value, where, wait(at_most("score", 6))},
        {Problem::condition_value, where, wait(at_least("score", 0))},
        {Problem::condition_value, where, wait(scored_answer)},
        {Problem::condition_value, where, wait(chosen_score)},
        {Problem::condition_choices, where, wait(one_of("why", {}))},
        {Problem::condition_choices, where, wait(one_of("why", {"late"}))},
        {Problem::duplicate_value, where, wait(one_of("why", {"slow", "slow"}))},
    });
}

TEST_CASE("survey: a question whose conditions exclude one another is refused") {
    check_never_asked({at_most("score", 2), at_least("score", 4)});
    check_never_asked({one_of("cause", {"slow"}), one_of("cause", {"rude", "wrong"})});
    // effort is asked of the satisfied, cause of the dissatisfied.
    check_never_asked({answered("effort"), answered("cause")});
    check_never_asked({at_most("score", 3), at_least("effort", 5)});
}

TEST_CASE("survey: conditions that can be met together are taken") {
    CHECK(!check_survey(with_conditions({at_least("score", 2), at_most("score", 2)})));
    CHECK(!check_survey(with_conditions({at_most("effort", 1), at_least("score", 5)})));
    // Of several choices somebody may tick both.
    CHECK(!check_survey(with_conditions({one_of("many", {"slow"}), one_of("many", {"rude"})})));
}

TEST_CASE("survey: triggers, share, cap and time are within their limits") {
    check_refused({
        {Problem::no_trigger, "survey", [](auto& s) { s.triggers.clear(); }},
        {Problem::too_many, "survey, triggers",
         [](auto& s) { s.triggers.resize(limits::survey_triggers_max + 1); }},
        {Problem::unknown_kind, "trigger 2",
         [](auto& s) {
             s.triggers.push_back({5, 0});
         }},
        {Problem::duplicate_value, "trigger 2",
         [](auto& s) {
             s.triggers.push_back({trigger_kind::closed, 0});
         }},
        {Problem::hours, "trigger 1", [](auto& s) { s.triggers[0].hours = 1; }},
        {Problem::hours, "trigger 1",
         [](auto& s) {
             s.triggers[0] = {trigger_kind::order, limits::survey_order_hours_max + 1};
         }},
        {Problem::share, "survey, share", [](auto& s) { s.share = 1001; }},
        {Problem::share, "survey, share", [](auto& s) { s.share = 0; }},
        {Problem::cap_days, "survey, cap_days",
         [](auto& s) { s.cap_days = limits::survey_cap_days_max + 1; }},
        {Problem::answer_hours, "survey, answer_hours", [](auto& s) { s.answer_hours = 0; }},
        {Problem::answer_hours, "survey, answer_hours",
         [](auto& s) { s.answer_hours = limits::survey_answer_hours_max + 1; }},
    });
    wire::Survey invited = after_chat();
    invited.triggers = {{trigger_kind::invited, 0}};
    invited.share = 0;
    CHECK(!check_survey(invited));
}

TEST_CASE("survey: what is within each limit may still be too large together") {
    wire::Survey survey = after_chat();
    const std::string text(limits::survey_text_bytes_max, 'x');
    survey.questions.clear();
    for (int i = 0; i < 8; ++i) {
        wire::SurveyQuestion one = question("q" + std::to_string(i), question_kind::text);
        one.texts.clear();
        for (const char* const locale : {"en", "ar", "de", "es", "fr", "hi", "it", "ja", "ko", "nl",
                                         "pl", "pt", "ru", "tr", "vi", "zh"}) {
            one.texts.push_back({locale, text});
        }
        survey.questions.push_back(one);
    }
    const auto error = check_survey(survey);
    REQUIRE(error);
    CHECK(error->problem == Problem::too_large);
    survey.questions.pop_back();
    CHECK(!check_survey(survey));
}

TEST_CASE("survey: each mistake has words of its own") {
    std::vector<std::string> seen;
    for (int problem = 1; problem <= static_cast<int>(Problem::answer_hours); ++problem) {
        const std::string text = DefinitionError{static_cast<Problem>(problem), "survey"}.text();
        CHECK(text.size() > std::string("survey: ").size());
        for (const std::string& other : seen) CHECK(other != text);
        seen.push_back(text);
    }
    CHECK(DefinitionError{Problem::not_earlier, "question 3 (why), condition 1"}.text() ==
          "question 3 (why), condition 1: may only name an earlier question");
}

}  // namespace shopbell::survey
