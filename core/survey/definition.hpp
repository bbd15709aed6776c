// SPDX-License-Identifier: Apache-2.0
// Is a survey one that can be asked? The first mistake is named by its place and its reason, so
// that whoever wrote the definition finds it. Called wherever one enters: by the reader of files,
// by the relay before it keeps one, by a screen before it asks. All else in this folder trusts it.
#pragma once

#include "core/survey/question.hpp"

#include <optional>
#include <string>

namespace shopbell::survey {

enum class DefinitionProblem : uint8_t {
    id = 1,             // not 1 to 32 lower-case letters, digits and hyphens
    duplicate_id,       // two questions of one id
    version,            // 0, or over survey_version_max
    nothing_to_ask,     // no question
    no_trigger,         // nothing would ever make it due
    too_many,           // more items than the list's limit
    too_large,          // encoded longer than survey_bytes_max
    locale,             // not a BCP 47 tag
    duplicate_locale,   // two texts for one
    english_missing,    // no text in `en`, which all other readers fall back to
    empty_text,         // nothing but white space
    text_too_long,      // over survey_text_bytes_max
    unknown_kind,       // of a question, condition or trigger
    look,               // not one that the kind has
    labels,             // of a kind without a scale
    options_missing,    // a choice without options
    options_unwanted,   // options of a kind without choices
    duplicate_value,    // two options, choices or triggers that are the same
    unknown_question,   // a condition on a question that the survey does not have
    not_earlier,        // a condition on the question itself or a later one
    condition_kind,     // a condition that the kind of its question cannot meet
    condition_value,    // a score outside the scale, or a value that its kind does not use
    condition_choices,  // no choice, or one that its question does not offer
    never_asked,        // its conditions, and those of the questions they name, exclude one another
    share,              // over 1,000; or 0 while no agent's invitation asks
    hours,              // of a trigger: over the limit, or of one that has none
    cap_days,           // over survey_cap_days_max
    answer_hours,       // 0, or over survey_answer_hours_max
};

// "question 3 (why), condition 1: a condition may only name an earlier question".
struct DefinitionError {
    DefinitionProblem problem{};
    std::string where;  // the place counted from 1, and the question's id; "survey" for the whole

    [[nodiscard]] std::string reason() const;
    [[nodiscard]] std::string text() const { return where + ": " + reason(); }
    bool operator==(const DefinitionError&) const = default;
};

// Nothing: the survey is valid.
std::optional<DefinitionError> check_survey(const wire::Survey& survey);

// Ids of surveys and questions, values of options: lower-case letters, digits and inner hyphens.
bool is_survey_id(std::string_view id, uint64_t bytes_max);

}  // namespace shopbell::survey
