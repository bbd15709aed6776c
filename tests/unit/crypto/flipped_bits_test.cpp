// SPDX-License-Identifier: Apache-2.0
// A relay or a network that changes any bit of a row is found out, and so is a sender who signs a
// row that was changed after it was sealed.
#include "core/crypto/message.hpp"
#include "tests/unit/crypto/people.hpp"

#include <functional>

#include <doctest/doctest.h>

namespace shopbell::crypto {

using test::People;

namespace {

using Problem = std::optional<OpenProblem>;
constexpr Problem none = std::nullopt;

struct Flip {
    const char* field;
    std::function<void(wire::Submission&)> change;
    Problem as_delivered;  // a third party changed it
    Problem signed_anew;   // the sender changed it after sealing, and signed
};

// One for each field of Submission, in its order. What only the signature covers is what a relink
// may change.
const Flip flips[] = {
    {"conv", [](wire::Submission& s) { s.conv[1] ^= 1; }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"mid", [](wire::Submission& s) { s.mid[1] ^= 1; }, OpenProblem::signature,
     OpenProblem::commitment},
    {"gen", [](wire::Submission& s) { s.gen ^= 2; }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"roster_v", [](wire::Submission& s) { s.roster_v ^= 2; }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"prev", [](wire::Submission& s) { s.prev[1] ^= 1; }, OpenProblem::signature, none},
    {"device", [](wire::Submission& s) { s.device[1] ^= 1; }, OpenProblem::signature,
     OpenProblem::signature},
    {"type", [](wire::Submission& s) { s.type ^= 2; }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"sent_at", [](wire::Submission& s) { s.sent_at ^= 1; }, OpenProblem::signature, none},
    {"head_seq", [](wire::Submission& s) { s.head_seq ^= 1; }, OpenProblem::signature, none},
    {"head_hash", [](wire::Submission& s) { s.head_hash[1] ^= 1; }, OpenProblem::signature, none},
    {"pub", [](wire::Submission& s) { s.pub[1] ^= 1; }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"pub longer", [](wire::Submission& s) { s.pub.push_back(0); }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"commit", [](wire::Submission& s) { s.commit[1] ^= 1; }, OpenProblem::signature,
     OpenProblem::commitment},
    {"nonce", [](wire::Submission& s) { s.nonce[1] ^= 1; }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"ct", [](wire::Submission& s) { s.ct[1] ^= 1; }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"ct's tag", [](wire::Submission& s) { s.ct.back() ^= 1; }, OpenProblem::signature,
     OpenProblem::ciphertext},
    {"certificate.agent", [](wire::Submission& s) { s.certificate->agent[1] ^= 1; },
     OpenProblem::certificate, OpenProblem::certificate},
    {"certificate.device", [](wire::Submission& s) { s.certificate->device[1] ^= 1; },
     OpenProblem::certificate, OpenProblem::certificate},
    {"certificate.roster_v", [](wire::Submission& s) { s.certificate->roster_v ^= 1; },
     OpenProblem::certificate, OpenProblem::certificate},
    {"certificate.issued_at", [](wire::Submission& s) { s.certificate->issued_at ^= 1; },
     OpenProblem::certificate, OpenProblem::certificate},
    {"certificate.sig", [](wire::Submission& s) { s.certificate->sig[1] ^= 1; },
     OpenProblem::certificate, OpenProblem::certificate},
    {"sig", [](wire::Submission& s) { s.sig[1] ^= 1; }, OpenProblem::signature, none},
};

Problem problem_of(const People& people, const wire::Submission& row) {
    const wire::Roster roster = people.roster();
    const auto opened = open_message(row, people.shop, &roster, &people.key);
    if (opened) return none;
    return opened.error();
}

}  // namespace

TEST_CASE("a flipped bit in any field of a row is refused by the check that guards it") {
    People people;
    const wire::Submission good = people.agent_row("hello");
    CHECK_FALSE(problem_of(people, good));
    for (const Flip& flip : flips) {
        wire::Submission changed = good;
        flip.change(changed);
        CHECK_MESSAGE(problem_of(people, changed) == flip.as_delivered, flip.field);
    }
}

TEST_CASE("a sender cannot change what a row was sealed with, but may relink it") {
    People people;
    const wire::Submission good = people.agent_row("hello");
    for (const Flip& flip : flips) {
        wire::Submission changed = good;
        flip.change(changed);
        sign_submission(changed, people.shop, people.agent_device);
        CHECK_MESSAGE(problem_of(people, changed) == flip.signed_anew, flip.field);
    }
}

TEST_CASE("no bit of an encoded row can be flipped unnoticed") {
    People people;
    const Bytes good = encode(people.agent_row("hello"));
    size_t decoded = 0;
    // One bit of each byte: every byte of every field, and of the encoding around them.
    for (size_t byte = 0; byte < good.size(); ++byte) {
        Bytes changed = good;
        changed[byte] ^= static_cast<uint8_t>(1 << byte % 8);
        const auto row = wire::decode_submission(changed);
        if (!row) continue;
        ++decoded;
        CHECK_MESSAGE(problem_of(people, *row).has_value(), byte);
    }
    CHECK(decoded > good.size() / 2);
}

TEST_CASE("no bit of an encoded wrap can be flipped unnoticed") {
    People people;
    const Bytes good = encode(people.first_wrap());
    for (size_t byte = 0; byte < good.size(); ++byte) {
        Bytes changed = good;
        changed[byte] ^= static_cast<uint8_t>(1 << byte % 8);
        const auto wrap = wire::decode_wrap(changed);
        if (wrap) CHECK_FALSE_MESSAGE(verify_wrap(*wrap, people.shop), byte);
    }
}

TEST_CASE("no bit of an encoded certificate can be flipped unnoticed") {
    People people;
    const Bytes good = encode(people.certificate());
    for (size_t byte = 0; byte < good.size(); ++byte) {
        Bytes changed = good;
        changed[byte] ^= static_cast<uint8_t>(1 << byte % 8);
        const auto certificate = wire::decode_certificate(changed);
        if (!certificate) continue;
        CHECK_FALSE_MESSAGE(verify_certificate(*certificate, people.shop, people.roster()), byte);
    }
}

}  // namespace shopbell::crypto
