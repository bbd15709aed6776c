// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/padding.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/message.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

TEST_CASE("padded lengths go by 256 up to 4 KiB and by Padme beyond") {
    struct Case {
        size_t size, padded;
    };
    const Case cases[] = {{0, 256},       {1, 256},       {255, 256},        {256, 512},
                          {511, 512},     {512, 768},     {3839, 3840},      {3840, 4096},
                          {4095, 4096},   {4096, 4352},   {4351, 4352},      {4352, 4608},
                          {8191, 8192},   {8192, 8704},   {16384, 17408},    {30000, 30720},
                          {65535, 65536}, {65536, 67584}, {1000000, 1015808}};
    for (const Case& one : cases) CHECK(padded_size(one.size) == one.padded);
}

TEST_CASE("the longest content fits a row's ciphertext") {
    CHECK(padded_size(limits::content_bytes_max) + 16 <= limits::ciphertext_bytes_max);
}

TEST_CASE("padding costs at most an eighth beyond 4 KiB and never shrinks") {
    size_t before = 0;
    for (size_t size = 0; size < 40000; size += 7) {
        const size_t padded = padded_size(size);
        REQUIRE(padded > size);
        REQUIRE(padded >= before);
        if (size >= 4096) REQUIRE(padded - size <= size / 8);
        before = padded;
    }
}

TEST_CASE("what is padded comes back, also when it ends like padding") {
    for (const size_t size : {size_t{0}, size_t{1}, size_t{255}, size_t{256}, size_t{5000}}) {
        for (const uint8_t last : {uint8_t{0}, uint8_t{0x80}, uint8_t{7}}) {
            Bytes content(size, last);
            const Bytes padded = pad(content);
            CHECK(padded.size() == padded_size(size));
            CHECK(unpad(padded) == content);
        }
    }
}

TEST_CASE("only what padding makes is unpadded") {
    const Bytes good = pad(Bytes(10, 1));
    CHECK(unpad(good));
    CHECK_FALSE(unpad({}));
    CHECK_FALSE(unpad(Bytes(256, 0)));

    Bytes other_mark = good;
    other_mark[10] = 0x81;
    CHECK_FALSE(unpad(other_mark));

    Bytes not_zero = good;
    not_zero[200] = 1;
    CHECK_FALSE(unpad(not_zero));

    Bytes a_step_too_long = good;
    a_step_too_long.resize(512);
    CHECK_FALSE(unpad(a_step_too_long));

    CHECK_FALSE(unpad(ByteView(good).first(255)));
}

}  // namespace shopbell::crypto
