// SPDX-License-Identifier: Apache-2.0
#include "core/wire/cbor.hpp"

#include "core/base/limits.hpp"
#include "core/base/text_encoding.hpp"

#include <doctest/doctest.h>

using namespace shopbell;
using namespace shopbell::wire;

namespace {

template <class Write>
std::string written(Write write) {
    Bytes out;
    CborWriter writer(out);
    write(writer);
    return hex_encode(out);
}

std::string nested_arrays(uint64_t depth) {
    std::string hex;
    for (uint64_t i = 1; i < depth; ++i) hex += "81";
    return hex + "80";
}

// What the reader says to one whole item that nobody looks into.
CborError judged(const std::string& hex) {
    const Bytes input = hex_decode(hex).value_or(Bytes{});
    CborReader in(input);
    in.skip();
    in.finish();
    return in.error();
}

}  // namespace

TEST_CASE("integers are written in their shortest form") {
    // RFC 8949, appendix A, and both sides of each width.
    const std::pair<uint64_t, const char*> vectors[] = {
        {0, "00"},
        {23, "17"},
        {24, "1818"},
        {100, "1864"},
        {255, "18ff"},
        {256, "190100"},
        {1000, "1903e8"},
        {65535, "19ffff"},
        {65536, "1a00010000"},
        {1000000, "1a000f4240"},
        {4294967295, "1affffffff"},
        {4294967296, "1b0000000100000000"},
        {1000000000000, "1b000000e8d4a51000"},
        {safe_uint_max, "1b001fffffffffffff"},
    };
    for (const auto& [value, hex] : vectors) {
        CHECK(written([number = value](CborWriter& out) { out.uint(number); }) == hex);
        const Bytes input = *hex_decode(hex);
        CborReader in(input);
        uint64_t read = ~uint64_t{0};
        in.uint("value", read);
        in.finish();
        CHECK(in.error() == CborError::none);
        CHECK(read == value);
    }
}

TEST_CASE("strings, arrays, maps and simple values are written as RFC 8949 has them") {
    CHECK(written([](CborWriter& out) { out.bytes({}); }) == "40");
    CHECK(written([](CborWriter& out) { out.bytes(Bytes{1, 2, 3, 4}); }) == "4401020304");
    CHECK(written([](CborWriter& out) { out.text(""); }) == "60");
    CHECK(written([](CborWriter& out) { out.text("IETF"); }) == "6449455446");
    CHECK(written([](CborWriter& out) { out.text("水"); }) == "63e6b0b4");
    CHECK(written([](CborWriter& out) { out.boolean(false); }) == "f4");
    CHECK(written([](CborWriter& out) { out.boolean(true); }) == "f5");
    CHECK(written([](CborWriter& out) { out.null(); }) == "f6");
    CHECK(written([](CborWriter& out) { out.array(25); }) == "9819");
    CHECK(written([](CborWriter& out) {
              out.map(1);
              out.text("a");
              out.array(0);
          }) == "a1616180");
}

TEST_CASE("a reader gives back what was written") {
    Bytes input;
    CborWriter out(input);
    out.array(7);
    out.uint(7);
    out.boolean(true);
    out.bytes(Bytes(300, 9));
    out.text("Grüße");
    out.bytes(FixedBytes<4>{1, 2, 3, 4});
    out.null();
    out.null();

    CborReader in(input);
    const auto outside = in.open("all");
    CHECK(in.left() == 7);
    uint64_t number = 0;
    bool truth = false;
    Bytes bytes;
    std::string text;
    FixedBytes<4> fixed{};
    in.uint("number", number);
    in.boolean("truth", truth);
    in.bytes("bytes", 300, bytes);
    in.text("text", 7, text);
    CHECK_FALSE(in.null("fixed"));
    in.fixed("fixed", fixed);
    CHECK(in.null("absent"));
    CHECK(in.left() == 1);
    in.close(outside);
    in.finish();

    CHECK(in.error() == CborError::none);
    CHECK(number == 7);
    CHECK(truth);
    CHECK(bytes == Bytes(300, 9));
    CHECK(text == "Grüße");
    CHECK(fixed == FixedBytes<4>{1, 2, 3, 4});
}

TEST_CASE("items that nobody reads are passed over, whatever the profile lets them be") {
    for (const std::string hex :
         {"00", "1b001fffffffffffff", "20", "3b001fffffffffffff", "40", "4100", "60", "63e6b0b4",
          "80", "8301820203820405", "a0", "a26161016162820203"}) {
        CHECK_MESSAGE(judged(hex) == CborError::none, hex);
    }
    CHECK(judged("a361610161620262616103") == CborError::none);  // a, b, aa: shorter keys first
    CHECK(judged("f4") == CborError::none);
    CHECK(judged("f5") == CborError::none);
    CHECK(judged("f6") == CborError::none);
}

TEST_CASE("nesting is allowed up to the limit and no further") {
    CHECK(judged(nested_arrays(limits::cbor_depth_max)) == CborError::none);
    CHECK(judged(nested_arrays(limits::cbor_depth_max + 1)) == CborError::too_deep);
    CHECK(judged("a16161" + nested_arrays(limits::cbor_depth_max - 1)) == CborError::none);
    CHECK(judged("a16161" + nested_arrays(limits::cbor_depth_max)) == CborError::too_deep);
    CHECK(judged(nested_arrays(100000)) == CborError::too_deep);
}

TEST_CASE("siblings do not add to the depth") {
    std::string hex = "98c8";
    for (int i = 0; i < 200; ++i) hex += "8180";
    CHECK(judged(hex) == CborError::none);
}
