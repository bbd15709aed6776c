// SPDX-License-Identifier: Apache-2.0
// The numbers that the schema describes in words, and the scales of the three measures. Every file
// of this folder reads a question through these, so that a new kind is added in one place.
#pragma once

#include "core/wire/survey.hpp"

#include <optional>
#include <string_view>

namespace shopbell::survey {

namespace question_kind {  // SurveyQuestion.kind
inline constexpr uint64_t csat = 1;
inline constexpr uint64_t nps = 2;
inline constexpr uint64_t ces = 3;
inline constexpr uint64_t choice = 4;
inline constexpr uint64_t multi_choice = 5;
inline constexpr uint64_t text = 6;
}  // namespace question_kind

namespace question_look {  // SurveyQuestion.look
inline constexpr uint64_t none = 0;
inline constexpr uint64_t faces = 1;
inline constexpr uint64_t stars = 2;
}  // namespace question_look

namespace condition_kind {  // QuestionCondition.kind
inline constexpr uint64_t answered = 1;
inline constexpr uint64_t score_at_least = 2;
inline constexpr uint64_t score_at_most = 3;
inline constexpr uint64_t choice_one_of = 4;
}  // namespace condition_kind

namespace trigger_kind {  // SurveyTrigger.kind
inline constexpr uint64_t closed = 1;
inline constexpr uint64_t invited = 2;
inline constexpr uint64_t order = 3;
inline constexpr uint64_t left = 4;
}  // namespace trigger_kind

struct Scale {
    uint64_t low = 0;
    uint64_t high = 0;

    [[nodiscard]] bool holds(uint64_t score) const { return low <= score && score <= high; }
    [[nodiscard]] size_t size() const { return static_cast<size_t>(high - low + 1); }
    // How many scores of the scale are lower.
    [[nodiscard]] size_t index(uint64_t score) const { return static_cast<size_t>(score - low); }
};

// CSAT 1 to 5 (4 and 5 are satisfied), NPS 0 to 10 (Reichheld 2003: 9 and 10 promote, 0 to 6
// detract), CES 1 to 7 (version 2.0 of the question, which asks for agreement). None: no scores.
std::optional<Scale> scale_of(uint64_t kind);

bool has_options(uint64_t kind);

// The place of the question of that id; none if the survey has none.
std::optional<size_t> find_question(const wire::Survey& survey, std::string_view id);

bool has_option(const wire::SurveyQuestion& question, std::string_view value);

// Null if nothing was answered, and not skipped either.
const wire::SurveyAnswer* find_answer(const wire::SurveyAnswers& answers, std::string_view id);

// True for no character, or white space of ASCII alone.
bool is_blank(std::string_view text);

// False: the question was skipped.
bool has_value(const wire::SurveyAnswer& answer);

}  // namespace shopbell::survey
