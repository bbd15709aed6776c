// SPDX-License-Identifier: Apache-2.0
// Each way to break the encoding's rules, and the name it gets.
#include "core/base/text_encoding.hpp"
#include "core/wire/cbor.hpp"

#include <doctest/doctest.h>

using namespace shopbell;
using namespace shopbell::wire;

namespace {

// The reader's verdict on `hex` after one call.
template <class Read>
CborError refused(std::string_view hex, Read read) {
    const Bytes input = hex_decode(hex).value_or(Bytes{});
    CborReader in(input, "Record");
    read(in);
    in.finish();
    return in.error();
}

CborError skipped(std::string_view hex) {
    return refused(hex, [](CborReader& in) { in.skip(); });
}

CborError as_uint(std::string_view hex) {
    uint64_t value = 0;
    return refused(hex, [&](CborReader& in) { in.uint("field", value); });
}

CborError as_boolean(std::string_view hex) {
    bool value = false;
    return refused(hex, [&](CborReader& in) { in.boolean("field", value); });
}

CborError as_bytes(std::string_view hex, uint64_t size_max) {
    Bytes value;
    return refused(hex, [&](CborReader& in) { in.bytes("field", size_max, value); });
}

CborError as_text(std::string_view hex, uint64_t size_max) {
    std::string value;
    return refused(hex, [&](CborReader& in) { in.text("field", size_max, value); });
}

CborError as_fixed(std::string_view hex) {
    FixedBytes<2> value{};
    return refused(hex, [&](CborReader& in) { in.fixed("field", value); });
}

CborError as_array(std::string_view hex, uint64_t count_max) {
    return refused(hex, [&](CborReader& in) { in.close(in.open("field", count_max)); });
}

}  // namespace

TEST_CASE("input that ends too early is truncated") {
    for (const std::string hex :
         {"", "18", "19", "1901", "1a010203", "1b01020304050607", "41", "420a", "58", "5818aabb",
          "61", "62c3", "81", "8200", "a1", "a16161", "981800"}) {
        CHECK_MESSAGE(skipped(hex) == CborError::truncated, hex);
    }
    CHECK(as_uint("") == CborError::truncated);
    CHECK(as_fixed("4201") == CborError::truncated);
    CHECK(as_bytes("4201", 9) == CborError::truncated);
    CHECK(as_array("8200", 9) == CborError::truncated);
}

TEST_CASE("a length beyond all memory is only truncated") {
    CHECK(skipped("5bffffffffffffffff") == CborError::truncated);
    CHECK(skipped("7bffffffffffffffff") == CborError::truncated);
    CHECK(skipped("9bffffffffffffffff") == CborError::truncated);
    CHECK(skipped("bbffffffffffffffff") == CborError::truncated);
    CHECK(as_array("9bffffffffffffffff", ~uint64_t{0}) == CborError::truncated);
}

TEST_CASE("bytes after the item are refused") {
    CHECK(skipped("0000") == CborError::trailing_bytes);
    CHECK(as_uint("00f6") == CborError::trailing_bytes);
    CHECK(as_array("80ff", 9) == CborError::trailing_bytes);
}

TEST_CASE("an integer or length in more bytes than it needs is refused") {
    for (const std::string hex :
         {"1800", "1817", "190000", "1900ff", "1a00000000", "1a0000ffff", "1b0000000000000000",
          "1b00000000ffffffff", "3817", "580161", "780161", "980180", "b8016100f6", "5900ff"}) {
        CHECK_MESSAGE(skipped(hex) == CborError::not_shortest, hex);
    }
    CHECK(as_uint("1817") == CborError::not_shortest);
}

TEST_CASE("floats, tags, undefined, other simple values and indefinite lengths are refused") {
    for (const std::string hex : {"f90000", "fa47c35000", "fb3ff199999999999a",
                                  "c000",   "d81800",     "dbffffffffffffffff00",
                                  "f7",     "e0",         "f0",
                                  "f3",     "f8ff",       "f818",
                                  "ff",     "5fff",       "7fff",
                                  "9fff",   "bfff",       "1c",
                                  "1d",     "1e",         "1f",
                                  "3f",     "5c",         "7d",
                                  "9e",     "df00"}) {
        CHECK_MESSAGE(skipped(hex) == CborError::not_allowed, hex);
    }
    CHECK(skipped("8100") == CborError::none);
    CHECK(skipped("81f7") == CborError::not_allowed);
}

TEST_CASE("another kind than the field's is refused") {
    for (const std::string hex : {"20", "40", "60", "80", "a0", "f4", "f6"}) {
        CHECK_MESSAGE(as_uint(hex) == CborError::wrong_kind, hex);
    }
    for (const std::string hex : {"00", "18f5", "20", "38f4", "40", "60", "80", "a0", "f6"}) {
        CHECK_MESSAGE(as_boolean(hex) == CborError::wrong_kind, hex);
    }
    for (const std::string hex : {"00", "20", "60", "80", "a0", "f4", "f6"}) {
        CHECK_MESSAGE(as_bytes(hex, 9) == CborError::wrong_kind, hex);
        CHECK_MESSAGE(as_fixed(hex) == CborError::wrong_kind, hex);
    }
    for (const std::string hex : {"00", "20", "40", "80", "a0", "f4", "f6"}) {
        CHECK_MESSAGE(as_text(hex, 9) == CborError::wrong_kind, hex);
    }
    for (const std::string hex : {"00", "20", "40", "60", "a0", "f4", "f6"}) {
        CHECK_MESSAGE(as_array(hex, 9) == CborError::wrong_kind, hex);
    }
}

