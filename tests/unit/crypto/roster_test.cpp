// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/roster.hpp"

#include "core/crypto/labels.hpp"
#include "core/crypto/signature.hpp"
#include "core/wire/cbor.hpp"
#include "tests/unit/crypto/people.hpp"

#include <functional>

#include <doctest/doctest.h>

namespace shopbell::crypto {

using test::People;

namespace {

RosterProblem problem_of(const People& people, const wire::SignedRoster& roster,
                         const KnownRoster& known = {}) {
    const auto result = verify_roster(roster, root_hash(people.root.pk), people.shop, known);
    CHECK_FALSE(result.ok());
    return result ? RosterProblem{} : result.error();
}

wire::Roster successor(const wire::Roster& roster) {
    wire::Roster next = roster;
    next.version = roster.version + 1;
    next.previous = roster_hash(encode(roster));
    return next;
}

}  // namespace

TEST_CASE("a roster signed by the pinned root is taken") {
    const People people;
    const auto result = verify_roster(people.signed_by_root(people.roster()),
                                      root_hash(people.root.pk), people.shop);
    REQUIRE(result);
    CHECK(*result == people.roster());
}

TEST_CASE("a roster of another root, or not signed by it, is refused") {
    const People people;
    wire::SignedRoster roster = people.signed_by_root(people.roster());
    CHECK(verify_roster(roster, root_hash(people.owner.pk), people.shop).error() ==
          RosterProblem::root);
    roster.sig[5] ^= 1;
    CHECK(problem_of(people, roster) == RosterProblem::signature);
    roster = sign_roster(people.roster(), people.root.pk, people.owner.sk);
    CHECK(problem_of(people, roster) == RosterProblem::signature);
}

TEST_CASE("a roster with any bit changed is refused") {
    const People people;
    const wire::SignedRoster good = people.signed_by_root(people.roster());
    for (size_t byte = 0; byte < good.roster.size(); ++byte) {
        wire::SignedRoster changed = good;
        changed.roster[byte] ^= static_cast<uint8_t>(1 << byte % 8);
        CHECK(problem_of(people, changed) == RosterProblem::signature);
    }
    for (size_t byte = 0; byte < good.root.size(); ++byte) {
        wire::SignedRoster changed = good;
        changed.root[byte] ^= static_cast<uint8_t>(1 << byte % 8);
        CHECK(problem_of(people, changed) == RosterProblem::root);
    }
    for (size_t byte = 0; byte < good.sig.size(); ++byte) {
        wire::SignedRoster changed = good;
        changed.sig[byte] ^= static_cast<uint8_t>(1 << byte % 8);
        CHECK(problem_of(people, changed) == RosterProblem::signature);
    }
}

TEST_CASE("what the root signed must still be a sound roster of this shop") {
    struct Case {
        const char* name;
        std::function<void(wire::Roster&)> change;
        RosterProblem problem;
    };
    const Case cases[] = {
        {"another shop", [](wire::Roster& r) { r.shop = "coffee"; }, RosterProblem::shop},
        {"version 0", [](wire::Roster& r) { r.version = 0; }, RosterProblem::malformed},
        {"no inbox version", [](wire::Roster& r) { r.inbox_v = 0; }, RosterProblem::malformed},
        {"a first one with a predecessor", [](wire::Roster& r) { r.previous[0] = 1; },
         RosterProblem::malformed},
        {"a second one without a predecessor", [](wire::Roster& r) { r.version = 2; },
         RosterProblem::malformed},
        {"a version without a next",
         [](wire::Roster& r) {
             r.version = wire::safe_uint_max;
             r.previous[0] = 1;
         },
         RosterProblem::malformed},
        {"an inbox version without a next",
         [](wire::Roster& r) { r.inbox_v = wire::safe_uint_max; }, RosterProblem::malformed},
        {"role 0", [](wire::Roster& r) { r.agents[1].role = 0; }, RosterProblem::malformed},
        {"role 5", [](wire::Roster& r) { r.agents[1].role = 5; }, RosterProblem::malformed},
        {"an agent who leaves in a later version", [](wire::Roster& r) { r.agents[1].until = 2; },
         RosterProblem::malformed},
        {"an id twice", [](wire::Roster& r) { r.agents[1].id = r.agents[0].id; },
         RosterProblem::duplicate},
        {"a sign key twice", [](wire::Roster& r) { r.agents[1].sign = r.agents[0].sign; },
         RosterProblem::duplicate},
        {"a box key twice", [](wire::Roster& r) { r.agents[1].box = r.agents[0].box; },
         RosterProblem::duplicate},
    };
    const People people;
    for (const Case& one : cases) {
        wire::Roster roster = people.roster();
        one.change(roster);
        CHECK_MESSAGE(problem_of(people, people.signed_by_root(roster)) == one.problem, one.name);
    }
}

TEST_CASE("signed bytes that are no roster are malformed") {
    const People people;
    wire::SignedRoster garbage;
    garbage.roster = {0x80};
    garbage.root = people.root.pk;
    garbage.sig = sign(people.root.sk, labels::roster, garbage.roster);
    CHECK(problem_of(people, garbage) == RosterProblem::malformed);
}

TEST_CASE("clients never go back to an older roster, nor sideways") {
    const People people;
    const wire::Roster first = people.roster();
    const wire::Roster second = successor(first);
    const KnownRoster known{2, roster_hash(encode(second))};
    CHECK(problem_of(people, people.signed_by_root(first), known) == RosterProblem::older);
    CHECK(
        verify_roster(people.signed_by_root(second), root_hash(people.root.pk), people.shop, known)
            .ok());

    wire::Roster twin = second;
    twin.issued_at += 1;
    CHECK(problem_of(people, people.signed_by_root(twin), known) == RosterProblem::fork);

    CHECK(verify_roster(people.signed_by_root(successor(second)), root_hash(people.root.pk),
                        people.shop, known)
              .ok());
    CHECK(problem_of(people, people.signed_by_root(successor(twin)), known) == RosterProblem::fork);
    // Over a gap the chain cannot be followed; root's word and the higher version decide.
    CHECK(verify_roster(people.signed_by_root(successor(successor(second))),
                        root_hash(people.root.pk), people.shop, known)
              .ok());
}

TEST_CASE("a roster expires at its date") {
    const People people;
    CHECK_FALSE(roster_expired(people.roster(), people.roster().expires_at - 1));
    CHECK(roster_expired(people.roster(), people.roster().expires_at));
}

TEST_CASE("a former entry may share its id with today's agent, but never a key") {
    const People people;
    wire::Roster roster = people.roster();
    wire::RosterAgent former = roster.agents[1];
    former.until = 1;
    former.sign = SignPair::from_seed(test::key_of(0x31)).pk;
    former.box = BoxPair::from_seed(test::key_of(0x32)).pk;
    roster.agents.push_back(former);
    CHECK(
        verify_roster(people.signed_by_root(roster), root_hash(people.root.pk), people.shop).ok());
    CHECK(find_agent(roster, people.agent_id)->sign == people.agent.pk);
    roster.agents[2].box = roster.agents[1].box;
    CHECK(problem_of(people, people.signed_by_root(roster)) == RosterProblem::duplicate);
}

TEST_CASE("an agent is found by id alone, and a former one is not") {
    const People people;
    const wire::Roster roster = people.roster();
    const wire::RosterAgent* const agent = find_agent(roster, people.agent_id);
    REQUIRE(agent != nullptr);
    CHECK(agent->sign == people.agent.pk);
    CHECK(find_agent(roster, Id{}) == nullptr);
    wire::Roster later = roster;
    later.agents[1].until = 1;
    CHECK(find_agent(later, people.agent_id) == nullptr);
}

}  // namespace shopbell::crypto
