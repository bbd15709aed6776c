// SPDX-License-Identifier: Apache-2.0
#include "server-stub/surveys/json_place.hpp"

#include "core/base/limits.hpp"
#include "core/wire/cbor.hpp"

#include <algorithm>
#include <set>

namespace shopbell::server {

using nlohmann::json;

namespace {

constexpr int depth_max = 8;
// White space and \u escapes make JSON longer than the record; nothing makes it this long.
constexpr size_t document_bytes_max = 8 * limits::survey_bytes_max;

[[noreturn]] void refuse(std::string where, std::string what) {
    throw SurveyMistake{std::move(where), std::move(what)};
}

}  // namespace

void JsonPlace::wrong(std::string what) const {
    refuse(where_.empty() ? "survey" : where_, std::move(what));
}

void JsonPlace::has_only(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, place] : entries()) {
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) place.wrong("is no known key");
    }
}

JsonPlace JsonPlace::at(const char* key) const {
    if (auto found = find(key)) return *found;
    wrong("needs '" + std::string(key) + "'");
}

std::optional<JsonPlace> JsonPlace::find(const char* key) const {
    if (!value_->is_object()) wrong("must be an object");
    const auto found = value_->find(key);
    if (found == value_->end()) return std::nullopt;
    return JsonPlace(*found, where_.empty() ? key : where_ + "." + key);
}

std::vector<std::pair<std::string, JsonPlace>> JsonPlace::entries() const {
    if (!value_->is_object()) wrong("must be an object");
    std::vector<std::pair<std::string, JsonPlace>> all;
    for (const auto& [key, value] : value_->items()) {
        all.emplace_back(key, JsonPlace(value, where_.empty() ? key : where_ + "." + key));
    }
    return all;
}

std::vector<JsonPlace> JsonPlace::items() const {
    if (!value_->is_array()) wrong("must be a list");
    std::vector<JsonPlace> all;
    for (size_t i = 0; i < value_->size(); ++i) {
        all.emplace_back((*value_)[i], where_ + "[" + std::to_string(i) + "]");
    }
    return all;
}

std::string JsonPlace::text() const {
    if (!value_->is_string()) wrong("must be a text");
    return value_->get<std::string>();
}

uint64_t JsonPlace::number() const {
    if (!value_->is_number_unsigned() || value_->get<uint64_t>() > wire::safe_uint_max) {
        wrong("must be a whole number");
    }
    return value_->get<uint64_t>();
}

bool JsonPlace::boolean() const {
    if (!value_->is_boolean()) wrong("must be true or false");
    return value_->get<bool>();
}

json parse_document(std::string_view text) {
    if (text.size() > document_bytes_max) {
        refuse("survey", "is longer than " + std::to_string(document_bytes_max) + " bytes");
    }
    std::vector<std::set<std::string>> open;  // the keys of each object that is being read
    const auto watch = [&](int depth, json::parse_event_t event, json& value) {
        if (depth > depth_max) refuse("survey", "is nested deeper than 8");
        if (event == json::parse_event_t::object_start) open.emplace_back();
        if (event == json::parse_event_t::object_end) open.pop_back();
        if (event == json::parse_event_t::key) {
            const auto key = value.get<std::string>();
            if (!open.back().insert(key).second) refuse("survey", "has '" + key + "' twice");
        }
        return true;
    };
    try {
        return json::parse(text, watch);
    } catch (const json::exception& error) {
        // The library's text says where, behind its own number: "... at line 3, column 7: ...".
        const std::string what = error.what();
        const size_t number_end = what.find("] ");
        refuse("survey", number_end == std::string::npos ? what : what.substr(number_end + 2));
    }
}

}  // namespace shopbell::server
