// SPDX-License-Identifier: Apache-2.0
// The C++ codec against the vectors of tests/golden, and the vectors against nlohmann/json. The
// TypeScript codec reads the same files in vectors.test.mjs.
#include "tests/unit/golden/codec_table.hpp"
#include "tests/unit/golden/golden_file.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace shopbell;
using golden::Codec;
using golden::Verdict;
using json = nlohmann::ordered_json;

namespace {

constexpr const char* vector_files[] = {"records", "cards",    "forms",  "content",
                                        "frames",  "boundary", "survey", "calls"};

json vectors(const std::string& name) { return golden::read_file<json>(name + ".json"); }

const Codec& codec_called(const std::string& name) {
    const auto found = golden::codec_table().find(name);
    REQUIRE_MESSAGE(found != golden::codec_table().end(), name);
    return found->second;
}

// Fields as the plain arrays that any CBOR library has them as.
json plain(const json& value) {
    if (value.is_object() && value.size() == 1 && value.contains("hex")) {
        return json::binary(golden::bytes(value["hex"]));
    }
    if (!value.is_structured()) return value;
    json array = json::array();
    for (const json& item : value) array.push_back(plain(item));
    return array;
}

json expected_encoding(const json& vector) {
    return vector.contains("reencoded") ? vector["reencoded"] : vector["hex"];
}

}  // namespace

TEST_CASE("C++ decodes and encodes every golden vector") {
    for (const char* file : vector_files) {
        for (const json& vector : vectors(file)) {
            const auto name = vector["name"].get<std::string>();
            const Verdict verdict =
                codec_called(vector["as"].get<std::string>())(golden::bytes(vector["hex"]));
            CHECK_MESSAGE(verdict.accepted, name);
            CHECK_MESSAGE(hex_encode(verdict.encoded) == expected_encoding(vector), name);
        }
    }
}

TEST_CASE("nlohmann/json reads and writes every golden vector alike") {
    for (const char* file : vector_files) {
        for (const json& vector : vectors(file)) {
            const auto name = vector["name"].get<std::string>();
            const Bytes encoded = golden::bytes(expected_encoding(vector));
            json read = json::from_cbor(encoded);
            CHECK_MESSAGE(hex_encode(json::to_cbor(read)) == expected_encoding(vector), name);
            json fields = plain(vector["fields"]);
            if (fields.is_null()) fields = json::array();
            const bool message = vector["as"] != vector["type"];
            if (message) read.erase(0);  // its type number
            CHECK_MESSAGE(read == fields, name);
        }
    }
}

TEST_CASE("C++ refuses what the golden files refuse, for the same reason at the same field") {
    for (const json& vector : vectors("refused")) {
        const auto name = vector["name"].get<std::string>();
        Bytes input = golden::bytes(vector["hex"]);
        input.resize(input.size() + vector.value("zeros", size_t{0}));
        const Verdict verdict = codec_called(vector["as"].get<std::string>())(input);
        CHECK_MESSAGE(!verdict.accepted, name);
        CHECK_MESSAGE(wire::code_name(verdict.error.code) == vector["code"].get<std::string>(),
                      name);
        CHECK_MESSAGE(
            wire::cbor_error_name(verdict.error.reason) == vector["reason"].get<std::string>(),
            name);
        CHECK_MESSAGE(verdict.error.field == vector["field"].get<std::string>(), name);
    }
}

TEST_CASE("C++ says to mutated vectors what TypeScript said") {
    for (const json& vector : vectors("mutated")) {
        const Verdict verdict =
            codec_called(vector["as"].get<std::string>())(golden::bytes(vector["hex"]));
        const std::string said = verdict.accepted
                                     ? "ok " + hex_encode(verdict.encoded)
                                     : std::string(wire::cbor_error_name(verdict.error.reason)) +
                                           " " + std::string(verdict.error.field);
        CHECK_MESSAGE(said == vector["verdict"].get<std::string>(), vector.dump());
    }
}
