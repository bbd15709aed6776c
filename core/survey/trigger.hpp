// SPDX-License-Identifier: Apache-2.0
// Is a survey due in a conversation? A pure decision over what the relay knows anyway: times and
// one random number that was drawn for the conversation once, so that asking again gives the same
// answer. The relay asks it when a fact changes, and at the time it was told to ask again.
#pragma once

#include "core/survey/question.hpp"

namespace shopbell::survey {

// Times are Unix ms by the relay's clock.
struct TriggerFacts {
    std::optional<uint64_t> closed_at;   // the conversation was closed and is closed still
    std::optional<uint64_t> invited_at;  // an agent asked for this survey
    std::optional<uint64_t> order_at;    // the shopper's newest order
    std::optional<uint64_t> left_at;     // the shopper went, and has not come back
    // Of this shopper and this survey, in any conversation:
    std::optional<uint64_t> last_asked_at;
    std::optional<uint64_t> last_answered_at;
    bool asked_here = false;  // this survey, in this conversation, ever
    uint64_t draw = 0;        // 0 to 999, drawn for this conversation
};

enum class DueVerdict : uint8_t {
    yes = 1,
    not_yet,           // ask again at Due.at
    asked_here,        // no: never twice for one conversation
    nothing_happened,  // no: no trigger of the survey
    not_sampled,       // no: the draw is not below the share
    capped,            // no: the shopper was asked or has answered within cap_days
    passed,            // no: answer_hours have gone by since, so an answer would be late
};

struct Due {
    DueVerdict verdict{};
    uint64_t at = 0;  // for not_yet: Unix ms

    bool operator==(const Due&) const = default;
};

// Several triggers: one that says yes wins, then the one that is due the soonest, then the reason
// that came closest to yes.
Due due(const wire::Survey& survey, const TriggerFacts& facts, uint64_t now);

}  // namespace shopbell::survey
