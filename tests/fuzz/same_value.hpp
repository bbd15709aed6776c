// SPDX-License-Identifier: Apache-2.0
// What a decoder may make of its input: the value that stands there, and nothing else. As unknown
// trailing fields are ignored, the value encoded again is the input without them. Used by the
// targets of the codec; nlohmann/json is the second reader.
#pragma once

#include "tests/fuzz/fuzzed.hpp"

#include <nlohmann/json.hpp>

namespace shopbell::fuzz {

// Objects keep the order in which keys come, as the wire does.
using Json = nlohmann::ordered_json;

// Discarded if nlohmann does not read the input as one whole item.
inline Json second_reading(ByteView input) {
    try {
        return Json::from_cbor(input.begin(), input.end(), true, false);
    } catch (const Json::out_of_range&) {
        // A length beyond all memory throws, although it is asked not to.
        return Json(Json::value_t::discarded);
    }
}

// True if `whole` is `part` with items added at the end of arrays.
inline bool begins_with(const Json& whole, const Json& part) {
    if (!whole.is_array() || !part.is_array()) return whole == part;
    if (whole.size() < part.size()) return false;
    for (size_t i = 0; i < part.size(); ++i) {
        if (!begins_with(whole[i], part[i])) return false;
    }
    return true;
}

// Of an input that was decoded and encoded again.
inline void check_encoded_again(ByteView input, ByteView encoded) {
    if (encoded.size() == input.size()) {
        FUZZ_CHECK(equal(input, encoded));
    } else {
        FUZZ_CHECK(encoded.size() < input.size());
        FUZZ_CHECK(begins_with(second_reading(input), second_reading(encoded)));
    }
}

}  // namespace shopbell::fuzz
