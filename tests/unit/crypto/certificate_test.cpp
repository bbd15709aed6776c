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

}  // namespace shopbell::crypto
