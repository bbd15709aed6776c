// SPDX-License-Identifier: Apache-2.0
// Definitions as people write them: the built-in surveys, and what each mistake is told as.
#include "server-stub/surveys/survey_json.hpp"

#include "core/survey/definition.hpp"
#include "core/survey/path.hpp"
#include "core/survey/texts.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace shopbell::server {

using nlohmann::json;

namespace {

constexpr const char* builtin[] = {"after-chat", "after-sale", "nps"};

std::string text_of_file(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

wire::Survey read_builtin(const std::string& name) {
    auto read = read_survey(text_of_file(std::string(SHOPBELL_SURVEYS_DIR) + "/" + name + ".json"));
    REQUIRE_MESSAGE(read, (read ? name : read.error().text()));
    return *read;
}

// One of every kind, trigger and condition.
json everything() {
    return json::parse(R"({
        "id": "all", "version": 2,
        "title": {"en": "Title"}, "thanks": {"en": "Thanks"},
        "triggers": [{"on": "closed"}, {"on": "invited"}, {"on": "order", "hours": 5}, {"on": "left"}],
        "share": 250, "cap_days": 3, "answer_hours": 9,
        "questions": [
            {"id": "a", "kind": "csat", "required": true, "text": {"en": "A", "zh": "甲"},
             "low": {"en": "bad", "zh": "差"}, "high": {"en": "good", "zh": "好"}},
            {"id": "b", "kind": "csat", "look": "stars", "text": {"en": "B"}},
            {"id": "c", "kind": "nps", "text": {"en": "C"}, "when": [{"question": "a", "at_least": 2}]},
            {"id": "d", "kind": "ces", "text": {"en": "D"}, "when": [{"question": "a", "at_most": 4}]},
            {"id": "e", "kind": "choice", "text": {"en": "E"},
             "options": [{"value": "x", "text": {"en": "X"}}, {"value": "y", "text": {"en": "Y"}}]},
            {"id": "f", "kind": "multi-choice", "text": {"en": "F"},
             "options": [{"value": "x", "text": {"en": "X"}}],
             "when": [{"question": "e", "one_of": ["x", "y"]}]},
            {"id": "g", "kind": "text", "text": {"en": "G"},
             "when": [{"question": "b", "answered": true}]}]})");
}

std::string mistake_in(const std::string& text) {
    const auto read = read_survey(text);
    return read ? "none" : read.error().text();
}

// What is said when the value at the pointer is another one.
std::string mistake_with(const char* pointer, json value) {
    json changed = everything();
    changed[json::json_pointer(pointer)] = std::move(value);
    return mistake_in(changed.dump());
}

std::string mistake_without(const char* parent, const char* key) {
    json changed = everything();
    changed[json::json_pointer(parent)].erase(key);
    return mistake_in(changed.dump());
}

}  // namespace

TEST_CASE("survey file: every built-in one is valid and speaks English, Chinese and Arabic") {
    for (const char* const name : builtin) {
        const wire::Survey survey = read_builtin(name);
        CHECK(survey.id == name);
        CHECK(!survey::check_survey(survey));
        std::vector<std::vector<wire::LocaleText>> all{survey.titles, survey.thanks};
        for (const wire::SurveyQuestion& question : survey.questions) {
            all.push_back(question.texts);
            for (const wire::QuestionOption& option : question.options) all.push_back(option.texts);
            if (!question.labels.empty()) CHECK(question.labels.size() == 3);
        }
        for (const auto& texts : all) {
            for (const char* const locale : {"en", "zh", "ar"}) {
                const bool there = std::any_of(
                    texts.begin(), texts.end(),
                    [&](const wire::LocaleText& text) { return text.locale == locale; });
                CHECK_MESSAGE(there, name, " ", texts.front().text, " ", locale);
            }
        }
    }
}

TEST_CASE("survey file: no other files lie among the built-in ones") {
    size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(SHOPBELL_SURVEYS_DIR)) {
        CHECK(entry.path().extension() == ".json");
        files += 1;
    }
    CHECK(files == std::size(builtin));
}

TEST_CASE("survey file: the example of docs/surveys.md is a valid survey") {
    const std::string docs =
        text_of_file(std::string(SHOPBELL_SURVEYS_DIR) + "/../../docs/surveys.md");
    const std::string fence = "```json\n";
    const size_t start = docs.find(fence);
    REQUIRE(start != std::string::npos);
    const size_t end = docs.find("```", start + fence.size());
    const std::string example = docs.substr(start + fence.size(), end - start - fence.size());
    CHECK(mistake_in(example) == "none");
}

TEST_CASE("survey file: after a chat, only the dissatisfied are asked why") {
    const wire::Survey survey = read_builtin("after-chat");
    for (uint64_t score = 1; score <= 5; ++score) {
        wire::SurveyAnswers answers = survey::begin_answers(survey, "zh-CN");
        survey::set_answer(survey, {"score", score, {}, ""}, answers);
        const auto next = survey::next_question(survey, answers);
        REQUIRE(next);
        CHECK(survey.questions[*next].id == (score <= 3 ? "why" : "comment"));
    }
    CHECK(survey::text_for(survey.titles, "zh-CN") == "请评价本次服务");
}

