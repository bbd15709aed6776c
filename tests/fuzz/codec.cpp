// SPDX-License-Identifier: Apache-2.0
// The CBOR reader against nlohmann/json's: what we accept it accepts, with the same value; what it
// reads and would write alike, and what lies in our profile, we accept. Then every decoder of the
// generated code, on the same input.
#include "core/base/limits.hpp"
#include "core/wire/cbor.hpp"
#include "tests/fuzz/same_value.hpp"
#include "tests/unit/golden/codec_table.hpp"

namespace shopbell::fuzz {
namespace {

bool we_accept(ByteView input) {
    wire::CborReader in(input);
    in.skip();
    in.finish();
    return in.error() == wire::CborError::none;
}

bool is_utf8_to_nlohmann(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::ignore) ==
           Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The profile of docs/protocol.md, said of nlohmann's values.
bool in_profile(const Json& value, uint64_t depth) {
    switch (value.type()) {
        case Json::value_t::number_unsigned:
            return value.get<uint64_t>() <= wire::safe_uint_max;
        case Json::value_t::number_integer:
            return value.get<int64_t>() >= -1 - static_cast<int64_t>(wire::safe_uint_max);
        case Json::value_t::string:
            return is_utf8_to_nlohmann(value.get_ref<const std::string&>());
        case Json::value_t::binary:
            return !value.get_binary().has_subtype();
        case Json::value_t::null:
        case Json::value_t::boolean:
            return true;
        case Json::value_t::array:
        case Json::value_t::object:
            break;
        default:
            return false;
    }
    if (depth == limits::cbor_depth_max) return false;
    const std::string* before = nullptr;
    for (const auto& item : value.items()) {
        if (value.is_object()) {
            const std::string& key = item.key();
            const bool ascends =
                !before || before->size() < key.size() ||
                (before->size() == key.size() && compare(bytes_of(*before), bytes_of(key)) < 0);
            if (!ascends || !is_utf8_to_nlohmann(key)) return false;
            before = &key;
        }
        if (!in_profile(item.value(), depth + 1)) return false;
    }
    return true;
}

void check_reader(ByteView input) {
    const Json value = second_reading(input);
    const bool alike = !value.is_discarded() && equal(Json::to_cbor(value), input);
    if (we_accept(input)) {
        FUZZ_CHECK(alike);
        FUZZ_CHECK(in_profile(value, 0));
    } else {
        FUZZ_CHECK(!alike || !in_profile(value, 0));
    }
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell;
    using namespace shopbell::fuzz;
    const ByteView input(data, size);
    check_reader(input);
    for (const auto& [name, codec] : golden::codec_table()) {
        const golden::Verdict verdict = codec(input);
        if (verdict.accepted) check_encoded_again(input, verdict.encoded);
    }
    return 0;
}
