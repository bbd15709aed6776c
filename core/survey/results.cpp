// SPDX-License-Identifier: Apache-2.0
#include "core/survey/results.hpp"

#include "core/survey/scores.hpp"

#include <algorithm>

namespace shopbell::survey {

// --- Counting ---------------------------------------------------------------------------------

static Tally empty_tally(const wire::Survey& survey) {
    Tally tally;
    for (size_t place = 0; place < survey.questions.size(); ++place) {
        const auto scale = scale_of(survey.questions[place].kind);
        if (!scale) continue;
        QuestionTally question;
        question.place = place;
        question.kind = survey.questions[place].kind;
        question.counts.resize(scale->size());
        tally.questions.push_back(std::move(question));
    }
    return tally;
}

static void count(Tally& tally, const Asked& asked) {
    tally.invited += 1;
    if (!asked.scores) return;
    tally.answered += 1;
    for (QuestionTally& question : tally.questions) {
        const auto score = score_at(*asked.scores, question.place);
        const auto scale = scale_of(question.kind);
        if (!score || !scale || !scale->holds(*score)) continue;
        question.counts[scale->index(*score)] += 1;
        question.answers += 1;
    }
}

// --- Measuring --------------------------------------------------------------------------------

// How many answers have a score from `low` to `high`.
static uint64_t answers_between(const QuestionTally& question, uint64_t low, uint64_t high) {
    const Scale scale = scale_of(question.kind).value_or(Scale{});
    uint64_t found = 0;
    for (uint64_t score = low; score <= high; ++score) {
        found += question.counts[scale.index(score)];
    }
    return found;
}

static uint64_t sum_of(const QuestionTally& question) {
    const uint64_t lowest = scale_of(question.kind).value_or(Scale{}).low;
    uint64_t sum = 0;
    for (size_t i = 0; i < question.counts.size(); ++i) sum += question.counts[i] * (lowest + i);
    return sum;
}

static void measure(QuestionTally& question) {
    question.mean_milli = mean_milli(sum_of(question), question.answers);
    if (question.kind == question_kind::csat) {
        const uint64_t satisfied = answers_between(question, 4, 5);
        question.measure = share(satisfied, question.answers);
        question.interval = wilson_interval(satisfied, question.answers);
    } else if (question.kind == question_kind::nps) {
        const uint64_t promoters = answers_between(question, 9, 10);
        const uint64_t detractors = answers_between(question, 0, 6);
        question.measure = net_share(promoters, detractors, question.answers);
        question.interval = net_share_interval(promoters, detractors, question.answers);
    }
}

static void measure(Tally& tally) {
    tally.response_rate = share(tally.answered, tally.invited);
    tally.response_interval = wilson_interval(tally.answered, tally.invited);
    for (QuestionTally& question : tally.questions) measure(question);
}

// --- Results ----------------------------------------------------------------------------------

// The period that holds the time; none before the first bound and from the last on.
static std::optional<size_t> period_of(std::span<const uint64_t> bounds, uint64_t at) {
    const auto after = std::upper_bound(bounds.begin(), bounds.end(), at);
    if (after == bounds.begin() || after == bounds.end()) return std::nullopt;
    return static_cast<size_t>(after - bounds.begin()) - 1;
}

Results tally(const wire::Survey& survey, std::span<const Asked> asked,
              std::span<const uint64_t> bounds) {
    const Tally empty = empty_tally(survey);
    Results results;
    results.all = empty;
    results.periods.resize(bounds.empty() ? 0 : bounds.size() - 1, empty);
    std::map<std::optional<Id>, Tally> agents;
    for (const Asked& one : asked) {
        count(results.all, one);
        if (const auto period = period_of(bounds, one.at)) count(results.periods[*period], one);
        count(agents.emplace(one.agent, empty).first->second, one);
    }
    measure(results.all);
    for (Tally& period : results.periods) measure(period);
    for (auto& [agent, counted] : agents) {
        measure(counted);
        results.agents.push_back({agent, std::move(counted)});
    }
    return results;
}

std::vector<Asked> asked_of(const Responses& responses, const wire::Survey& survey) {
    std::vector<Asked> asked;
    for (const auto& [key, response] : responses.all()) {
        if (key.first != survey.id || response.version != survey.version) continue;
        Asked one;
        one.at = response.invitation.at;
        one.agent = response.invitation.agent;
        if (response.first_at) one.scores = response.scores;
        asked.push_back(std::move(one));
    }
    return asked;
}

}  // namespace shopbell::survey
