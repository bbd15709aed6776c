// SPDX-License-Identifier: Apache-2.0
#include "core/base/utf8.hpp"

#include <string>

#include <doctest/doctest.h>

using shopbell::is_utf8;

namespace {

// Any value in as few bytes as UTF-8's scheme has for it, valid or not.
std::string spelled(uint32_t value) {
    const auto byte = [](uint32_t b) { return static_cast<char>(static_cast<uint8_t>(b)); };
    const auto later = [&](unsigned shift) { return byte(0x80 | (value >> shift & 0x3f)); };
    if (value < 0x80) return {byte(value)};
    if (value < 0x800) return {byte(0xc0 | value >> 6), later(0)};
    if (value < 0x10000) return {byte(0xe0 | value >> 12), later(6), later(0)};
    return {byte(0xf0 | value >> 18), later(12), later(6), later(0)};
}

}  // namespace

TEST_CASE("every code point but the surrogates is UTF-8, and nothing beyond the last") {
    bool right = true;
    for (uint32_t value = 0; value < 0x1fffff; ++value) {
        const bool scalar = value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
        right = right && is_utf8(spelled(value)) == scalar;
    }
    CHECK(right);
}

TEST_CASE("text of several scripts is UTF-8") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("你好, is the blue kettle in stock? 🫖"));
    CHECK(is_utf8("\xef\xbb\xbfبعد"));
    CHECK(is_utf8(std::string_view("a\0b", 3)));
}

TEST_CASE("overlong forms are refused") {
    for (const std::string text :
         {"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
          "\xf0\x8f\xbf\xbf", "\xf8\x88\x80\x80\x80"}) {
        CHECK_FALSE(is_utf8(text));
    }
}

TEST_CASE("cut, stray and impossible bytes are refused") {
    for (const std::string text :
         {"\x80", "\xbf", "a\x80", "\xc3", "\xe2\x82", "\xf0\x9f\xab", "\xc3(", "\xe2(\xa1",
          "\xe2\x82(", "\xf0\x9f\xab(", "\xfe", "\xff", "\xc3\xa9\xc3"}) {
        CHECK_FALSE(is_utf8(text));
    }
}
