// SPDX-License-Identifier: Apache-2.0
// What a survey says: satisfaction, net promoter score, effort, and how many answered, as a whole,
// by period and by agent. Made of the scores alone, so that the relay counts what it cannot read,
// and the console comes to the same figures. Definitions and sources: docs/surveys.md.
#pragma once

#include "core/survey/interval.hpp"
#include "core/survey/responses.hpp"

#include <span>

namespace shopbell::survey {

// One invitation, and the scores of the response that counts if there is one.
struct Asked {
    uint64_t at = 0;  // of the invitation, Unix ms: periods are of those who were asked together
    std::optional<Id> agent;
    std::optional<Bytes> scores;
};

// Of one question with a scale.
struct QuestionTally {
    size_t place = 0;
    uint64_t kind = 0;
    std::vector<uint64_t> counts;  // answers of each score, from the scale's lowest
    uint64_t answers = 0;
    uint64_t mean_milli = 0;  // CES is this: 5,250 for 5.25

    // CSAT: 4 and 5 of all answers. NPS: promoters less detractors. CES: none, 0.
    BasisPoints measure = 0;
    std::optional<Interval> interval;  // of the measure, 95 %; none for CES

    bool operator==(const QuestionTally&) const = default;
};

struct Tally {
    uint64_t invited = 0;
    uint64_t answered = 0;
    BasisPoints response_rate = 0;
    Interval response_interval;
    std::vector<QuestionTally> questions;  // those with a scale, in order

    bool operator==(const Tally&) const = default;
};

struct AgentTally {
    std::optional<Id> agent;  // none: nobody had the conversation
    Tally tally;

    bool operator==(const AgentTally&) const = default;
};

struct Results {
    Tally all;
    std::vector<Tally> periods;      // one for each two neighbours of the bounds
    std::vector<AgentTally> agents;  // by id, nobody first

    bool operator==(const Results&) const = default;
};

// Bounds ascend, and a period runs from one, included, to the next, excluded; what lies outside of
// them is in no period. Scores must have passed check_pub of this survey.
Results tally(const wire::Survey& survey, std::span<const Asked> asked,
              std::span<const uint64_t> bounds);

// What the fold knows of one version of a survey, ready to be counted.
std::vector<Asked> asked_of(const Responses& responses, const wire::Survey& survey);

}  // namespace shopbell::survey
