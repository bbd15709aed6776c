// SPDX-License-Identifier: Apache-2.0
// Thousands of random surveys, walked with random answers: whoever answers what it is asked comes
// to an end, is asked nothing twice, and misses nothing required. Definitions changed at random are
// refused by name or walk the same way. Failures print the seed of their survey.
#include "core/survey/answers.hpp"
#include "core/survey/conditions.hpp"
#include "core/survey/definition.hpp"
#include "core/survey/scores.hpp"
#include "tests/unit/survey/random_condition.hpp"

#include <set>

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

namespace {

constexpr uint64_t surveys = 2000;
constexpr uint64_t walks_each = 2;
constexpr uint64_t mutants_each = 3;

// Conditions that exclude one another are left out, so that what comes out is valid.
wire::Survey draw_survey(Draw& draw) {
    wire::Survey survey = survey_of({});
    const size_t count = 1 + draw.place(20);
    for (size_t place = 0; place < count; ++place) {
        survey.questions.push_back(question(id_at(place), 1 + draw.below(6)));
        wire::SurveyQuestion& added = survey.questions.back();
        added.required = draw.chance(2);
        for (uint64_t i = place == 0 ? 0 : draw.below(4); i > 0; --i) {
            added.when.push_back(draw_condition(draw, survey.questions[draw.place(place)]));
        }
        if (check_conditions(survey, place)) added.when.clear();
    }
    return survey;
}

wire::SurveyAnswer draw_answer(Draw& draw, const wire::SurveyQuestion& asked) {
    if (!asked.required && draw.chance(4)) return skipped(asked.id);
    if (const auto scale = scale_of(asked.kind)) {
        return scored(asked.id, scale->low + draw.below(scale->size()));
    }
    if (!has_options(asked.kind)) return written(asked.id, "word");
    std::vector<std::string> choices;
    for (const wire::QuestionOption& option : asked.options) {
        if (draw.chance(2)) choices.push_back(option.value);
    }
    if (choices.empty()) choices.push_back(asked.options.front().value);
    if (asked.kind == question_kind::choice) choices.resize(1);
    return chosen(asked.id, choices);
}

// All conditions hold: said once more, in the plainest way, to compare the walk with.
bool meets_all(const wire::SurveyQuestion& asked, const wire::SurveyAnswers& answers) {
    for (const wire::QuestionCondition& condition : asked.when) {
        const wire::SurveyAnswer* const earlier = find_answer(answers, condition.question);
        if (earlier == nullptr || !has_value(*earlier)) return false;
        const uint64_t score = earlier->score.value_or(0);
        if (condition.kind == condition_kind::score_at_least && score < condition.score)
            return false;
        if (condition.kind == condition_kind::score_at_most && score > condition.score)
            return false;
        if (condition.kind != condition_kind::choice_one_of) continue;
        size_t shared = 0;
        for (const std::string& value : earlier->choices) {
            for (const std::string& wanted : condition.choices) shared += value == wanted ? 1 : 0;
        }
        if (shared == 0) return false;
    }
    return true;
}

void check_end(const wire::Survey& survey, const wire::SurveyAnswers& answers) {
    for (const wire::SurveyQuestion& one : survey.questions) {
        CHECK(meets_all(one, answers) == (find_answer(answers, one.id) != nullptr));
    }
    const auto error = check_answers(survey, answers, Extent::complete);
    // Only somebody who may skip everything can come to the end with nothing.
    if (error) CHECK(error->problem == AnswerProblem::nothing_answered);
    CHECK(!check_pub(survey, pub_of(survey, answers)));
    const Progress at_end = progress(survey, answers);
    CHECK(at_end.done == at_end.of);
}

wire::SurveyAnswers walk(Draw& draw, const wire::Survey& survey) {
    wire::SurveyAnswers answers = begin_answers(survey, "en");
    std::set<size_t> seen;
    Progress before = progress(survey, answers);
    while (const auto place = next_question(survey, answers)) {
        CHECK(seen.insert(*place).second);
        if (seen.size() > survey.questions.size()) break;
        set_answer(survey, draw_answer(draw, survey.questions[*place]), answers);
        CHECK(!check_answers(survey, answers, Extent::partial));
        const Progress after = progress(survey, answers);
        CHECK(after.done == before.done + 1);
        CHECK(after.of <= before.of);
        before = after;
    }
    CHECK(seen.size() == answers.answers.size());
    check_end(survey, answers);
    return answers;
}

// One field of one question becomes something that it may or may not be.
void mutate(Draw& draw, wire::Survey& survey) {
    wire::SurveyQuestion& hit = survey.questions[draw.place(survey.questions.size())];
    switch (draw.below(9)) {
        case 0:
            hit.id = id_at(draw.place(21));
            break;
        case 1:
            hit.kind = draw.below(8);
            break;
        case 2:
            hit.required = !hit.required;
            break;
        case 3:
            hit.texts[0].text = draw.chance(2) ? "" : std::string(600, 'x');
            break;
        case 4:
            hit.options.clear();
            break;
        case 5:
            hit.look = draw.below(4);
            break;
        case 6:
            hit.when.push_back({id_at(draw.place(21)), draw.below(6), draw.below(12),
                                draw.chance(2) ? some_options(draw) : std::vector<std::string>{}});
            break;
        case 7:
            hit.when.clear();
            break;
        default:
            for (wire::QuestionCondition& condition : hit.when) condition.score = draw.below(12);
    }
}

}  // namespace