TEST_CASE("a fixed-size string of another size is refused") {
    CHECK(as_fixed("40") == CborError::wrong_size);
    CHECK(as_fixed("4101") == CborError::wrong_size);
    CHECK(as_fixed("43010203") == CborError::wrong_size);
    CHECK(as_fixed("420102") == CborError::none);
}

TEST_CASE("a string or list over its limit is refused, one at its limit is not") {
    CHECK(as_bytes("43010203", 3) == CborError::none);
    CHECK(as_bytes("43010203", 2) == CborError::over_limit);
    CHECK(as_text("63e6b0b4", 3) == CborError::none);
    CHECK(as_text("63e6b0b4", 2) == CborError::over_limit);
    CHECK(as_array("820000", 2) == CborError::none);
    CHECK(as_array("820000", 1) == CborError::over_limit);
}

TEST_CASE("an integer that JavaScript cannot hold is refused, read or skipped") {
    CHECK(as_uint("1b001fffffffffffff") == CborError::none);
    CHECK(as_uint("1b0020000000000000") == CborError::over_safe_uint);
    CHECK(as_uint("1bffffffffffffffff") == CborError::over_safe_uint);
    CHECK(skipped("1b0020000000000000") == CborError::over_safe_uint);
    CHECK(skipped("3b0020000000000000") == CborError::over_safe_uint);
    CHECK(skipped("3bffffffffffffffff") == CborError::over_safe_uint);
}

TEST_CASE("text that is not UTF-8 is refused, read or skipped") {
    for (const std::string hex :
         {"61ff", "62c080", "63eda080", "64f4908080", "62c328", "8161ff", "a161ff00"}) {
        CHECK_MESSAGE(skipped(hex) == CborError::false_utf8, hex);
    }
    CHECK(as_text("61ff", 9) == CborError::false_utf8);
}

TEST_CASE("map keys other than text are refused") {
    for (const std::string hex : {"a10000", "a1410000", "a18000", "a1f600", "a12000"}) {
        CHECK_MESSAGE(skipped(hex) == CborError::key_not_text, hex);
    }
}

TEST_CASE("map keys out of order or twice are refused") {
    CHECK(skipped("a2616200616100") == CborError::key_order);    // b, a
    CHECK(skipped("a2616100616100") == CborError::key_order);    // a, a
    CHECK(skipped("a262616100616200") == CborError::key_order);  // aa, b: longer first
    CHECK(skipped("a2616100a0") == CborError::key_not_text);     // the second key is a map
    CHECK(skipped("a26161a2616200616200616300") == CborError::key_order);  // in a map inside
}

TEST_CASE("reading beyond an array's end is a missing field") {
    const Bytes input = *hex_decode("8100");
    CborReader in(input, "Record");
    const auto outside = in.open("list");
    uint64_t value = 9;
    in.uint("first", value);
    in.uint("second", value);
    in.close(outside);
    in.finish();
    CHECK(in.error() == CborError::missing_field);
    CHECK(in.field() == "Record.second");
    CHECK(value == 0);
}

TEST_CASE("an optional field must be there too") {
    const Bytes input = *hex_decode("80");
    CborReader in(input, "Record");
    const auto outside = in.open("list");
    CHECK(in.null("absent"));
    in.close(outside);
    CHECK(in.error() == CborError::missing_field);
}

TEST_CASE("the first error stays, and nothing is read after it") {
    const Bytes input = *hex_decode("8460f4000a");
    CborReader in(input, "Record");
    const auto outside = in.open("list");
    uint64_t number = 5;
    bool truth = true;
    in.uint("number", number);
    in.boolean("truth", truth);
    in.uint("number again", number);
    CHECK(in.null("maybe"));
    CHECK(in.left() == 0);
    in.close(in.open("inner"));
    in.skip();
    in.close(outside);
    in.finish();
    CHECK(in.error() == CborError::wrong_kind);
    CHECK(in.field() == "Record.number");
    CHECK(number == 5);
    CHECK(truth);
}

TEST_CASE("input over the size given to the reader is too large") {
    const Bytes input(11, 0);
    CHECK(CborReader(input, "Frame", 11).error() == CborError::none);
    CHECK(CborReader(input, "Frame", 10).error() == CborError::too_large);
}

TEST_CASE("an error names record and field, or the record alone") {
    CHECK(std::string(FieldName{"Hello", "role"}) == "Hello.role");
    CHECK(std::string(FieldName{"Frame", ""}) == "Frame");
    CHECK(std::string(FieldName{}).empty());
    CHECK_FALSE(FieldName{"Hello", "role"} == "Hello");
}

TEST_CASE("the name of an outer field comes back when its array is left") {
    const Bytes input = *hex_decode(
        "818100"
        "f7");
    CborReader in(input, "Outer");
    const auto outer = in.open("list");
    const auto inner = in.open("item");
    in.record("Inner");
    uint64_t value = 9;
    in.uint("value", value);
    CHECK(in.field() == "Inner.value");
    in.close(inner);
    CHECK(in.field() == "Outer.item");
    in.close(outer);
    in.finish();
    CHECK(in.error() == CborError::trailing_bytes);
    CHECK(in.field() == "Outer.list");
}

TEST_CASE("each error has a name of its own") {
    std::vector<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(CborError::too_large); ++i) {
        names.push_back(cbor_error_name(static_cast<CborError>(i)));
        CHECK_FALSE(names.back().empty());
    }
    std::sort(names.begin(), names.end());
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}
