// SPDX-License-Identifier: Apache-2.0
#include "core/survey/trigger.hpp"

#include "core/survey/durations.hpp"

#include <algorithm>

namespace shopbell::survey {

static std::optional<uint64_t> due_at(const wire::SurveyTrigger& trigger,
                                      const TriggerFacts& facts) {
    switch (trigger.kind) {
        case trigger_kind::closed:
            return facts.closed_at;
        case trigger_kind::invited:
            return facts.invited_at;
        case trigger_kind::left:
            return facts.left_at;
        case trigger_kind::order:
            if (!facts.order_at) return std::nullopt;
            return *facts.order_at + trigger.hours * hour_ms;
        default:
            return std::nullopt;
    }
}

// Until when the shopper is left in peace; 0: it need not be.
static uint64_t cap_until(const wire::Survey& survey, const TriggerFacts& facts) {
    const uint64_t last =
        std::max(facts.last_asked_at.value_or(0), facts.last_answered_at.value_or(0));
    return last == 0 ? 0 : last + survey.cap_days * day_ms;
}

static Due judge(const wire::Survey& survey, const wire::SurveyTrigger& trigger,
                 const TriggerFacts& facts, uint64_t now) {
    const auto at = due_at(trigger, facts);
    if (!at) return {DueVerdict::nothing_happened, 0};
    // An agent who asks has chosen this conversation; chance has no say in it.
    if (trigger.kind != trigger_kind::invited && facts.draw >= survey.share) {
        return {DueVerdict::not_sampled, 0};
    }
    if (*at + survey.answer_hours * hour_ms <= now) return {DueVerdict::passed, 0};
    if (std::max(*at, now) < cap_until(survey, facts)) return {DueVerdict::capped, 0};
    if (*at > now) return {DueVerdict::not_yet, *at};
    return {DueVerdict::yes, 0};
}

// The higher, the closer to being asked.
static int rank(DueVerdict verdict) {
    switch (verdict) {
        case DueVerdict::yes:
            return 6;
        case DueVerdict::not_yet:
            return 5;
        case DueVerdict::capped:
            return 4;
        case DueVerdict::passed:
            return 3;
        case DueVerdict::not_sampled:
            return 2;
        case DueVerdict::nothing_happened:
            return 1;
        case DueVerdict::asked_here:
            return 0;
    }
    return 0;
}

Due due(const wire::Survey& survey, const TriggerFacts& facts, uint64_t now) {
    if (facts.asked_here) return {DueVerdict::asked_here, 0};
    Due best{DueVerdict::nothing_happened, 0};
    for (const wire::SurveyTrigger& trigger : survey.triggers) {
        const Due judged = judge(survey, trigger, facts, now);
        const bool sooner = judged.verdict == best.verdict && judged.at < best.at;
        if (rank(judged.verdict) > rank(best.verdict) || sooner) best = judged;
    }
    return best;
}

}  // namespace shopbell::survey
