// SPDX-License-Identifier: Apache-2.0
// Conditions of questions on earlier ones. Because they only point back, a survey cannot loop; and
// because all of them must hold and none says "not", whether a question can ever be asked is
// decided exactly, by narrowing down what each earlier question may have been answered.
#pragma once

#include "core/survey/definition.hpp"

namespace shopbell::survey {

// Does the answer meet the condition? A skipped question meets none.
bool holds(const wire::QuestionCondition& condition, const wire::SurveyAnswer& answer);

// The mistakes of the conditions of the question at that place. Called by check_survey, when all
// questions are right but for their conditions.
std::optional<DefinitionError> check_conditions(const wire::Survey& survey, size_t place);

// How errors call a question: "question 3 (why)".
std::string place_text(const wire::Survey& survey, size_t place);

}  // namespace shopbell::survey
