// SPDX-License-Identifier: Apache-2.0
#include "core/survey/definition.hpp"

#include "core/base/limits.hpp"
#include "core/survey/conditions.hpp"
#include "core/survey/texts.hpp"

#include <algorithm>

namespace shopbell::survey {

using Found = std::optional<DefinitionError>;
using Problem = DefinitionProblem;

// --- Texts ------------------------------------------------------------------------------------

static std::optional<Problem> text_problem(std::string_view text) {
    if (is_blank(text)) return Problem::empty_text;
    if (text.size() > limits::survey_text_bytes_max) return Problem::text_too_long;
    return std::nullopt;
}

static std::optional<Problem> words_problem(const wire::LocaleText& text) {
    return text_problem(text.text);
}

static std::optional<Problem> words_problem(const wire::ScaleLabels& labels) {
    const auto low = text_problem(labels.low);
    return low ? low : text_problem(labels.high);
}

// `where` ends in what the list is called; an error adds the locale.
template <class T>
static Found check_texts(const std::vector<T>& texts, const std::string& where) {
    if (texts.size() > limits::survey_locales_max) return DefinitionError{Problem::too_many, where};
    bool english = false;
    for (size_t i = 0; i < texts.size(); ++i) {
        const std::string at = where + " in '" + texts[i].locale + "'";
        if (!is_language_tag(texts[i].locale)) return DefinitionError{Problem::locale, at};
        for (size_t before = 0; before < i; ++before) {
            if (same_locale(texts[before].locale, texts[i].locale)) {
                return DefinitionError{Problem::duplicate_locale, at};
            }
        }
        if (const auto problem = words_problem(texts[i])) return DefinitionError{*problem, at};
        english = english || same_locale(texts[i].locale, fallback_locale);
    }
    if (!english) return DefinitionError{Problem::english_missing, where};
    return std::nullopt;
}

// --- Questions --------------------------------------------------------------------------------

bool is_survey_id(std::string_view id, uint64_t bytes_max) {
    if (id.empty() || id.size() > bytes_max || id.front() == '-' || id.back() == '-') return false;
    return std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

static std::optional<Problem> kind_problem(const wire::SurveyQuestion& question) {
    if (question.kind < question_kind::csat || question.kind > question_kind::text) {
        return Problem::unknown_kind;
    }
    const bool has_look =
        question.look == question_look::faces || question.look == question_look::stars;
    const bool is_csat = question.kind == question_kind::csat;
    if (is_csat ? !has_look : question.look != question_look::none) return Problem::look;
    if (!scale_of(question.kind) && !question.labels.empty()) return Problem::labels;
    if (!has_options(question.kind) && !question.options.empty()) return Problem::options_unwanted;
    if (has_options(question.kind) && question.options.empty()) return Problem::options_missing;
    if (question.options.size() > limits::question_options_max) return Problem::too_many;
    if (question.when.size() > limits::question_conditions_max) return Problem::too_many;
    return std::nullopt;
}

static Found check_options(const wire::SurveyQuestion& question, const std::string& where) {
    for (size_t i = 0; i < question.options.size(); ++i) {
        const wire::QuestionOption& option = question.options[i];
        const std::string at =
            where + ", option " + std::to_string(i + 1) + " (" + option.value + ")";
        if (!is_survey_id(option.value, limits::question_id_bytes_max)) {
            return DefinitionError{Problem::id, at};
        }
        for (size_t before = 0; before < i; ++before) {
            if (question.options[before].value == option.value) {
                return DefinitionError{Problem::duplicate_value, at};
            }
        }
        if (Found found = check_texts(option.texts, at + ", text")) return found;
    }
    return std::nullopt;
}

static Found check_question(const wire::Survey& survey, size_t place) {
    const wire::SurveyQuestion& question = survey.questions[place];
    const std::string where = place_text(survey, place);
    if (!is_survey_id(question.id, limits::question_id_bytes_max)) {
        return DefinitionError{Problem::id, where};
    }
    if (find_question(survey, question.id) != place) {
        return DefinitionError{Problem::duplicate_id, where};
    }
    if (const auto problem = kind_problem(question)) return DefinitionError{*problem, where};
    if (Found found = check_texts(question.texts, where + ", text")) return found;
    if (!question.labels.empty()) {
        if (Found found = check_texts(question.labels, where + ", labels")) return found;
    }
    return check_options(question, where);
}

static Found check_questions(const wire::Survey& survey) {
    if (survey.questions.empty()) return DefinitionError{Problem::nothing_to_ask, "survey"};
    if (survey.questions.size() > limits::survey_questions_max) {
        return DefinitionError{Problem::too_many, "survey, questions"};
    }
    for (size_t place = 0; place < survey.questions.size(); ++place) {
        if (Found found = check_question(survey, place)) return found;
    }
    for (size_t place = 0; place < survey.questions.size(); ++place) {
        if (Found found = check_conditions(survey, place)) return found;
    }
    return std::nullopt;
}

// --- When it is due ---------------------------------------------------------------------------

static std::optional<Problem> trigger_problem(const wire::SurveyTrigger& trigger) {
    if (trigger.kind < trigger_kind::closed || trigger.kind > trigger_kind::left) {
        return Problem::unknown_kind;
    }
    const uint64_t hours_max =
        trigger.kind == trigger_kind::order ? limits::survey_order_hours_max : 0;
    if (trigger.hours > hours_max) return Problem::hours;
    return std::nullopt;
}

static Found check_triggers(const wire::Survey& survey) {
    const auto& triggers = survey.triggers;
    if (triggers.empty()) return DefinitionError{Problem::no_trigger, "survey"};
    if (triggers.size() > limits::survey_triggers_max) {
        return DefinitionError{Problem::too_many, "survey, triggers"};
    }
    bool invites = false;
    for (size_t i = 0; i < triggers.size(); ++i) {
        const std::string where = "trigger " + std::to_string(i + 1);
        if (const auto problem = trigger_problem(triggers[i])) {
            return DefinitionError{*problem, where};
        }
        const auto here = triggers.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(triggers.begin(), here, *here) != here) {
            return DefinitionError{Problem::duplicate_value, where};
        }
        invites = invites || triggers[i].kind == trigger_kind::invited;
    }
    if (survey.share > limits::survey_share_max || (survey.share == 0 && !invites)) {
        return DefinitionError{Problem::share, "survey, share"};
    }
    if (survey.cap_days > limits::survey_cap_days_max) {
        return DefinitionError{Problem::cap_days, "survey, cap_days"};
    }
    if (survey.answer_hours == 0 || survey.answer_hours > limits::survey_answer_hours_max) {
        return DefinitionError{Problem::answer_hours, "survey, answer_hours"};
    }
    return std::nullopt;
}

Found check_survey(const wire::Survey& survey) {
    if (!is_survey_id(survey.id, limits::survey_id_bytes_max)) {
        return DefinitionError{Problem::id, "survey (" + survey.id + ")"};
    }
    if (survey.version == 0 || survey.version > limits::survey_version_max) {
        return DefinitionError{Problem::version, "survey, version"};
    }
    if (Found found = check_texts(survey.titles, "survey, title")) return found;
    if (Found found = check_texts(survey.thanks, "survey, thanks")) return found;
    if (Found found = check_questions(survey)) return found;
    if (Found found = check_triggers(survey)) return found;
    if (encode(survey).size() > limits::survey_bytes_max) {
        return DefinitionError{Problem::too_large, "survey"};
    }
    return std::nullopt;
}

// --- Words ------------------------------------------------------------------------------------

static std::string limited(std::string_view before, uint64_t limit, std::string_view behind = "") {
    return std::string(before) + std::to_string(limit) + std::string(behind);
}

std::string DefinitionError::reason() const {
    switch (problem) {
        case Problem::id:
            return "an id is 1 to 32 lower-case letters, digits and inner hyphens";
        case Problem::duplicate_id:
            return "an earlier question has this id";
        case Problem::version:
            return limited("must be 1 to ", limits::survey_version_max);
        case Problem::nothing_to_ask:
            return "has no question";
        case Problem::no_trigger:
            return "has no trigger, so nobody would be asked";
        case Problem::too_many:
            return "has more items than the limit";
        case Problem::too_large:
            return limited("is encoded in more than ", limits::survey_bytes_max, " bytes");
        case Problem::locale:
            return "the locale is not a BCP 47 tag";
        case Problem::duplicate_locale:
            return "has a text for this locale already";
        case Problem::english_missing:
            return "has no text in 'en', the fallback";
        case Problem::empty_text:
            return "is empty";
        case Problem::text_too_long:
            return limited("is longer than ", limits::survey_text_bytes_max, " bytes");
        case Problem::unknown_kind:
            return "has an unknown kind";
        case Problem::look:
            return "CSAT looks like faces or stars, other kinds have no look";
        case Problem::labels:
            return "only a scale has labels";
        case Problem::options_missing:
            return "a choice needs options";
        case Problem::options_unwanted:
            return "only a choice has options";
        case Problem::duplicate_value:
            return "stands there twice";
        case Problem::unknown_question:
            return "names a question that the survey does not have";
        case Problem::not_earlier:
            return "may only name an earlier question";
        case Problem::condition_kind:
            return "does not fit the kind of the question it names";
        case Problem::condition_value:
            return "has a score outside the scale, or a value too many";
        case Problem::condition_choices:
            return "needs choices that the question it names offers";
        case Problem::never_asked:
            return "can never be asked: its conditions exclude one another";
        case Problem::share:
            return "must be 1 to 1000 per mille, or 0 if an agent invites";
        case Problem::hours:
            return limited("only an order has hours, at most ", limits::survey_order_hours_max);
        case Problem::cap_days:
            return limited("must be 0 to ", limits::survey_cap_days_max);
        case Problem::answer_hours:
            return limited("must be 1 to ", limits::survey_answer_hours_max);
    }
    return "";
}

}  // namespace shopbell::survey
