// SPDX-License-Identifier: Apache-2.0
#include "core/survey/question.hpp"

#include <algorithm>

namespace shopbell::survey {

std::optional<Scale> scale_of(uint64_t kind) {
    switch (kind) {
        case question_kind::csat:
            return Scale{1, 5};
        case question_kind::nps:
            return Scale{0, 10};
        case question_kind::ces:
            return Scale{1, 7};
        default:
            return std::nullopt;
    }
}

bool has_options(uint64_t kind) {
    return kind == question_kind::choice || kind == question_kind::multi_choice;
}

std::optional<size_t> find_question(const wire::Survey& survey, std::string_view id) {
    for (size_t i = 0; i < survey.questions.size(); ++i) {
        if (survey.questions[i].id == id) return i;
    }
    return std::nullopt;
}

bool has_option(const wire::SurveyQuestion& question, std::string_view value) {
    return std::any_of(question.options.begin(), question.options.end(),
                       [&](const wire::QuestionOption& option) { return option.value == value; });
}

const wire::SurveyAnswer* find_answer(const wire::SurveyAnswers& answers, std::string_view id) {
    for (const wire::SurveyAnswer& answer : answers.answers) {
        if (answer.question == id) return &answer;
    }
    return nullptr;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool has_value(const wire::SurveyAnswer& answer) {
    return answer.score.has_value() || !answer.choices.empty() || !is_blank(answer.text);
}

}  // namespace shopbell::survey
