// SPDX-License-Identifier: Apache-2.0
// Which questions a shopper is asked, given what it has answered so far. Conditions point back
// alone, so one walk from the first question to the last decides all of them. Called by the panel
// after each answer; the survey is a checked one (check_survey).
#pragma once

#include "core/survey/question.hpp"

namespace shopbell::survey {

enum class Standing : uint8_t {
    asked = 1,  // all its conditions hold
    open,       // it depends on a question that waits for its answer
    out,        // a condition does not hold
};

// Of each question, in order. An answer to a question that is not asked counts for nothing.
std::vector<Standing> standings(const wire::Survey& survey, const wire::SurveyAnswers& answers);

// The place of the first question that is asked and has no answer; none: the survey is at its end.
std::optional<size_t> next_question(const wire::Survey& survey, const wire::SurveyAnswers& answers);

// `of` counts the questions answered or skipped and all that may yet come. While somebody goes
// through a survey, `done` only grows and `of` only shrinks, so a bar never goes back.
struct Progress {
    size_t done = 0;
    size_t of = 0;

    bool operator==(const Progress&) const = default;
};

Progress progress(const wire::Survey& survey, const wire::SurveyAnswers& answers);

// No answers yet, to this version and in this language.
wire::SurveyAnswers begin_answers(const wire::Survey& survey, std::string_view locale);

// The answer takes the place of an earlier one to the same question. Answers to questions that are
// no longer asked drop out, and the others stand in the order of the questions. An answer to a
// question that the survey does not have changes nothing.
void set_answer(const wire::Survey& survey, const wire::SurveyAnswer& answer,
                wire::SurveyAnswers& answers);

// Drops answers to questions that are not asked, or not there, and all but the first to each one.
void prune_answers(const wire::Survey& survey, wire::SurveyAnswers& answers);

}  // namespace shopbell::survey
