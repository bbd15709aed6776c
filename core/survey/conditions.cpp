// SPDX-License-Identifier: Apache-2.0
#include "core/survey/conditions.hpp"

#include <algorithm>

namespace shopbell::survey {

using Choices = std::vector<std::string>;

static bool contains(const Choices& choices, std::string_view value) {
    return std::any_of(choices.begin(), choices.end(),
                       [&](const std::string& choice) { return choice == value; });
}

bool holds(const wire::QuestionCondition& condition, const wire::SurveyAnswer& answer) {
    switch (condition.kind) {
        case condition_kind::answered:
            return has_value(answer);
        case condition_kind::score_at_least:
            return answer.score && *answer.score >= condition.score;
        case condition_kind::score_at_most:
            return answer.score && *answer.score <= condition.score;
        case condition_kind::choice_one_of:
            return std::any_of(
                answer.choices.begin(), answer.choices.end(),
                [&](const std::string& value) { return contains(condition.choices, value); });
        default:
            return false;
    }
}

std::string place_text(const wire::Survey& survey, size_t place) {
    return "question " + std::to_string(place + 1) + " (" + survey.questions[place].id + ")";
}

// --- One condition ----------------------------------------------------------------------------

static bool is_score_condition(uint64_t kind) {
    return kind == condition_kind::score_at_least || kind == condition_kind::score_at_most;
}

// What a kind does not use must be empty, so that one condition has one spelling.
static std::optional<DefinitionProblem> values_problem(const wire::QuestionCondition& condition,
                                                       const wire::SurveyQuestion& earlier) {
    if (is_score_condition(condition.kind)) {
        const auto scale = scale_of(earlier.kind);
        if (!scale) return DefinitionProblem::condition_kind;
        if (!scale->holds(condition.score)) return DefinitionProblem::condition_value;
    } else if (condition.score != 0) {
        return DefinitionProblem::condition_value;
    }
    if (condition.kind != condition_kind::choice_one_of) {
        if (!condition.choices.empty()) return DefinitionProblem::condition_value;
        return std::nullopt;
    }
    if (!has_options(earlier.kind)) return DefinitionProblem::condition_kind;
    if (condition.choices.empty()) return DefinitionProblem::condition_choices;
    for (size_t i = 0; i < condition.choices.size(); ++i) {
        if (!has_option(earlier, condition.choices[i])) return DefinitionProblem::condition_choices;
        const Choices before(condition.choices.begin(),
                             condition.choices.begin() + static_cast<std::ptrdiff_t>(i));
        if (contains(before, condition.choices[i])) return DefinitionProblem::duplicate_value;
    }
    return std::nullopt;
}

static std::optional<DefinitionProblem> problem_of(const wire::QuestionCondition& condition,
                                                   const wire::Survey& survey, size_t place) {
    if (condition.kind < condition_kind::answered ||
        condition.kind > condition_kind::choice_one_of) {
        return DefinitionProblem::unknown_kind;
    }
    const std::optional<size_t> earlier = find_question(survey, condition.question);
    if (!earlier) return DefinitionProblem::unknown_question;
    if (*earlier >= place) return DefinitionProblem::not_earlier;
    return values_problem(condition, survey.questions[*earlier]);
}

// --- All of them together ---------------------------------------------------------------------

namespace {

// What the answer to one question may still be. Of a multi-choice question any two demands can be
// met by ticking both, so only single choices narrow down.
struct Possible {
    bool demanded = false;
    Scale scores{0, 0};
    Choices choices;
};

}  // namespace

static Possible anything(const wire::SurveyQuestion& question) {
    Possible possible;
    if (const auto scale = scale_of(question.kind)) possible.scores = *scale;
    for (const wire::QuestionOption& option : question.options) {
        possible.choices.push_back(option.value);
    }
    return possible;
}

static bool narrow(Possible& possible, const wire::QuestionCondition& condition, uint64_t kind) {
    Scale& scores = possible.scores;
    if (condition.kind == condition_kind::score_at_least) {
        scores.low = std::max(scores.low, condition.score);
    } else if (condition.kind == condition_kind::score_at_most) {
        scores.high = std::min(scores.high, condition.score);
    } else if (condition.kind == condition_kind::choice_one_of && kind == question_kind::choice) {
        Choices& choices = possible.choices;
        choices.erase(std::remove_if(choices.begin(), choices.end(),
                                     [&](const std::string& value) {
                                         return !contains(condition.choices, value);
                                     }),
                      choices.end());
        return !choices.empty();
    }
    return scores.low <= scores.high;
}

// A question that is named must itself have been asked, so its conditions count too, and so on
// back. From the last to the first: whoever is demanded by then is known.
static bool can_be_asked(const wire::Survey& survey, size_t place) {
    std::vector<Possible> possible;
    for (size_t i = 0; i <= place; ++i) possible.push_back(anything(survey.questions[i]));
    possible[place].demanded = true;
    for (size_t i = place + 1; i-- > 0;) {
        if (!possible[i].demanded) continue;
        for (const wire::QuestionCondition& condition : survey.questions[i].when) {
            const size_t earlier = find_question(survey, condition.question).value_or(0);
            possible[earlier].demanded = true;
            if (!narrow(possible[earlier], condition, survey.questions[earlier].kind)) return false;
        }
    }
    return true;
}

std::optional<DefinitionError> check_conditions(const wire::Survey& survey, size_t place) {
    const std::vector<wire::QuestionCondition>& when = survey.questions[place].when;
    for (size_t i = 0; i < when.size(); ++i) {
        if (const auto problem = problem_of(when[i], survey, place)) {
            return DefinitionError{
                *problem, place_text(survey, place) + ", condition " + std::to_string(i + 1)};
        }
    }
    if (can_be_asked(survey, place)) return std::nullopt;
    return DefinitionError{DefinitionProblem::never_asked, place_text(survey, place)};
}

}  // namespace shopbell::survey