TEST_CASE("walk: every survey ends, asks nothing twice and skips nothing required") {
    for (uint64_t seed = 0; seed < surveys; ++seed) {
        CAPTURE(seed);
        Draw draw(seed);
        const wire::Survey survey = draw_survey(draw);
        REQUIRE(!check_survey(survey));
        for (uint64_t i = 0; i < walks_each; ++i) walk(draw, survey);
    }
}

TEST_CASE("walk: after any change of an earlier answer the walk goes on and fits again") {
    for (uint64_t seed = 0; seed < surveys; ++seed) {
        CAPTURE(seed);
        Draw draw(seed);
        const wire::Survey survey = draw_survey(draw);
        wire::SurveyAnswers answers = walk(draw, survey);
        if (answers.answers.empty()) continue;
        const std::string changed = answers.answers[draw.place(answers.answers.size())].question;
        const auto place = find_question(survey, changed);
        REQUIRE(place);
        set_answer(survey, draw_answer(draw, survey.questions[*place]), answers);
        CHECK(!check_answers(survey, answers, Extent::partial));
        while (const auto next = next_question(survey, answers)) {
            set_answer(survey, draw_answer(draw, survey.questions[*next]), answers);
        }
        check_end(survey, answers);
    }
}

TEST_CASE("walk: a changed definition is refused with its question's name, or walks as well") {
    uint64_t refused = 0;
    uint64_t walked = 0;
    for (uint64_t seed = 0; seed < surveys; ++seed) {
        CAPTURE(seed);
        Draw draw(seed);
        const wire::Survey survey = draw_survey(draw);
        for (uint64_t i = 0; i < mutants_each; ++i) {
            wire::Survey mutant = survey;
            for (uint64_t hits = 1 + draw.below(2); hits > 0; --hits) mutate(draw, mutant);
            if (const auto error = check_survey(mutant)) {
                CHECK(error->where.rfind("question ", 0) == 0);
                CHECK(error->text().size() > error->where.size() + 2);
                refused += 1;
            } else {
                walk(draw, mutant);
                walked += 1;
            }
        }
    }
    CHECK(refused > surveys);
    CHECK(walked > surveys);
}

TEST_CASE("walk: the random surveys have branches that are taken and branches that are not") {
    uint64_t with_all = 0;
    uint64_t with_fewer = 0;
    for (uint64_t seed = 0; seed < surveys; ++seed) {
        Draw draw(seed);
        const wire::Survey survey = draw_survey(draw);
        const bool all = walk(draw, survey).answers.size() == survey.questions.size();
        (all ? with_all : with_fewer) += 1;
    }
    CHECK(with_all > surveys / 10);
    CHECK(with_fewer > surveys / 10);
}

}  // namespace shopbell::survey
