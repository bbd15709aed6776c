// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/certificate.hpp"

#include "tests/unit/crypto/people.hpp"

#include <functional>

#include <doctest/doctest.h>

namespace shopbell::crypto {

using test::People;

TEST_CASE("an agent's certificate is backed by the roster that names it") {
    const People people;
    CHECK(verify_certificate(people.certificate(), people.shop, people.roster()));
}

TEST_CASE("a certificate with a bit changed in any field is refused") {
    struct Case {
        const char* field;
        std::function<void(wire::Certificate&)> change;
    };
    const Case cases[] = {
        {"agent", [](wire::Certificate& c) { c.agent[3] ^= 1; }},
        {"device", [](wire::Certificate& c) { c.device[3] ^= 1; }},
        {"roster_v", [](wire::Certificate& c) { c.roster_v ^= 1; }},
        {"issued_at", [](wire::Certificate& c) { c.issued_at ^= 1; }},
        {"sig", [](wire::Certificate& c) { c.sig[3] ^= 1; }},
    };
    const People people;
    for (const Case& one : cases) {
        wire::Certificate certificate = people.certificate();
        one.change(certificate);
        CHECK_FALSE_MESSAGE(verify_certificate(certificate, people.shop, people.roster()),
                            one.field);
    }
}

TEST_CASE("a certificate does not serve another shop, a removed agent or another agent") {
    const People people;
    CHECK_FALSE(verify_certificate(people.certificate(), "coffee", people.roster()));

    wire::Roster without = people.roster();
    without.agents.pop_back();
    CHECK_FALSE(verify_certificate(people.certificate(), people.shop, without));

    const wire::Certificate borrowed =
        certify(people.agent.sk, people.shop, people.owner_id, people.agent_device.sign_pk, 1, 0);
    CHECK_FALSE(verify_certificate(borrowed, people.shop, people.roster()));
}

TEST_CASE("a former agent's certificate serves what it wrote before it left, and nothing else") {
    const People people;  // the certificate is of roster version 1
    const wire::Certificate certificate = people.certificate();
    wire::Roster roster = people.roster();
    roster.version = 5;
    roster.agents[1].until = 3;
    CHECK_FALSE(verify_certificate(certificate, people.shop, roster));
    const wire::RosterAgent* const agent = certifying_agent(certificate, people.shop, roster, 2);
    REQUIRE(agent != nullptr);
    CHECK(agent->id == people.agent_id);
    CHECK(certifying_agent(certificate, people.shop, roster, 3) == nullptr);

    const wire::Certificate late = certify(people.agent.sk, people.shop, people.agent_id,
                                           people.agent_device.sign_pk, 3, test::noon);
    CHECK(certifying_agent(late, people.shop, roster, 2) == nullptr);
}

TEST_CASE("an owner's new keys serve from now on, and its old ones for the past") {
    const People people;
    wire::Roster roster = people.roster();
    wire::RosterAgent former = roster.agents[1];
    former.until = 2;
    roster.version = 2;
    const SignPair renewed = SignPair::from_seed(test::key_of(0x31));
    roster.agents[1].sign = renewed.pk;
    roster.agents.push_back(former);

    CHECK_FALSE(verify_certificate(people.certificate(), people.shop, roster));
    CHECK(certifying_agent(people.certificate(), people.shop, roster, 1) == &roster.agents[2]);
    const wire::Certificate today = certify(renewed.sk, people.shop, people.agent_id,
                                            people.agent_device.sign_pk, 2, test::noon);
    CHECK(verify_certificate(today, people.shop, roster));
    CHECK(certifying_agent(today, people.shop, roster, 2) == &roster.agents[1]);
}

}  // namespace shopbell::crypto
