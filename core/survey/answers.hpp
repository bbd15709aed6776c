// SPDX-License-Identifier: Apache-2.0
// Do answers fit their survey? Checked by the panel before a row is sealed, and by the console when
// one is opened, because a shopper's device may send anything. The survey is a checked one.
#pragma once

#include "core/survey/question.hpp"

#include <string>

namespace shopbell::survey {

enum class AnswerProblem : uint8_t {
    survey = 1,        // answers to another survey
    version,           // or to another version of it
    locale,            // not a BCP 47 tag
    too_large,         // encoded longer than survey_answers_bytes_max
    unknown_question,  // the survey does not have it
    duplicate,         // two answers to one question
    not_asked,         // its conditions do not hold on this path
    wrong_kind,        // a value that the question's kind does not take
    score,             // outside the scale
    unknown_option,    // the question does not offer it
    duplicate_choice,  // the same option twice
    too_many_choices,  // two of a single choice
    text_too_long,     // over survey_answer_text_bytes_max
    required,          // skipped, though it is required
    required_missing,  // complete: asked, required and without an answer
    nothing_answered,  // complete: every question was skipped
};

// "question why: is not asked on this path".
struct AnswerError {
    AnswerProblem problem{};
    std::string question;  // id; empty when the answers as a whole are wrong

    [[nodiscard]] std::string text() const;
    bool operator==(const AnswerError&) const = default;
};

// Partial answers are right as far as they go; complete ones leave no required question out.
enum class Extent : uint8_t { partial, complete };

// Nothing: they fit. Else the first mistake, in the order of the answers.
std::optional<AnswerError> check_answers(const wire::Survey& survey,
                                         const wire::SurveyAnswers& answers, Extent extent);

}  // namespace shopbell::survey
