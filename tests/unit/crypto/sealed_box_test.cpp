// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/sealed_box.hpp"

#include "core/crypto/signature.hpp"
#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

TEST_CASE("what is sealed to a key opens with its secret") {
    Rng rng{test::key_of(1)};
    const BoxPair to = BoxPair::from_seed(test::key_of(2));
    const auto sealed = seal_to(rng, to.pk, bytes_of("the kettle is blue"));
    REQUIRE(sealed);
    CHECK(sealed->size() == 18 + sealed_box_overhead_bytes);
    const auto opened = open_sealed(*sealed, to.pk, to.sk);
    REQUIRE(opened);
    CHECK(text_of(*opened) == "the kettle is blue");
}

TEST_CASE("two boxes of the same words differ") {
    Rng rng{test::key_of(1)};
    const Key to = BoxPair::from_seed(test::key_of(2)).pk;
    CHECK(seal_to(rng, to, bytes_of("x")) != seal_to(rng, to, bytes_of("x")));
}

TEST_CASE("a sealed box is refused with another key, with any bit changed, and when cut") {
    Rng rng{test::key_of(1)};
    const BoxPair to = BoxPair::from_seed(test::key_of(2));
    const BoxPair other = BoxPair::from_seed(test::key_of(3));
    const auto sealed = seal_key_to(rng, to.pk, SecretKey<32>(test::key_of(9)));
    REQUIRE(sealed);
    CHECK(open_sealed_key(*sealed, to.pk, to.sk) == SecretKey<32>(test::key_of(9)));
    CHECK_FALSE(open_sealed_key(*sealed, other.pk, other.sk));
    for (size_t bit = 0; bit < sealed->size() * 8; ++bit) {
        SealedKey changed = *sealed;
        changed[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
        CHECK_FALSE(open_sealed_key(changed, to.pk, to.sk));
    }
    for (const size_t size : {size_t{0}, size_t{47}, size_t{48}, size_t{79}}) {
        CHECK_FALSE(open_sealed(ByteView(*sealed).first(size), to.pk, to.sk));
    }
}

TEST_CASE("a public key that shares one secret with everybody is refused") {
    Rng rng{test::key_of(1)};
    Key one{};
    one[0] = 1;
    CHECK_FALSE(seal_to(rng, Key{}, bytes_of("x")));
    CHECK_FALSE(seal_key_to(rng, one, SecretKey<32>(test::key_of(9))));
}

TEST_CASE("the public key of a box secret is the pair's") {
    const BoxPair pair = BoxPair::from_seed(test::key_of(2));
    CHECK(box_public(pair.sk) == pair.pk);
}

TEST_CASE("a signature holds for its label, fields and key alone") {
    const SignPair pair = SignPair::from_seed(test::key_of(2));
    const Signature sig = sign(pair.sk, "label", bytes_of("fields"));
    CHECK(verify(pair.pk, "label", bytes_of("fields"), sig));
    CHECK_FALSE(verify(pair.pk, "lable", bytes_of("fields"), sig));
    CHECK_FALSE(verify(pair.pk, "label", bytes_of("field"), sig));
    CHECK_FALSE(verify(SignPair::from_seed(test::key_of(3)).pk, "label", bytes_of("fields"), sig));
    CHECK_FALSE(verify(Key{}, "label", bytes_of("fields"), Signature{}));
}

}  // namespace shopbell::crypto
