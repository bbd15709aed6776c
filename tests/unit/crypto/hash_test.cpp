// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/hash.hpp"

#include "core/base/text_encoding.hpp"
#include "core/crypto/labels.hpp"
#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

TEST_CASE("the hash is BLAKE2b-256") {
    CHECK(hex_encode(hash256({})) ==
          "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    CHECK(hex_encode(hash256({bytes_of("abc")})) ==
          "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("parts are hashed as one string") {
    CHECK(hash256({bytes_of("a"), bytes_of(""), bytes_of("bc")}) == hash256({bytes_of("abc")}));
}

TEST_CASE("a keyed hash depends on its key and differs from the plain one") {
    const Hash one = keyed_hash256(test::key_of(1), {bytes_of("abc")});
    CHECK(one != keyed_hash256(test::key_of(2), {bytes_of("abc")}));
    CHECK(one != hash256({bytes_of("abc")}));
    CHECK(keyed_hash256(test::key_of(1), {bytes_of("a"), bytes_of("bc")}) == one);
}

TEST_CASE("no label begins another one, so no two purposes share their bytes") {
    using namespace labels;
    const std::string_view all[] = {
        roster,       certificate, hello,    wrap,           message,     recover,     root,
        head,         row_hash,    login,    device_box,     device_sign, message_key, commit,
        labels::seal, invite,      recovery, recovery_check, row,         vault,       root_vault};
    for (const auto& a : all) {
        for (const auto& b : all) {
            if (&a == &b) continue;
            CHECK_MESSAGE(a.substr(0, b.size()) != b, a);
        }
    }
}

}  // namespace shopbell::crypto
