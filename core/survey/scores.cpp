// SPDX-License-Identifier: Apache-2.0
#include "core/survey/scores.hpp"

#include "core/base/limits.hpp"

namespace shopbell::survey {

// An array's head, an id with its head, a version in three bytes, the scores with their head.
static_assert(1 + 2 + limits::survey_id_bytes_max + 3 + 1 + limits::survey_questions_max <=
              limits::pub_bytes_max);
static_assert(limits::survey_version_max <= 0xffff && limits::survey_questions_max <= 23);

wire::SurveyPub pub_of(const wire::Survey& survey, const wire::SurveyAnswers& answers) {
    wire::SurveyPub pub;
    pub.survey = survey.id;
    pub.version = survey.version;
    for (size_t place = 0; place < survey.questions.size(); ++place) {
        const wire::SurveyAnswer* const answer = find_answer(answers, survey.questions[place].id);
        if (answer == nullptr || !answer->score) continue;
        pub.scores.resize(place + 1);
        pub.scores[place] = static_cast<uint8_t>(*answer->score + 1);
    }
    return pub;
}

std::optional<PubError> check_pub(const wire::Survey& survey, const wire::SurveyPub& pub) {
    if (pub.survey != survey.id) return PubError{PubProblem::survey, 0};
    if (pub.version != survey.version) return PubError{PubProblem::version, 0};
    if (pub.scores.size() > survey.questions.size()) return PubError{PubProblem::too_many, 0};
    for (size_t place = 0; place < pub.scores.size(); ++place) {
        const auto score = score_at(pub.scores, place);
        if (!score) continue;
        const auto scale = scale_of(survey.questions[place].kind);
        if (!scale) return PubError{PubProblem::not_scored, place};
        if (!scale->holds(*score)) return PubError{PubProblem::score, place};
    }
    if (!pub.scores.empty() && pub.scores.back() == 0) {
        return PubError{PubProblem::trailing_zero, pub.scores.size() - 1};
    }
    return std::nullopt;
}

std::optional<uint64_t> score_at(const Bytes& scores, size_t place) {
    if (place >= scores.size() || scores[place] == 0) return std::nullopt;
    return scores[place] - uint64_t{1};
}

static std::string_view reason(PubProblem problem) {
    switch (problem) {
        case PubProblem::survey:
            return "are of another survey";
        case PubProblem::version:
            return "are of another version";
        case PubProblem::too_many:
            return "are more than the questions";
        case PubProblem::not_scored:
            return "has no scale";
        case PubProblem::score:
            return "has a score outside its scale";
        case PubProblem::trailing_zero:
            return "is an empty place at the end";
    }
    return "";
}

std::string PubError::text() const {
    const bool whole = problem < PubProblem::not_scored;
    const std::string who = whole ? "scores" : "question " + std::to_string(place + 1);
    return who + ": " + std::string(reason(problem));
}

}  // namespace shopbell::survey
