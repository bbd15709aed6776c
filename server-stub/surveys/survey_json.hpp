// SPDX-License-Identifier: Apache-2.0
// A survey's definition as people write it: one JSON object, texts by language, kinds by name. Read
// natively alone; what crosses the wire is the encoded record. docs/surveys.md is the format's
// description, assets/surveys holds the surveys that every shop starts with.
#pragma once

#include "core/base/result.hpp"
#include "core/wire/survey.hpp"

#include <string>
#include <string_view>

namespace shopbell::server {

// "questions[2].when[0].at_most: must be a whole number"; a rule between fields is told as
// check_survey tells it: "question 3 (why), condition 1: ...".
struct SurveyMistake {
    std::string where;
    std::string what;

    [[nodiscard]] std::string text() const { return where + ": " + what; }
};

// A valid survey, or the first mistake. An unknown or repeated key is one too.
Result<wire::Survey, SurveyMistake> read_survey(std::string_view json_text);

}  // namespace shopbell::server
