// SPDX-License-Identifier: Apache-2.0
// Surveys: whatever a definition holds, it is refused with words, or every walk through it ends,
// asks nothing twice and leaves answers that fit. The input is read as a record, and as JSON.
#include "core/survey/answers.hpp"
#include "core/survey/definition.hpp"
#include "core/survey/path.hpp"
#include "core/survey/scores.hpp"
#include "server-stub/surveys/survey_json.hpp"
#include "tests/fuzz/fuzzed.hpp"

namespace shopbell::fuzz {
namespace {

wire::SurveyAnswer draw_answer(Fuzzed& choices, const wire::SurveyQuestion& asked) {
    wire::SurveyAnswer answer;
    answer.question = asked.id;
    if (!asked.required && choices.chance(4)) return answer;
    if (const auto scale = survey::scale_of(asked.kind)) {
        answer.score = scale->low + choices.below(scale->size());
    } else if (survey::has_options(asked.kind)) {
        answer.choices = {asked.options[choices.below(asked.options.size())].value};
    } else {
        answer.text = "word";
    }
    return answer;
}

void walk(const wire::Survey& survey, Fuzzed& choices) {
    wire::SurveyAnswers answers = survey::begin_answers(survey, "en");
    size_t asked = 0;
    while (const auto place = survey::next_question(survey, answers)) {
        FUZZ_CHECK(++asked <= survey.questions.size());
        const size_t before = answers.answers.size();
        survey::set_answer(survey, draw_answer(choices, survey.questions[*place]), answers);
        FUZZ_CHECK(answers.answers.size() == before + 1);
        FUZZ_CHECK(!survey::check_answers(survey, answers, survey::Extent::partial));
    }
    const auto error = survey::check_answers(survey, answers, survey::Extent::complete);
    FUZZ_CHECK(!error || error->problem == survey::AnswerProblem::nothing_answered);
    FUZZ_CHECK(!survey::check_pub(survey, survey::pub_of(survey, answers)));
}

void show_record(ByteView input) {
    const auto survey = wire::decode_survey(input);
    if (!survey) return;
    if (const auto error = survey::check_survey(*survey)) {
        FUZZ_CHECK(!error->where.empty() && !error->reason().empty());
        return;
    }
    Fuzzed choices(input);
    walk(*survey, choices);
}

void show_json(ByteView input) {
    const auto survey = server::read_survey(text_of(input));
    if (!survey) {
        FUZZ_CHECK(!survey.error().where.empty() && !survey.error().what.empty());
        return;
    }
    // What was read crosses the wire and is the same behind it.
    const auto decoded = wire::decode_survey(encode(*survey));
    FUZZ_CHECK(decoded && *decoded == *survey);
    Fuzzed choices(input);
    walk(*survey, choices);
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const shopbell::ByteView input(data, size);
    shopbell::fuzz::show_record(input);
    shopbell::fuzz::show_json(input);
    return 0;
}
