// SPDX-License-Identifier: Apache-2.0
// One file of tests/golden, read with nlohmann/json, and its hex strings as bytes. For the native
// tests that hold the core to the vectors; in wasm there are no files.
#pragma once

#include "core/base/invariant.hpp"
#include "core/base/text_encoding.hpp"

#include <fstream>

#include <nlohmann/json.hpp>

namespace shopbell::golden {

using Json = nlohmann::json;

// With nlohmann::ordered_json the fields stay in the order of the file.
template <class AnyJson = Json>
AnyJson read_file(const std::string& name) {
    std::ifstream in(std::string(SHOPBELL_GOLDEN_DIR) + "/" + name);
    SHOPBELL_ASSERT(in.good());
    return AnyJson::parse(in);
}

inline Bytes bytes(const Json& hex) {
    const auto decoded = hex_decode(hex.get<std::string>());
    SHOPBELL_ASSERT(decoded);
    return *decoded;
}

template <size_t N>
FixedBytes<N> fixed(const Json& hex) {
    const auto decoded = hex_decode_fixed<N>(hex.get<std::string>());
    SHOPBELL_ASSERT(decoded);
    return *decoded;
}

inline Key key(const Json& hex) { return fixed<32>(hex); }
inline Id id(const Json& hex) { return fixed<16>(hex); }
inline uint64_t number(const Json& json) { return json.get<uint64_t>(); }
inline std::string text(const Json& json) { return json.get<std::string>(); }

}  // namespace shopbell::golden
