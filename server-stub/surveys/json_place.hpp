// SPDX-License-Identifier: Apache-2.0
// A JSON value together with the place where it stands, so that whatever is wrong with it is told
// by that place. Looking for what is not there throws a SurveyMistake, which read_survey catches.
#pragma once

#include "server-stub/surveys/survey_json.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace shopbell::server {

class JsonPlace {
public:
    // The value must outlive the place.
    JsonPlace(const nlohmann::json& value, std::string where)
        : value_(&value), where_(std::move(where)) {}

    [[noreturn]] void wrong(std::string what) const;

    // An object with these keys at most.
    void has_only(std::initializer_list<std::string_view> keys) const;
    [[nodiscard]] JsonPlace at(const char* key) const;
    [[nodiscard]] std::optional<JsonPlace> find(const char* key) const;
    [[nodiscard]] std::vector<std::pair<std::string, JsonPlace>> entries() const;
    [[nodiscard]] std::vector<JsonPlace> items() const;

    [[nodiscard]] std::string text() const;
    [[nodiscard]] uint64_t number() const;
    [[nodiscard]] bool boolean() const;

private:
    const nlohmann::json* value_;
    std::string where_;  // empty for the document itself
};

// The document, which is one object of modest depth without repeated keys.
nlohmann::json parse_document(std::string_view text);

}  // namespace shopbell::server
