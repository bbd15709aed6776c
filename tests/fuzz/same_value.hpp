// SPDX-License-Identifier: Apache-2.0
// What a decoder may make of its input: the value that stands there, and nothing else. As unknown
// trailing fields are ignored, the value encoded again is the input without them; and with the
// empty values of last fields that an older writer did not know (`later` in the schema). Used by
// the targets of the codec; nlohmann/json is the second reader.
#pragma once

#include "tests/fuzz/fuzzed.hpp"

#include <nlohmann/json.hpp>

namespace shopbell::fuzz {

// Objects keep the order in which keys come, as the wire does.
using Json = nlohmann::ordered_json;

// Says only whether items are nested deeper than `depth_max`, and then stops.
class Depth final : public nlohmann::json_sax<Json> {
public:
    static constexpr size_t depth_max = 100;  // of ours: limits::cbor_depth_max
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return ++depth_ <= depth_max; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return depth_-- > 0; }
    bool start_array(std::size_t) override { return ++depth_ <= depth_max; }
    bool end_array() override { return depth_-- > 0; }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
        return false;
    }
    [[nodiscard]] bool too_deep() const { return depth_ > depth_max; }

private:
    size_t depth_ = 0;
};

// nlohmann reads one level inside the other, without a limit: some 4,000 end the stack.
inline bool too_deep_to_read(ByteView input) {
    Depth depth;
    Json::sax_parse(input.begin(), input.end(), &depth, Json::input_format_t::cbor, false);
    return depth.too_deep();
}

// Discarded if nlohmann does not read the input as one whole item.
inline Json second_reading(ByteView input) {
    try {
        if (too_deep_to_read(input)) return Json(Json::value_t::discarded);
        return Json::from_cbor(input.begin(), input.end(), true, false);
    } catch (const Json::out_of_range&) {
        // A length beyond all memory throws, although it is asked not to.
        return Json(Json::value_t::discarded);
    }
}

// What a reader puts in the place of a field that is not there.
inline bool is_empty_value(const Json& item) {
    if (item.is_binary()) return item.get_binary().empty();
    if (item.is_string()) return item.get_ref<const std::string&>().empty();
    return item.is_null() || item == 0 || item == false || (item.is_array() && item.empty());
}

// True if `again` is `read` without items at the end of arrays, or with empty ones added there.
inline bool same_value(const Json& read, const Json& again) {
    if (!read.is_array() || !again.is_array()) return read == again;
    for (size_t i = 0; i < again.size(); ++i) {
        if (i < read.size() ? !same_value(read[i], again[i]) : !is_empty_value(again[i])) {
            return false;
        }
    }
    return true;
}

// Of an input that was decoded and encoded again.
inline void check_encoded_again(ByteView input, ByteView encoded) {
    if (equal(input, encoded)) return;
    FUZZ_CHECK(same_value(second_reading(input), second_reading(encoded)));
}

}  // namespace shopbell::fuzz
