// SPDX-License-Identifier: Apache-2.0
#include "core/survey/trigger.hpp"

#include "tests/unit/survey/questionnaire.hpp"

#include <doctest/doctest.h>

namespace shopbell::survey {

using namespace test;

namespace {

constexpr uint64_t now = 1'700'000'000'000;

wire::Survey with_triggers(std::vector<wire::SurveyTrigger> triggers) {
    wire::Survey survey = after_chat();
    survey.triggers = std::move(triggers);
    return survey;
}

TriggerFacts closed_now() {
    TriggerFacts facts;
    facts.closed_at = now;
    return facts;
}

DueVerdict verdict(const wire::Survey& survey, const TriggerFacts& facts) {
    return due(survey, facts, now).verdict;
}

}  // namespace

TEST_CASE("due: each trigger waits for its own fact") {
    TriggerFacts facts;
    CHECK(verdict(after_chat(), facts) == DueVerdict::nothing_happened);
    facts.left_at = now;
    CHECK(verdict(after_chat(), facts) == DueVerdict::nothing_happened);
    CHECK(verdict(with_triggers({{trigger_kind::left, 0}}), facts) == DueVerdict::yes);
    CHECK(verdict(after_chat(), closed_now()) == DueVerdict::yes);
    facts.invited_at = now;
    CHECK(verdict(with_triggers({{trigger_kind::invited, 0}}), facts) == DueVerdict::yes);
}

TEST_CASE("due: hours after an order it is yes, and before that the time is told") {
    const wire::Survey survey = with_triggers({{trigger_kind::order, 48}});
    TriggerFacts facts;
    facts.order_at = now - 47 * hour_ms;
    CHECK(due(survey, facts, now) == Due{DueVerdict::not_yet, now + hour_ms});
    CHECK(due(survey, facts, now + hour_ms - 1) == Due{DueVerdict::not_yet, now + hour_ms});
    CHECK(due(survey, facts, now + hour_ms).verdict == DueVerdict::yes);
}

TEST_CASE("due: a conversation is never asked twice, whatever happens in it") {
    TriggerFacts facts = closed_now();
    facts.invited_at = now;
    facts.asked_here = true;
    const wire::Survey survey =
        with_triggers({{trigger_kind::closed, 0}, {trigger_kind::invited, 0}});
    CHECK(verdict(survey, facts) == DueVerdict::asked_here);
}

TEST_CASE("due: of a sample, only draws below the share are asked, unless an agent invites") {
    wire::Survey survey = with_triggers({{trigger_kind::closed, 0}, {trigger_kind::invited, 0}});
    survey.share = 100;
    TriggerFacts facts = closed_now();
    facts.draw = 99;
    CHECK(verdict(survey, facts) == DueVerdict::yes);
    facts.draw = 100;
    CHECK(verdict(survey, facts) == DueVerdict::not_sampled);
    facts.invited_at = now;
    CHECK(verdict(survey, facts) == DueVerdict::yes);
    survey.share = 1000;
    facts.invited_at.reset();
    facts.draw = 999;
    CHECK(verdict(survey, facts) == DueVerdict::yes);
}

TEST_CASE("due: a shopper is asked once in so many days, by an agent too") {
    wire::Survey survey = with_triggers({{trigger_kind::closed, 0}, {trigger_kind::invited, 0}});
    survey.cap_days = 30;
    TriggerFacts facts = closed_now();
    facts.invited_at = now;
    facts.last_asked_at = now - 30 * day_ms;
    CHECK(verdict(survey, facts) == DueVerdict::yes);
    facts.last_answered_at = now - 30 * day_ms + 1;
    CHECK(verdict(survey, facts) == DueVerdict::capped);
    survey.cap_days = 0;
    CHECK(verdict(survey, facts) == DueVerdict::yes);
}

TEST_CASE("due: a cap that ends before the time comes does not matter") {
    wire::Survey survey = with_triggers({{trigger_kind::order, 48}});
    survey.cap_days = 1;
    TriggerFacts facts;
    facts.order_at = now;
    facts.last_asked_at = now;
    CHECK(due(survey, facts, now) == Due{DueVerdict::not_yet, now + 48 * hour_ms});
    survey.cap_days = 3;
    CHECK(verdict(survey, facts) == DueVerdict::capped);
}

TEST_CASE("due: what is long past is not asked any more") {
    TriggerFacts facts;
    facts.closed_at = now - 72 * hour_ms + 1;
    CHECK(verdict(after_chat(), facts) == DueVerdict::yes);
    facts.closed_at = now - 72 * hour_ms;
    CHECK(verdict(after_chat(), facts) == DueVerdict::passed);
}

TEST_CASE("due: of several triggers the soonest counts") {
    const wire::Survey survey = with_triggers(
        {{trigger_kind::order, 48}, {trigger_kind::order, 24}, {trigger_kind::closed, 0}});
    TriggerFacts facts;
    facts.order_at = now;
    CHECK(due(survey, facts, now) == Due{DueVerdict::not_yet, now + 24 * hour_ms});
    facts.closed_at = now;
    CHECK(verdict(survey, facts) == DueVerdict::yes);
}

}  // namespace shopbell::survey
