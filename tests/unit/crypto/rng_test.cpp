// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/rng.hpp"

#include "core/base/text_encoding.hpp"
#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

TEST_CASE("the same seed gives the same numbers, natively and in wasm") {
    // ChaCha20 with a zero key, nonces 0 and 1: the first is RFC 8439's test vector A.1 no. 1.
    Rng rng{Key{}};
    CHECK(hex_encode(rng.key()) ==
          "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7");
    Rng again{Key{}, 1};
    CHECK(rng.key() == again.key());
    CHECK(rng.draws() == 2);
}

TEST_CASE("the draw's number is the nonce, little endian") {
    // RFC 8439 A.1 no. 5: zero key, nonce ends in 02; ours has the draw's low byte at place 4.
    Rng rng{Key{}, uint64_t{2} << 56};
    CHECK(hex_encode(rng.key()) ==
          "c2c64d378cd536374ae204b9ef933fcd1a8b2288b3dfa49672ab765b54ee27c7");
}

TEST_CASE("a copied generator goes on as its original does, and draws differ from one another") {
    Rng rng{test::key_of(5)};
    rng.id();
    Rng copy = rng;
    const Key first = rng.key();
    CHECK(first == copy.key());
    CHECK(first != rng.key());
    CHECK(Rng{test::key_of(6)}.key() != Rng{test::key_of(5)}.key());
}

TEST_CASE("a number below a limit is below it") {
    Rng rng{test::key_of(5)};
    bool low = false;
    bool high = false;
    for (int i = 0; i < 200; ++i) {
        const uint64_t number = rng.below(10);
        REQUIRE(number < 10);
        low = low || number == 0;
        high = high || number == 9;
    }
    CHECK(low);
    CHECK(high);
    CHECK(rng.below(0) == 0);
    CHECK(rng.below(1) == 0);
}

TEST_CASE("secrets compare by value and are wiped on request") {
    SecretKey<32> secret{test::key_of(1)};
    CHECK(secret == SecretKey<32>{test::key_of(1)});
    CHECK_FALSE(secret == SecretKey<32>{test::key_of(2)});
    CHECK_FALSE(equal_in_constant_time(test::key_of(1), test::id_of(1)));
    wipe(secret.data(), secret.size());
    CHECK(is_zero(secret.reveal()));
}

}  // namespace shopbell::crypto
