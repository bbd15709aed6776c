// SPDX-License-Identifier: Apache-2.0
// Surveys and answers in as few words as a test needs: every question in English, every limit
// kept. A test takes one of these and breaks or answers it.
#pragma once

#include "core/survey/durations.hpp"
#include "core/survey/path.hpp"

#include <string>
#include <utility>
#include <vector>

namespace shopbell::survey::test {

inline std::vector<wire::LocaleText> english(const std::string& text) { return {{"en", text}}; }

inline wire::SurveyQuestion question(const std::string& id, uint64_t kind,
                                     std::vector<wire::QuestionCondition> when = {}) {
    wire::SurveyQuestion made;
    made.id = id;
    made.kind = kind;
    made.look = kind == question_kind::csat ? question_look::faces : question_look::none;
    made.texts = english("About " + id + "?");
    if (has_options(kind)) {
        for (const char* const value : {"slow", "rude", "wrong"}) {
            made.options.push_back({value, english(value)});
        }
    }
    made.when = std::move(when);
    return made;
}

inline wire::SurveyQuestion required(wire::SurveyQuestion question) {
    question.required = true;
    return question;
}

inline wire::QuestionCondition answered(const std::string& question) {
    return {question, condition_kind::answered, 0, {}};
}
inline wire::QuestionCondition at_least(const std::string& question, uint64_t score) {
    return {question, condition_kind::score_at_least, score, {}};
}
inline wire::QuestionCondition at_most(const std::string& question, uint64_t score) {
    return {question, condition_kind::score_at_most, score, {}};
}
inline wire::QuestionCondition one_of(const std::string& question,
                                      std::vector<std::string> choices) {
    return {question, condition_kind::choice_one_of, 0, std::move(choices)};
}

inline wire::Survey survey_of(std::vector<wire::SurveyQuestion> questions) {
    wire::Survey survey;
    survey.id = "after-chat";
    survey.version = 3;
    survey.titles = english("How did we do?");
    survey.thanks = english("Thank you.");
    survey.questions = std::move(questions);
    survey.triggers = {{trigger_kind::closed, 0}};
    survey.share = 1000;
    survey.answer_hours = 72;
    return survey;
}

// A score; below 4 the reason, and of a slow answer what was waited for; a comment.
inline wire::Survey after_chat() {
    return survey_of({
        required(question("score", question_kind::csat)),
        required(question("why", question_kind::multi_choice, {at_most("score", 3)})),
        question("wait", question_kind::text, {one_of("why", {"slow"})}),
        question("comment", question_kind::text),
    });
}

inline wire::SurveyAnswer scored(const std::string& question, uint64_t score) {
    wire::SurveyAnswer answer;
    answer.question = question;
    answer.score = score;
    return answer;
}
inline wire::SurveyAnswer chosen(const std::string& question, std::vector<std::string> choices) {
    wire::SurveyAnswer answer;
    answer.question = question;
    answer.choices = std::move(choices);
    return answer;
}
inline wire::SurveyAnswer written(const std::string& question, const std::string& text) {
    wire::SurveyAnswer answer;
    answer.question = question;
    answer.text = text;
    return answer;
}
inline wire::SurveyAnswer skipped(const std::string& question) { return written(question, ""); }

inline wire::SurveyAnswers answers_to(const wire::Survey& survey,
                                      std::vector<wire::SurveyAnswer> answers) {
    wire::SurveyAnswers made = begin_answers(survey, "en");
    made.answers = std::move(answers);
    return made;
}

inline Id id_of(uint8_t byte) {
    Id id{};
    id.fill(byte);
    return id;
}

inline Key key_of(uint8_t byte) {
    Key key{};
    key.fill(byte);
    return key;
}

}  // namespace shopbell::survey::test
