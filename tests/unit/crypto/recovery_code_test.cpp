// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/vault/recovery_code.hpp"

#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

TEST_CASE("a recovery code is fourteen groups of four that read back") {
    Rng rng{test::key_of(3)};
    for (int i = 0; i < 20; ++i) {
        const RecoveryCode code(rng.key());
        const std::string text = write_recovery_code(code);
        REQUIRE(text.size() == 14 * 4 + 13);
        CHECK(text.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ-") == std::string::npos);
        const auto read = read_recovery_code(text);
        REQUIRE(read);
        CHECK(*read == code);
    }
}

TEST_CASE("a code reads back however it is typed") {
    const RecoveryCode code(test::key_of(0));
    const std::string text = write_recovery_code(code);  // begins with zeros
    std::string typed;
    for (const char c : text) {
        if (c == '-') continue;
        typed += c == '0' ? 'o' : c == '1' ? 'l' : c;
        if (c >= 'A') typed.back() = static_cast<char>(c - 'A' + 'a');
        typed += ' ';
    }
    CHECK(read_recovery_code(typed.substr(0, 112)) == code);
}

TEST_CASE("every single wrong character, and every swap of two neighbours, is noticed") {
    Rng rng{test::key_of(3)};
    const std::string text = write_recovery_code(RecoveryCode(rng.key()));
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '-') continue;
        std::string wrong = text;
        wrong[i] = text[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(read_recovery_code(wrong));
        if (i + 1 == text.size() || text[i + 1] == '-' || text[i + 1] == text[i]) continue;
        std::string swapped = text;
        std::swap(swapped[i], swapped[i + 1]);
        CHECK_FALSE(read_recovery_code(swapped));
    }
}

TEST_CASE("what is no code is refused") {
    Rng rng{test::key_of(3)};
    const std::string text = write_recovery_code(RecoveryCode(rng.key()));
    CHECK_FALSE(read_recovery_code(""));
    CHECK_FALSE(read_recovery_code("demo-demo-demo"));
    CHECK_FALSE(read_recovery_code(text.substr(1)));
    CHECK_FALSE(read_recovery_code(text + "0"));
    CHECK_FALSE(read_recovery_code(std::string(1000, ' ') + text));
    std::string foreign = text;
    foreign[2] = '!';
    CHECK_FALSE(read_recovery_code(foreign));
}

TEST_CASE("the recovery box opens with the code alone") {
    Rng rng{test::key_of(3)};
    const BoxPair pair = recovery_pair(RecoveryCode(test::key_of(1)));
    const boundary::RecoveryContent content{test::key_of(2),
                                            {{1, test::key_of(3)}, {2, test::key_of(4)}}};
    const auto box = seal_recovery_box(rng, pair.pk, content);
    REQUIRE(box);
    CHECK(open_recovery_box(*box, pair) == content);
    CHECK_FALSE(open_recovery_box(*box, recovery_pair(RecoveryCode(test::key_of(9)))));
    CHECK_FALSE(open_recovery_box({}, pair));
    CHECK_FALSE(seal_recovery_box(rng, Key{}, content));
    const auto other = seal_to(rng, pair.pk, bytes_of("not a box"));
    REQUIRE(other);
    CHECK_FALSE(open_recovery_box(*other, pair));
}

}  // namespace shopbell::crypto
