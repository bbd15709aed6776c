// SPDX-License-Identifier: Apache-2.0
// XChaCha20-Poly1305 does not bind its key: a sender who holds two can make one ciphertext that
// opens under both, to two texts. The commitment is what stops it.
#include "core/base/text_encoding.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"
#include "core/crypto/message.hpp"
#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

namespace {

const ConversationKey one(test::key_of(9));
const ConversationKey two(test::key_of(10));

// As tests/golden/two-keys.mjs makes it: two blocks and a tag that are right under both keys.
wire::Submission two_faced() {
    wire::Submission row;
    row.conv = test::id_of(0xc0);
    row.mid = test::id_of(0xd1);
    row.gen = 1;
    row.roster_v = 1;
    row.device = DeviceKeys::from_seed(test::key_of(7)).sign_pk;
    row.type = 1;
    row.nonce = test::filled<24>(0x55);
    const auto ct = hex_decode(
        "25b1bb1b45bd1db5cc5c546bcc1ea32a342502addb0a2d5170502de97fddbcb6"
        "10000000000000000000000000000000");
    SHOPBELL_ASSERT(ct);
    row.ct = *ct;
    return row;
}

Hash commitment_to(const ConversationKey& key, const wire::Submission& row) {
    const Hash mk = keyed_hash256(key, {bytes_of(labels::message_key), row.device, row.mid});
    return keyed_hash256(mk, {bytes_of(labels::commit)});
}

}  // namespace

TEST_CASE("the cipher alone takes one ciphertext under two keys") {
    // Padding is looked at only when the cipher has opened.
    wire::Submission row = two_faced();
    row.commit = commitment_to(one, row);
    CHECK(open(row, "tea", one).error() == OpenProblem::padding);
    row.commit = commitment_to(two, row);
    CHECK(open(row, "tea", two).error() == OpenProblem::padding);
}

TEST_CASE("a row commits to one key, and is refused under the other before it is decrypted") {
    wire::Submission row = two_faced();
    row.commit = commitment_to(one, row);
    CHECK(open(row, "tea", two).error() == OpenProblem::commitment);
    row.commit = commitment_to(two, row);
    CHECK(open(row, "tea", one).error() == OpenProblem::commitment);
    row.commit = Hash{};
    CHECK(open(row, "tea", one).error() == OpenProblem::commitment);
}

}  // namespace shopbell::crypto
