// SPDX-License-Identifier: Apache-2.0
#include "core/survey/path.hpp"

#include "core/survey/conditions.hpp"

#include <algorithm>

namespace shopbell::survey {

static Standing standing_of(const wire::Survey& survey, const wire::SurveyAnswers& answers,
                            const wire::QuestionCondition& condition,
                            const std::vector<Standing>& earlier) {
    const std::optional<size_t> place = find_question(survey, condition.question);
    if (!place || *place >= earlier.size()) return Standing::out;
    if (earlier[*place] != Standing::asked) return earlier[*place];
    const wire::SurveyAnswer* const answer = find_answer(answers, condition.question);
    if (answer == nullptr) return Standing::open;
    return holds(condition, *answer) ? Standing::asked : Standing::out;
}

std::vector<Standing> standings(const wire::Survey& survey, const wire::SurveyAnswers& answers) {
    std::vector<Standing> all;
    for (const wire::SurveyQuestion& question : survey.questions) {
        Standing worst = Standing::asked;
        for (const wire::QuestionCondition& condition : question.when) {
            worst = std::max(worst, standing_of(survey, answers, condition, all));
        }
        all.push_back(worst);
    }
    return all;
}

std::optional<size_t> next_question(const wire::Survey& survey,
                                    const wire::SurveyAnswers& answers) {
    const std::vector<Standing> all = standings(survey, answers);
    for (size_t i = 0; i < all.size(); ++i) {
        const bool answered = find_answer(answers, survey.questions[i].id) != nullptr;
        if (all[i] == Standing::asked && !answered) return i;
    }
    return std::nullopt;
}

Progress progress(const wire::Survey& survey, const wire::SurveyAnswers& answers) {
    const std::vector<Standing> all = standings(survey, answers);
    Progress counted;
    for (size_t i = 0; i < all.size(); ++i) {
        const bool answered = find_answer(answers, survey.questions[i].id) != nullptr;
        if (all[i] != Standing::out) counted.of += 1;
        if (all[i] == Standing::asked && answered) counted.done += 1;
    }
    return counted;
}

wire::SurveyAnswers begin_answers(const wire::Survey& survey, std::string_view locale) {
    wire::SurveyAnswers answers;
    answers.survey = survey.id;
    answers.version = survey.version;
    answers.locale = locale;
    return answers;
}

void set_answer(const wire::Survey& survey, const wire::SurveyAnswer& answer,
                wire::SurveyAnswers& answers) {
    if (!find_question(survey, answer.question)) return;
    std::vector<wire::SurveyAnswer>& list = answers.answers;
    list.erase(std::remove_if(list.begin(), list.end(),
                              [&](const wire::SurveyAnswer& earlier) {
                                  return earlier.question == answer.question;
                              }),
               list.end());
    list.push_back(answer);
    prune_answers(survey, answers);
}

void prune_answers(const wire::Survey& survey, wire::SurveyAnswers& answers) {
    const std::vector<Standing> all = standings(survey, answers);
    std::vector<wire::SurveyAnswer> kept;
    for (size_t i = 0; i < all.size(); ++i) {
        if (all[i] != Standing::asked) continue;
        const wire::SurveyAnswer* const answer = find_answer(answers, survey.questions[i].id);
        if (answer != nullptr) kept.push_back(*answer);
    }
    answers.answers = std::move(kept);
}

}  // namespace shopbell::survey
