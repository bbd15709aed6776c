// SPDX-License-Identifier: Apache-2.0
#include "core/base/bytes.hpp"

#include "core/base/text_encoding.hpp"

#include <doctest/doctest.h>

using namespace shopbell;

namespace {

Bytes counting(size_t size) {
    Bytes bytes;
    for (size_t i = 0; i < size; ++i) bytes.push_back(static_cast<uint8_t>(i * 37));
    return bytes;
}

}  // namespace

TEST_CASE("append takes views, vectors, arrays and text") {
    Bytes out;
    append(out, "ab");
    append(out, std::string_view("c"));
    append(out, std::string("d"));
    append(out, Bytes{1});
    append(out, FixedBytes<2>{2, 3});
    append(out, ByteView());
    CHECK(out == Bytes{'a', 'b', 'c', 'd', 1, 2, 3});
}

TEST_CASE("compare orders bytes, and a prefix before what goes on") {
    CHECK(compare(bytes_of("a"), bytes_of("b")) < 0);
    CHECK(compare(bytes_of("b"), bytes_of("a")) > 0);
    CHECK(compare(bytes_of("a"), bytes_of("ab")) < 0);
    CHECK(compare(bytes_of("ab"), bytes_of("a")) > 0);
    CHECK(compare(bytes_of("\x7f"), bytes_of("\x80")) < 0);
    CHECK(compare(bytes_of("ab"), bytes_of("ab")) == 0);
    CHECK(compare({}, {}) == 0);
}

TEST_CASE("equal compares length and content") {
    CHECK(equal(bytes_of("ab"), bytes_of("ab")));
    CHECK_FALSE(equal(bytes_of("ab"), bytes_of("ac")));
    CHECK_FALSE(equal(bytes_of("ab"), bytes_of("abc")));
}

TEST_CASE("to_fixed takes exactly its size") {
    CHECK(to_fixed<3>(bytes_of("abc")) == FixedBytes<3>{'a', 'b', 'c'});
    CHECK_FALSE(to_fixed<3>(bytes_of("ab")));
    CHECK_FALSE(to_fixed<3>(bytes_of("abcd")));
}

TEST_CASE("is_zero is true of zeros only") {
    Id id{};
    CHECK(is_zero(id));
    id.back() = 1;
    CHECK_FALSE(is_zero(id));
}

TEST_CASE("hex goes there and back") {
    CHECK(hex_encode(Bytes{0x00, 0x7f, 0xff}) == "007fff");
    CHECK(hex_decode("007fff") == Bytes{0x00, 0x7f, 0xff});
    CHECK(hex_encode({}).empty());
    CHECK(hex_decode("") == Bytes{});
    CHECK(hex_decode(hex_encode(counting(300))) == counting(300));
}

TEST_CASE("hex refuses half bytes, capitals and other characters") {
    for (const std::string text : {"0", "abc", "AB", "0g", "0x00", " 00", "0\n"}) {
        CHECK_MESSAGE(!hex_decode(text), text);
    }
    CHECK_FALSE(hex_decode(std::string_view("\0\0", 2)));
}

TEST_CASE("hex_decode_fixed refuses another size") {
    CHECK(hex_decode_fixed<2>("0102") == FixedBytes<2>{1, 2});
    CHECK_FALSE(hex_decode_fixed<2>("01"));
    CHECK_FALSE(hex_decode_fixed<2>("zz"));
}

TEST_CASE("base64url gives the vectors of RFC 4648 without padding") {
    const char* vectors[][2] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        CHECK(base64url_encode(bytes_of(plain)) == encoded);
        CHECK(base64url_decode(encoded) == to_bytes(bytes_of(plain)));
    }
    CHECK(base64url_encode(Bytes{0xfb, 0xff}) == "-_8");
}

TEST_CASE("base64url goes there and back for every length") {
    for (size_t size = 0; size < 70; ++size) {
        CHECK(base64url_decode(base64url_encode(counting(size))) == counting(size));
    }
}

TEST_CASE("base64url refuses padding, the other alphabet, stray bits and impossible lengths") {
    for (const std::string text :
         {"Zg==", "Zm8=", "+/8", "Zg\n", " Zg", "A", "AAAAA", "Zh", "Zm9", "-_9"}) {
        CHECK_MESSAGE(!base64url_decode(text), text);
    }
}

TEST_CASE("base64url_decode_fixed refuses another size") {
    CHECK(base64url_decode_fixed<3>("Zm9v") == FixedBytes<3>{'f', 'o', 'o'});
    CHECK_FALSE(base64url_decode_fixed<2>("Zm9v"));
    CHECK_FALSE(base64url_decode_fixed<2>("?"));
}
