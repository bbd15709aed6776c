// SPDX-License-Identifier: Apache-2.0
#include "server-stub/surveys/survey_json.hpp"

#include "core/survey/definition.hpp"
#include "server-stub/surveys/json_place.hpp"

#include <array>

namespace shopbell::server {
namespace {

// A number of the record and its word in JSON.
struct Word {
    std::string_view word;
    uint64_t number;
};

constexpr std::array<Word, 6> kinds{{{"csat", survey::question_kind::csat},
                                     {"nps", survey::question_kind::nps},
                                     {"ces", survey::question_kind::ces},
                                     {"choice", survey::question_kind::choice},
                                     {"multi-choice", survey::question_kind::multi_choice},
                                     {"text", survey::question_kind::text}}};
constexpr std::array<Word, 2> looks{
    {{"faces", survey::question_look::faces}, {"stars", survey::question_look::stars}}};
constexpr std::array<Word, 4> triggers{{{"closed", survey::trigger_kind::closed},
                                        {"invited", survey::trigger_kind::invited},
                                        {"order", survey::trigger_kind::order},
                                        {"left", survey::trigger_kind::left}}};

template <size_t N>
uint64_t number_of(const JsonPlace& place, const std::array<Word, N>& words) {
    const std::string text = place.text();
    std::string known;
    for (const Word& word : words) {
        if (word.word == text) return word.number;
        known += (known.empty() ? "" : ", ") + std::string(word.word);
    }
    place.wrong("'" + text + "' is not one of " + known);
}

// {"en": "Thanks", "zh": "谢谢"}
std::vector<wire::LocaleText> texts_of(const JsonPlace& place) {
    std::vector<wire::LocaleText> texts;
    for (const auto& [locale, text] : place.entries()) texts.push_back({locale, text.text()});
    return texts;
}

// "low" and "high", each with texts of the same languages.
std::vector<wire::ScaleLabels> labels_of(const JsonPlace& question) {
    const auto low = question.find("low");
    const auto high = question.find("high");
    if (!low && !high) return {};
    if (!low || !high) question.wrong("needs both 'low' and 'high', or neither");
    const std::vector<wire::LocaleText> lows = texts_of(*low);
    const std::vector<wire::LocaleText> highs = texts_of(*high);
    std::vector<wire::ScaleLabels> labels;
    for (size_t i = 0; i < lows.size() && i < highs.size(); ++i) {
        if (lows[i].locale == highs[i].locale) {
            labels.push_back({lows[i].locale, lows[i].text, highs[i].text});
        }
    }
    if (labels.size() != lows.size() || labels.size() != highs.size()) {
        high->wrong("must have the languages of 'low'");
    }
    return labels;
}

std::vector<std::string> choices_of(const JsonPlace& place) {
    std::vector<std::string> choices;
    for (const JsonPlace& item : place.items()) choices.push_back(item.text());
    return choices;
}

// {"question": "score", "at_most": 3}: one of the four tests, no more.
wire::QuestionCondition condition_of(const JsonPlace& place) {
    place.has_only({"question", "answered", "at_least", "at_most", "one_of"});
    wire::QuestionCondition condition;
    condition.question = place.at("question").text();
    if (const auto answered = place.find("answered")) {
        if (!answered->boolean()) answered->wrong("can only be true");
        condition.kind = survey::condition_kind::answered;
    }
    const auto take = [&](const char* key, uint64_t kind) {
        const auto found = place.find(key);
        if (!found) return found;
        if (condition.kind != 0) place.wrong("has two tests; write two conditions");
        condition.kind = kind;
        return found;
    };
    if (const auto score = take("at_least", survey::condition_kind::score_at_least)) {
        condition.score = score->number();
    }
    if (const auto score = take("at_most", survey::condition_kind::score_at_most)) {
        condition.score = score->number();
    }
    if (const auto choices = take("one_of", survey::condition_kind::choice_one_of)) {
        condition.choices = choices_of(*choices);
    }
    if (condition.kind == 0) place.wrong("needs one of answered, at_least, at_most, one_of");
    return condition;
}

wire::QuestionOption option_of(const JsonPlace& place) {
    place.has_only({"value", "text"});
    return {place.at("value").text(), texts_of(place.at("text"))};
}

wire::SurveyQuestion question_of(const JsonPlace& place) {
    place.has_only({"id", "kind", "look", "required", "text", "low", "high", "options", "when"});
    wire::SurveyQuestion question;
    question.id = place.at("id").text();
    question.kind = number_of(place.at("kind"), kinds);
    if (question.kind == survey::question_kind::csat) question.look = survey::question_look::faces;
    if (const auto look = place.find("look")) question.look = number_of(*look, looks);
    if (const auto required = place.find("required")) question.required = required->boolean();
    question.texts = texts_of(place.at("text"));
    question.labels = labels_of(place);
    if (const auto options = place.find("options")) {
        for (const JsonPlace& option : options->items()) {
            question.options.push_back(option_of(option));
        }
    }
    if (const auto when = place.find("when")) {
        for (const JsonPlace& condition : when->items()) {
            question.when.push_back(condition_of(condition));
        }
    }
    return question;
}

wire::SurveyTrigger trigger_of(const JsonPlace& place) {
    place.has_only({"on", "hours"});
    wire::SurveyTrigger trigger;
    trigger.kind = number_of(place.at("on"), triggers);
    if (const auto hours = place.find("hours")) trigger.hours = hours->number();
    return trigger;
}

wire::Survey survey_of(const JsonPlace& document) {
    document.has_only({"id", "version", "title", "thanks", "questions", "triggers", "share",
                       "cap_days", "answer_hours"});
    wire::Survey survey;
    survey.id = document.at("id").text();
    survey.version = document.at("version").number();
    survey.titles = texts_of(document.at("title"));
    survey.thanks = texts_of(document.at("thanks"));
    for (const JsonPlace& question : document.at("questions").items()) {
        survey.questions.push_back(question_of(question));
    }
    for (const JsonPlace& trigger : document.at("triggers").items()) {
        survey.triggers.push_back(trigger_of(trigger));
    }
    survey.share = document.at("share").number();
    survey.cap_days = document.at("cap_days").number();
    survey.answer_hours = document.at("answer_hours").number();
    return survey;
}

}  // namespace

Result<wire::Survey, SurveyMistake> read_survey(std::string_view json_text) {
    try {
        const nlohmann::json document = parse_document(json_text);
        wire::Survey survey = survey_of(JsonPlace(document, ""));
        if (const auto error = survey::check_survey(survey)) {
            return SurveyMistake{error->where, error->reason()};
        }
        return survey;
    } catch (const SurveyMistake& mistake) {
        return mistake;
    }
}

}  // namespace shopbell::server
