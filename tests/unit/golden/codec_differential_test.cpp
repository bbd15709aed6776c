// SPDX-License-Identifier: Apache-2.0
// Our codec against nlohmann::json's CBOR: two readings of RFC 8949 by different authors. Documents
// are random by a fixed seed; a failure prints the input that shows it.
#include "core/base/limits.hpp"
#include "core/base/text_encoding.hpp"
#include "core/wire/cbor.hpp"

#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace shopbell;
using namespace shopbell::wire;
// Objects keep the order in which keys come, as the wire does.
using json = nlohmann::ordered_json;

namespace {

constexpr uint64_t documents = 20000;
constexpr uint64_t mutations = 200000;

// SplitMix64: a fixed sequence from a fixed seed.
class Draw {
public:
    explicit Draw(uint64_t seed) : state_(seed) {}
    uint64_t any() {
        uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    uint64_t below(uint64_t end) { return any() % end; }

private:
    uint64_t state_;
};

// Small ones, and those around each width.
uint64_t draw_uint(Draw& draw) { return draw.any() >> (11 + draw.below(53)); }

std::string draw_text(Draw& draw) {
    static const char* const pieces[] = {
        "a", "Z", "0", " ", "\n", "é", "你", "🫖", "\xef\xbb\xbf", "م"};
    std::string text;
    for (uint64_t i = draw.below(draw.below(8) == 0 ? 300 : 6); i > 0; --i) {
        text += pieces[draw.below(std::size(pieces))];
    }
    return text;
}

json draw_document(Draw& draw, uint64_t depth);

// Keys in the order of their encodings: the shorter first, then bytewise.
json draw_map(Draw& draw, uint64_t depth) {
    std::vector<std::string> keys;
    for (uint64_t i = draw.below(5); i > 0; --i) keys.push_back(draw_text(draw));
    std::sort(keys.begin(), keys.end(), [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    json map = json::object();
    for (const std::string& key : keys) map[key] = draw_document(draw, depth);
    return map;
}

json draw_document(Draw& draw, uint64_t depth) {
    switch (draw.below(depth == 0 ? 5 : 8)) {
        case 0:
            return draw_uint(draw);
        case 1:
            return draw.below(2) == 0;
        case 2:
            return nullptr;
        case 3:
            return draw_text(draw);
        case 4:
            return json::binary(Bytes(draw.below(40), static_cast<uint8_t>(draw.any())));
        case 5:
            return draw_map(draw, depth - 1);
        default:
            break;
    }
    json array = json::array();
    for (uint64_t i = draw.below(6); i > 0; --i) array.push_back(draw_document(draw, depth - 1));
    return array;
}

void write(CborWriter& out, const json& value) {
    if (value.is_number_unsigned()) return out.uint(value.get<uint64_t>());
    if (value.is_boolean()) return out.boolean(value.get<bool>());
    if (value.is_null()) return out.null();
    if (value.is_string()) return out.text(value.get_ref<const std::string&>());
    if (value.is_binary()) return out.bytes(Bytes(value.get_binary()));
    value.is_array() ? out.array(value.size()) : out.map(value.size());
    for (const auto& item : value.items()) {
        if (value.is_object()) out.text(item.key());
        write(out, item.value());
    }
}

Bytes written(const json& value) {
    Bytes bytes;
    CborWriter out(bytes);
    write(out, value);
    return bytes;
}

CborError judged(ByteView input) {
    CborReader in(input);
    in.skip();
    in.finish();
    return in.error();
}

json read_by_nlohmann(const Bytes& input) { return json::from_cbor(input, true, false); }

}  // namespace

TEST_CASE("nlohmann reads what we write as the same value, and writes it as the same bytes") {
    Draw draw(20260101);
    for (uint64_t i = 0; i < documents; ++i) {
        const json document = draw_document(draw, 6);
        const Bytes ours = written(document);
        REQUIRE_MESSAGE(read_by_nlohmann(ours) == document, hex_encode(ours));
        REQUIRE_MESSAGE(json::to_cbor(document) == ours, hex_encode(ours));
        REQUIRE_MESSAGE(judged(ours) == CborError::none, hex_encode(ours));
    }
}

TEST_CASE("whatever we accept, nlohmann accepts and writes back as the same bytes") {
    Draw draw(20260102);
    Bytes document = written(draw_document(draw, 6));
    uint64_t accepted = 0;
    for (uint64_t i = 0; i < mutations; ++i) {
        if (i % 20 == 0) document = written(draw_document(draw, 6));
        Bytes input = document;
        for (uint64_t flips = 1 + draw.below(2); flips > 0; --flips) {
            const auto at = static_cast<std::ptrdiff_t>(draw.below(input.size()));
            const auto byte = static_cast<uint8_t>(draw.any());
            switch (draw.below(4)) {
                case 0:
                    input.insert(input.begin() + at, byte);
                    break;
                case 1:
                    input[static_cast<size_t>(at)] ^= static_cast<uint8_t>(1 << (byte % 8));
                    break;
                case 2:
                    input[static_cast<size_t>(at)] = byte;
                    break;
                default:
                    input.resize(static_cast<size_t>(at) + 1);
            }
        }
        if (judged(input) != CborError::none) continue;
        ++accepted;
        const json read = read_by_nlohmann(input);
        REQUIRE_MESSAGE(!read.is_discarded(), hex_encode(input));
        REQUIRE_MESSAGE(json::to_cbor(read) == input, hex_encode(input));
    }
    // Many changes hit the inside of strings; if none were accepted, this test would say nothing.
    CHECK(accepted > mutations / 20);
}

TEST_CASE("what nlohmann writes we accept, or refuse by a documented rule") {
    const auto verdict = [](const json& value) { return judged(json::to_cbor(value)); };
    CHECK(verdict(-1) == CborError::none);
    CHECK(verdict(safe_uint_max) == CborError::none);
    CHECK(verdict(safe_uint_max + 1) == CborError::over_safe_uint);
    CHECK(verdict(1.5) == CborError::not_allowed);
    CHECK(verdict(json::parse(R"({"b": 1, "a": 2})")) == CborError::key_order);
    CHECK(verdict(json::parse(R"({"aa": 1, "b": 2})")) == CborError::key_order);
    CHECK(verdict(json::parse(R"({"b": 1, "aa": 2})")) == CborError::none);
    CHECK(verdict(json::binary({1, 2}, 7)) == CborError::not_allowed);  // a tag
    json nested = 0;
    for (uint64_t i = 0; i < limits::cbor_depth_max; ++i) nested = json::array({nested});
    CHECK(verdict(nested) == CborError::none);
    CHECK(verdict(json::array({nested})) == CborError::too_deep);
}
