// SPDX-License-Identifier: Apache-2.0
// What the relay may count of a shopper's answers: scores, by the place of their question, and
// nothing else. Texts and choices stay sealed. A question takes one byte, so that twenty of them
// fit into the clear part of a row. The panel makes it, the relay checks it before it counts.
#pragma once

#include "core/survey/question.hpp"

#include <string>

namespace shopbell::survey {

enum class PubProblem : uint8_t {
    survey = 1,     // of another survey
    version,        // or of another version of it
    too_many,       // more scores than questions
    not_scored,     // a score of a question without a scale
    score,          // outside its scale
    trailing_zero,  // an empty place at the end: one value has one spelling
};

struct PubError {
    PubProblem problem{};
    size_t place = 0;  // of the question, from 0; 0 when the whole is wrong

    // "question 3: has a score outside its scale".
    [[nodiscard]] std::string text() const;
    bool operator==(const PubError&) const = default;
};

// Of answers that check_answers has passed.
wire::SurveyPub pub_of(const wire::Survey& survey, const wire::SurveyAnswers& answers);

// Nothing: it may be counted. Whether the path led to each question is not known here, since it may
// hang on sealed choices.
std::optional<PubError> check_pub(const wire::Survey& survey, const wire::SurveyPub& pub);

// The score of the question at that place; none if it has none.
std::optional<uint64_t> score_at(const Bytes& scores, size_t place);

}  // namespace shopbell::survey