TEST_CASE("survey file: every field of a definition is read") {
    const auto read = read_survey(everything().dump());
    REQUIRE_MESSAGE(read, mistake_in(everything().dump()));
    const wire::Survey& survey = *read;
    CHECK(survey.id == "all");
    CHECK(survey.version == 2);
    CHECK(survey.titles == std::vector<wire::LocaleText>{{"en", "Title"}});
    CHECK(survey.thanks == std::vector<wire::LocaleText>{{"en", "Thanks"}});
    CHECK(survey.triggers == std::vector<wire::SurveyTrigger>{{1, 0}, {2, 0}, {3, 5}, {4, 0}});
    CHECK(survey.share == 250);
    CHECK(survey.cap_days == 3);
    CHECK(survey.answer_hours == 9);
    REQUIRE(survey.questions.size() == 7);
    for (uint64_t i = 0; i < 7; ++i) {
        const uint64_t kinds[] = {1, 1, 2, 3, 4, 5, 6};
        CHECK(survey.questions[i].kind == kinds[i]);
    }
    CHECK(survey.questions[0].required);
    CHECK(survey.questions[0].look == survey::question_look::faces);
    CHECK(survey.questions[0].texts == std::vector<wire::LocaleText>{{"en", "A"}, {"zh", "甲"}});
    CHECK(survey.questions[0].labels ==
          std::vector<wire::ScaleLabels>{{"en", "bad", "good"}, {"zh", "差", "好"}});
    CHECK(survey.questions[1].look == survey::question_look::stars);
    CHECK(!survey.questions[1].required);
    CHECK(survey.questions[2].when == std::vector<wire::QuestionCondition>{{"a", 2, 2, {}}});
    CHECK(survey.questions[3].when == std::vector<wire::QuestionCondition>{{"a", 3, 4, {}}});
    CHECK(survey.questions[4].options ==
          std::vector<wire::QuestionOption>{{"x", {{"en", "X"}}}, {"y", {{"en", "Y"}}}});
    CHECK(survey.questions[5].when ==
          std::vector<wire::QuestionCondition>{{"e", 4, 0, {"x", "y"}}});
    CHECK(survey.questions[6].when == std::vector<wire::QuestionCondition>{{"b", 1, 0, {}}});
}

TEST_CASE("survey file: what is no document is refused with the line") {
    CHECK(mistake_in("{\n\"id\": }").rfind("survey: parse error at line 2, column 7", 0) == 0);
    CHECK(mistake_in("[]") == "survey: must be an object");
    CHECK(mistake_in("\"\xff\"").rfind("survey: parse error", 0) == 0);
    CHECK(mistake_in(R"({"id": 1e999})").rfind("survey: number overflow", 0) == 0);
    CHECK(mistake_in(R"({"id": "a", "id": "b"})") == "survey: has 'id' twice");
    CHECK(mistake_in(std::string(20, '[')) == "survey: is nested deeper than 8");
    CHECK(mistake_in(std::string(600'000, ' ')) == "survey: is longer than 524288 bytes");
}

TEST_CASE("survey file: a missing, unknown or mistyped field is named with its place") {
    CHECK(mistake_without("", "thanks") == "survey: needs 'thanks'");
    CHECK(mistake_without("/questions/2", "kind") == "questions[2]: needs 'kind'");
    CHECK(mistake_without("/questions/0", "low") ==
          "questions[0]: needs both 'low' and 'high', or neither");
    CHECK(mistake_with("/colour", "red") == "colour: is no known key");
    CHECK(mistake_with("/questions/1/star", 1) == "questions[1].star: is no known key");
    CHECK(mistake_with("/version", "2") == "version: must be a whole number");
    CHECK(mistake_with("/version", -2) == "version: must be a whole number");
    CHECK(mistake_with("/version", 2.5) == "version: must be a whole number");
    CHECK(mistake_with("/share", uint64_t{1} << 53) == "share: must be a whole number");
    CHECK(mistake_with("/title", "Title") == "title: must be an object");
    CHECK(mistake_with("/title/en", 5) == "title.en: must be a text");
    CHECK(mistake_with("/questions", json::object()) == "questions: must be a list");
    CHECK(mistake_with("/questions/0/required", 1) ==
          "questions[0].required: must be true or false");
    CHECK(mistake_with("/questions/0/kind", "smile") ==
          "questions[0].kind: 'smile' is not one of csat, nps, ces, choice, multi-choice, text");
    CHECK(mistake_with("/questions/0/look", "hearts") ==
          "questions[0].look: 'hearts' is not one of faces, stars");
    CHECK(mistake_with("/triggers/0/on", "monday") ==
          "triggers[0].on: 'monday' is not one of closed, invited, order, left");
    CHECK(mistake_with("/questions/0/high", {{"en", "good"}}) ==
          "questions[0].high: must have the languages of 'low'");
}

TEST_CASE("survey file: a condition is one test") {
    CHECK(mistake_with("/questions/2/when/0/at_most", 3) ==
          "questions[2].when[0]: has two tests; write two conditions");
    CHECK(mistake_with("/questions/2/when/0", {{"question", "a"}}) ==
          "questions[2].when[0]: needs one of answered, at_least, at_most, one_of");
    CHECK(mistake_with("/questions/6/when/0/answered", false) ==
          "questions[6].when[0].answered: can only be true");
}

TEST_CASE("survey file: a broken rule between fields is told with the question's place and id") {
    CHECK(mistake_with("/questions/2/when/0/question", "g") ==
          "question 3 (c), condition 1: may only name an earlier question");
    CHECK(mistake_with("/questions/1/id", "a") ==
          "question 2 (a): an earlier question has this id");
    CHECK(mistake_with("/share", 1001) ==
          "survey, share: must be 1 to 1000 per mille, or 0 if an agent invites");
    CHECK(mistake_with("/questions", json::array()) == "survey: has no question");
}

}  // namespace shopbell::server
