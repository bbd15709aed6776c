// SPDX-License-Identifier: Apache-2.0
#include "core/wire/cbor.hpp"

#include "core/base/invariant.hpp"
#include "core/base/limits.hpp"
#include "core/base/utf8.hpp"

#include <cstring>

namespace shopbell::wire {
namespace {

enum Major : uint8_t {
    major_uint = 0,
    major_negative = 1,
    major_bytes = 2,
    major_text = 3,
    major_array = 4,
    major_map = 5,
    major_simple = 7,
};

constexpr uint8_t byte_false = 0xf4;
constexpr uint8_t byte_true = 0xf5;
constexpr uint8_t byte_null = 0xf6;

}  // namespace

void CborWriter::uint(uint64_t value) {
    SHOPBELL_ASSERT(value <= safe_uint_max);
    head(major_uint, value);
}

void CborWriter::boolean(bool value) { head(major_simple, (value ? byte_true : byte_false) & 31U); }

void CborWriter::null() { head(major_simple, byte_null & 31U); }

void CborWriter::bytes(ByteView value) {
    head(major_bytes, value.size());
    append(out_, value);
}

void CborWriter::text(std::string_view value) {
    head(major_text, value.size());
    append(out_, value);
}

void CborWriter::array(uint64_t count) { head(major_array, count); }

void CborWriter::map(uint64_t count) { head(major_map, count); }

// The argument in the first byte if it is below 24, else in the 1, 2, 4 or 8 bytes that follow.
void CborWriter::head(uint8_t major, uint64_t argument) {
    const auto first = static_cast<uint8_t>(major << 5);
    if (argument < 24) {
        out_.push_back(static_cast<uint8_t>(first | argument));
        return;
    }
    unsigned width_log2 = 0;
    while (width_log2 < 3 && argument >> (8U << width_log2) != 0) ++width_log2;
    out_.push_back(static_cast<uint8_t>(first | (24 + width_log2)));
    for (unsigned bits = 8U << width_log2; bits > 0; bits -= 8) {
        out_.push_back(static_cast<uint8_t>(argument >> (bits - 8)));
    }
}

#ifndef SHOPBELL_SHOPPER_ONLY
FieldName::operator std::string() const {
    std::string text = record;
    if (*field != 0) (text += '.') += field;
    return text;
}
#endif

CborReader::CborReader(ByteView input, const char* record, uint64_t size_max)
    : input_(input), name_{record, SHOPBELL_FIELD("")} {
    if (input.size() > size_max) fail(CborError::too_large);
}

void CborReader::uint(const char* field, uint64_t& value) {
    Head item_head;
    if (!item_of(field, item_head)) return;
    if (item_head.major != major_uint) return fail(CborError::wrong_kind);
    if (item_head.argument > safe_uint_max) return fail(CborError::over_safe_uint);
    value = item_head.argument;
}

void CborReader::boolean(const char* field, bool& value) {
    Head item_head;
    if (!item_of(field, item_head)) return;
    value = item_head.argument == byte_true;
    const bool is_boolean = value || item_head.argument == byte_false;
    if (item_head.major != major_simple || !is_boolean) fail(CborError::wrong_kind);
}

void CborReader::bytes(const char* field, uint64_t size_max, Bytes& value) {
    value = to_bytes(string(field, major_bytes, size_max));
}

void CborReader::text(const char* field, uint64_t size_max, std::string& value) {
    const std::string_view content = text_of(string(field, major_text, size_max));
    if (!is_utf8(content)) return fail(CborError::false_utf8);
    value = content;
}

void CborReader::fixed(const char* field, uint8_t* value, size_t size) {
    const ByteView content = string(field, major_bytes, ~uint64_t{0});
    if (failed()) return;
    if (content.size() != size) return fail(CborError::wrong_size);
    std::memcpy(value, content.data(), size);
}

bool CborReader::null(const char* field) {
    if (failed()) return true;
    name_.set_field(field);
    if (left_ == 0) {
        fail(CborError::missing_field);
        return true;
    }
    if (input_.empty() || input_[0] != byte_null) return false;
    input_ = input_.subspan(1);
    --left_;
    return true;
}

CborReader::Outside CborReader::open(const char* field, uint64_t count_max) {
    Head item_head;
    const bool there = item_of(field, item_head);
    const Outside outside{name_, left_};
    if (!there) return outside;
    if (item_head.major != major_array) {
        fail(CborError::wrong_kind);
    } else if (item_head.argument > count_max) {
        fail(CborError::over_limit);
    } else if (item_head.argument > input_.size()) {
        fail(CborError::truncated);
    } else if (deeper()) {
        left_ = item_head.argument;
    }
    return outside;
}

void CborReader::close(const Outside& outside) {
    if (!failed()) name_ = outside.name;
    while (left() > 0) skip();
    left_ = outside.left;
    --depth_;
}

void CborReader::skip() {
    Head item_head;
    if (item(item_head)) rest_of(item_head);
}

void CborReader::finish() {
    if (!input_.empty()) fail(CborError::trailing_bytes);
}

void CborReader::fail(const char* field, CborError error) {
    if (failed()) return;
    name_.set_field(field);
    error_ = error;
}

void CborReader::fail(CborError error) {
    if (!failed()) error_ = error;
}

// The next item of the open array, if there is one.
bool CborReader::item(Head& item_head) {
    if (failed()) return false;
    if (left_ == 0) {
        fail(CborError::missing_field);
        return false;
    }
    --left_;
    return head(item_head);
}

bool CborReader::item_of(const char* field, Head& item_head) {
    if (!failed()) name_.set_field(field);
    return item(item_head);
}

bool CborReader::head(Head& item_head) {
    const ByteView first = take(1);
    if (first.empty()) return false;
    const auto low = static_cast<uint8_t>(first[0] & 31);
    item_head.major = static_cast<uint8_t>(first[0] >> 5);
    item_head.argument = low;
    if (item_head.major == major_simple) {
        item_head.argument = first[0];
        const bool known = first[0] >= byte_false && first[0] <= byte_null;
        if (!known) fail(CborError::not_allowed);
        return known;
    }
    if (low > 27 || item_head.major == 6) {
        fail(CborError::not_allowed);
        return false;
    }
    if (low < 24) return true;
    const unsigned width_log2 = low - 24U;
    const ByteView argument = take(uint64_t{1} << width_log2);
    if (argument.empty()) return false;
    item_head.argument = 0;
    for (const uint8_t byte : argument) item_head.argument = item_head.argument << 8 | byte;
    // Half as many bytes, or for one byte the first byte itself, must be too small for it.
    const bool shortest =
        width_log2 == 0 ? item_head.argument >= 24 : item_head.argument >> (4U << width_log2) != 0;
    if (!shortest) fail(CborError::not_shortest);
    return shortest;
}

ByteView CborReader::string(const char* field, uint8_t major, uint64_t size_max) {
    Head item_head;
    if (!item_of(field, item_head)) return {};
    if (item_head.major != major) {
        fail(CborError::wrong_kind);
        return {};
    }
    if (item_head.argument > size_max) {
        fail(CborError::over_limit);
        return {};
    }
    return take(item_head.argument);
}

ByteView CborReader::take(uint64_t size) {
    if (size > input_.size()) {
        fail(CborError::truncated);
        return {};
    }
    const ByteView taken = input_.first(static_cast<size_t>(size));
    input_ = input_.subspan(static_cast<size_t>(size));
    return taken;
}

// Recursion is bounded by cbor_depth_max.
void CborReader::rest_of(const Head& item_head) {
    if (item_head.major <= major_negative) {
        if (item_head.argument > safe_uint_max) fail(CborError::over_safe_uint);
    } else if (item_head.major == major_bytes) {
        take(item_head.argument);
    } else if (item_head.major == major_text) {
        if (!is_utf8(text_of(take(item_head.argument)))) fail(CborError::false_utf8);
    } else if (item_head.major == major_array || item_head.major == major_map) {
        if (!deeper()) return;
        const Outside outside{name_, left_};
        left_ = item_head.argument;
        if (item_head.major == major_map) {
            map_entries(item_head.argument);
            left_ = 0;
        }
        close(outside);
    }
}

void CborReader::map_entries(uint64_t count) {
    ByteView previous;
    for (uint64_t i = 0; i < count && !failed(); ++i) {
        // An encoded key starts with its length, so comparing encodings sorts short keys first.
        const ByteView at_key = input_;
        Head key;
        if (!head(key)) return;
        if (key.major != major_text) return fail(CborError::key_not_text);
        rest_of(key);
        if (failed()) return;
        const ByteView encoded_key = at_key.first(at_key.size() - input_.size());
        if (compare(previous, encoded_key) >= 0) return fail(CborError::key_order);
        previous = encoded_key;
        left_ = 1;
        skip();
    }
}

bool CborReader::deeper() {
    if (depth_ == limits::cbor_depth_max) {
        fail(CborError::too_deep);
        return false;
    }
    ++depth_;
    return true;
}

std::string_view cbor_error_name(CborError error) {
    switch (error) {
        case CborError::none:
            return "none";
        case CborError::truncated:
            return "truncated";
        case CborError::trailing_bytes:
            return "trailing_bytes";
        case CborError::not_shortest:
            return "not_shortest";
        case CborError::not_allowed:
            return "not_allowed";
        case CborError::wrong_kind:
            return "wrong_kind";
        case CborError::wrong_size:
            return "wrong_size";
        case CborError::over_limit:
            return "over_limit";
        case CborError::over_safe_uint:
            return "over_safe_uint";
        case CborError::false_utf8:
            return "false_utf8";
        case CborError::key_not_text:
            return "key_not_text";
        case CborError::key_order:
            return "key_order";
        case CborError::too_deep:
            return "too_deep";
        case CborError::missing_field:
            return "missing_field";
        case CborError::unknown_type:
            return "unknown_type";
        case CborError::too_large:
            return "too_large";
    }
    return "";
}

}  // namespace shopbell::wire
