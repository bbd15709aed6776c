// SPDX-License-Identifier: Apache-2.0
#include "core/survey/answers.hpp"

#include "core/base/limits.hpp"
#include "core/survey/path.hpp"
#include "core/survey/texts.hpp"

#include <algorithm>

namespace shopbell::survey {

// --- One answer -------------------------------------------------------------------------------

static std::optional<AnswerProblem> choices_problem(const wire::SurveyQuestion& question,
                                                    const std::vector<std::string>& choices) {
    for (auto choice = choices.begin(); choice != choices.end(); ++choice) {
        if (!has_option(question, *choice)) return AnswerProblem::unknown_option;
        if (std::find(choices.begin(), choice, *choice) != choice)
            return AnswerProblem::duplicate_choice;
    }
    if (question.kind == question_kind::choice && choices.size() > 1) {
        return AnswerProblem::too_many_choices;
    }
    return std::nullopt;
}

static std::optional<AnswerProblem> value_problem(const wire::SurveyQuestion& question,
                                                  const wire::SurveyAnswer& answer) {
    const auto scale = scale_of(question.kind);
    if (answer.score && !scale) return AnswerProblem::wrong_kind;
    if (answer.score && !scale->holds(*answer.score)) return AnswerProblem::score;
    if (!answer.choices.empty() && !has_options(question.kind)) return AnswerProblem::wrong_kind;
    if (const auto problem = choices_problem(question, answer.choices)) return problem;
    if (!answer.text.empty() && question.kind != question_kind::text)
        return AnswerProblem::wrong_kind;
    if (answer.text.size() > limits::survey_answer_text_bytes_max)
        return AnswerProblem::text_too_long;
    if (question.required && !has_value(answer)) return AnswerProblem::required;
    return std::nullopt;
}

// --- All of them ------------------------------------------------------------------------------

static std::optional<AnswerProblem> whole_problem(const wire::Survey& survey,
                                                  const wire::SurveyAnswers& answers) {
    if (answers.survey != survey.id) return AnswerProblem::survey;
    if (answers.version != survey.version) return AnswerProblem::version;
    if (!is_language_tag(answers.locale)) return AnswerProblem::locale;
    if (encode(answers).size() > limits::survey_answers_bytes_max) return AnswerProblem::too_large;
    return std::nullopt;
}

static std::optional<AnswerError> check_each(const wire::Survey& survey,
                                             const wire::SurveyAnswers& answers) {
    const std::vector<Standing> all = standings(survey, answers);
    for (const wire::SurveyAnswer& answer : answers.answers) {
        const auto place = find_question(survey, answer.question);
        if (!place) return AnswerError{AnswerProblem::unknown_question, answer.question};
        if (find_answer(answers, answer.question) != &answer) {
            return AnswerError{AnswerProblem::duplicate, answer.question};
        }
        if (const auto problem = value_problem(survey.questions[*place], answer)) {
            return AnswerError{*problem, answer.question};
        }
        if (all[*place] != Standing::asked)
            return AnswerError{AnswerProblem::not_asked, answer.question};
    }
    return std::nullopt;
}

static std::optional<AnswerError> check_complete(const wire::Survey& survey,
                                                 const wire::SurveyAnswers& answers) {
    const std::vector<Standing> all = standings(survey, answers);
    for (size_t i = 0; i < all.size(); ++i) {
        const wire::SurveyQuestion& question = survey.questions[i];
        if (all[i] == Standing::asked && question.required &&
            find_answer(answers, question.id) == nullptr) {
            return AnswerError{AnswerProblem::required_missing, question.id};
        }
    }
    if (std::none_of(answers.answers.begin(), answers.answers.end(), has_value)) {
        return AnswerError{AnswerProblem::nothing_answered, ""};
    }
    return std::nullopt;
}

std::optional<AnswerError> check_answers(const wire::Survey& survey,
                                         const wire::SurveyAnswers& answers, Extent extent) {
    if (const auto problem = whole_problem(survey, answers)) return AnswerError{*problem, ""};
    if (auto found = check_each(survey, answers)) return found;
    return extent == Extent::complete ? check_complete(survey, answers) : std::nullopt;
}

// --- Words ------------------------------------------------------------------------------------

static std::string_view reason(AnswerProblem problem) {
    switch (problem) {
        case AnswerProblem::survey:
            return "belong to another survey";
        case AnswerProblem::version:
            return "belong to another version of the survey";
        case AnswerProblem::locale:
            return "have a locale that is not a BCP 47 tag";
        case AnswerProblem::too_large:
            return "are too long together";
        case AnswerProblem::unknown_question:
            return "is not in the survey";
        case AnswerProblem::duplicate:
            return "is answered twice";
        case AnswerProblem::not_asked:
            return "is not asked on this path";
        case AnswerProblem::wrong_kind:
            return "takes another kind of value";
        case AnswerProblem::score:
            return "has a score outside its scale";
        case AnswerProblem::unknown_option:
            return "has no such option";
        case AnswerProblem::duplicate_choice:
            return "has the same option twice";
        case AnswerProblem::too_many_choices:
            return "takes one option";
        case AnswerProblem::text_too_long:
            return "has too long a text";
        case AnswerProblem::required:
            return "is required and cannot be skipped";
        case AnswerProblem::required_missing:
            return "is required and has no answer";
        case AnswerProblem::nothing_answered:
            return "hold nothing: every question was skipped";
    }
    return "";
}

std::string AnswerError::text() const {
    const std::string who = question.empty() ? "answers" : "question " + question;
    return who + ": " + std::string(reason(problem));
}

}  // namespace shopbell::survey
