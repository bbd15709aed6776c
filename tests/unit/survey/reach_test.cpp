// SPDX-License-Identifier: Apache-2.0
// Whether a question can be asked at all is decided by looking at conditions. Here every answer of
// small random surveys is tried instead, and both must come to the same.
#include "core/survey/definition.hpp"
#include "core/survey/path.hpp"
#include "tests/unit/survey/random_condition.hpp"

#include <set>

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

namespace {

constexpr uint64_t surveys = 400;

// Up to two conditions on each question, whatever they do to one another.
wire::Survey draw_any_survey(Draw& draw) {
    const uint64_t kinds[] = {question_kind::csat, question_kind::choice,
                              question_kind::multi_choice};
    wire::Survey survey = survey_of({});
    for (size_t place = 0; place < 4; ++place) {
        survey.questions.push_back(question(id_at(place), kinds[draw.place(3)]));
        for (uint64_t i = place == 0 ? 0 : 1 + draw.below(2); i > 0; --i) {
            survey.questions.back().when.push_back(
                draw_condition(draw, survey.questions[draw.place(place)]));
        }
    }
    return survey;
}

std::vector<wire::SurveyAnswer> every_answer(const wire::SurveyQuestion& asked) {
    std::vector<wire::SurveyAnswer> all{skipped(asked.id)};
    for (uint64_t score = 1; scale_of(asked.kind) && score <= 5; ++score) {
        all.push_back(scored(asked.id, score));
    }
    for (uint64_t ticked = 1; ticked < uint64_t{1} << asked.options.size(); ++ticked) {
        std::vector<std::string> choices;
        for (size_t i = 0; i < asked.options.size(); ++i) {
            if ((ticked >> i & 1) != 0) choices.push_back(asked.options[i].value);
        }
        if (asked.kind == question_kind::choice && choices.size() > 1) continue;
        all.push_back(chosen(asked.id, choices));
    }
    return all;
}

void try_all(const wire::Survey& survey, const wire::SurveyAnswers& answers,
             std::set<size_t>& reached) {
    const auto place = next_question(survey, answers);
    if (!place || reached.size() == survey.questions.size()) return;
    reached.insert(*place);
    for (const wire::SurveyAnswer& answer : every_answer(survey.questions[*place])) {
        wire::SurveyAnswers next = answers;
        set_answer(survey, answer, next);
        try_all(survey, next, reached);
    }
}

}  // namespace

TEST_CASE("reach: exactly those surveys are refused that have a question no answers lead to") {
    uint64_t refused = 0;
    for (uint64_t seed = 0; seed < surveys; ++seed) {
        CAPTURE(seed);
        Draw draw(seed);
        const wire::Survey survey = draw_any_survey(draw);
        std::set<size_t> reached;
        try_all(survey, begin_answers(survey, "en"), reached);
        size_t first_unreached = 0;
        while (reached.count(first_unreached) != 0) first_unreached += 1;
        const auto error = check_survey(survey);
        CHECK(error.has_value() == (first_unreached < survey.questions.size()));
        if (!error) continue;
        CHECK(error->problem == DefinitionProblem::never_asked);
        CHECK(error->where.rfind("question " + std::to_string(first_unreached + 1), 0) == 0);
        refused += 1;
    }
    CHECK(refused > surveys / 20);
    CHECK(refused < surveys - surveys / 20);
}

}  // namespace shopbell::survey
