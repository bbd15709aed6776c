// SPDX-License-Identifier: Apache-2.0
// Deterministic CBOR (RFC 8949 §4.2.1) in the small profile of docs/protocol.md: unsigned integers,
// byte and text strings, arrays, maps with text keys, false, true, null. A reader accepts exactly
// what a writer can produce, so that one value has one spelling and a signature covers one. Called
// by the generated message code; the first error sticks, so that code needs no branches.
#pragma once

#include "core/base/bytes.hpp"

#include <string>
#include <string_view>

// The names of fields in errors speak to whoever writes a client; a shopper's page does without
// their weight, and without keeping track of them.
#ifdef SHOPBELL_SHOPPER_ONLY
#define SHOPBELL_FIELD(name) nullptr
#else
#define SHOPBELL_FIELD(name) name
#endif

namespace shopbell::wire {

enum class CborError : uint8_t {
    none,
    truncated,       // the input ends inside an item, or a length goes beyond it
    trailing_bytes,  // something follows the one item
    not_shortest,    // an integer or length in more bytes than it needs
    not_allowed,     // floats, tags, undefined, other simple values, indefinite lengths
    wrong_kind,      // well-formed, but not what this field holds
    wrong_size,      // a fixed-size byte string of another size
    over_limit,      // a string, list or the whole input longer than its limit
    over_safe_uint,  // an integer beyond safe_uint_max, which JavaScript does not hold exactly
    false_utf8,
    key_not_text,
    key_order,  // map keys not strictly ascending, so also duplicates
    too_deep,
    missing_field,
    unknown_type,
    too_large,  // the whole input
};

std::string_view cbor_error_name(CborError error);

inline constexpr uint64_t safe_uint_max = (uint64_t{1} << 53) - 1;

class CborWriter {
public:
    explicit CborWriter(Bytes& out) : out_(out) {}

    void uint(uint64_t value);  // at most safe_uint_max
    void boolean(bool value);
    void null();
    void bytes(ByteView value);
    void text(std::string_view value);  // valid UTF-8, or no reader will take it
    void array(uint64_t count);         // followed by that many items
    void map(uint64_t count);           // by key and value in turn, keys in ascending order

private:
    void head(uint8_t major, uint64_t argument);

    Bytes& out_;
};

// A place in the schema, both names static. Text of it is `Hello.role`; `Frame` alone is the array.
struct FieldName {
#ifdef SHOPBELL_SHOPPER_ONLY
    FieldName() = default;
    FieldName(const char*, const char*) {}

    void set_record(const char*) {}
    void set_field(const char*) {}
    operator std::string() const { return {}; }
#else
    const char* record = "";
    const char* field = "";

    void set_record(const char* name) { record = name; }
    void set_field(const char* name) { field = name; }
    operator std::string() const;
#endif
    bool operator==(std::string_view text) const { return std::string(*this) == text; }
};

class CborReader {
public:
    // `record` is what the input as a whole is called in errors.
    explicit CborReader(ByteView input, const char* record = SHOPBELL_FIELD(""),
                        uint64_t size_max = ~uint64_t{0});

    void uint(const char* field, uint64_t& value);
    void boolean(const char* field, bool& value);
    void bytes(const char* field, uint64_t size_max, Bytes& value);
    void text(const char* field, uint64_t size_max, std::string& value);
    template <size_t N>
    void fixed(const char* field, FixedBytes<N>& value) {
        fixed(field, value.data(), N);
    }

    // True when the item was null and is consumed, and after any error: there is no value to read.
    [[nodiscard]] bool null(const char* field);

    // open() enters an array and returns what close() needs to leave it again, which validates and
    // ignores the items that nobody read. left() counts the items not yet read: never more than the
    // input has bytes, so that memory may be taken for them, and none after any error.
    struct Outside {
        FieldName name;
        uint64_t left;
    };
    [[nodiscard]] Outside open(const char* field, uint64_t count_max = ~uint64_t{0});
    void record(const char* name) {
        if (!failed()) name_.set_record(name);
    }
    [[nodiscard]] size_t left() const { return failed() ? 0 : static_cast<size_t>(left_); }
    void close(const Outside& outside);

    // Reads one item of any kind and any of the profile's values; what it is does not matter.
    void skip();
    // Nothing may follow the one item.
    void finish();
    void fail(const char* field, CborError error);

    [[nodiscard]] CborError error() const { return error_; }
    [[nodiscard]] FieldName field() const { return name_; }

private:
    struct Head {
        uint8_t major = 0;
        uint64_t argument = 0;  // for major 7 the whole first byte
    };

    [[nodiscard]] bool failed() const { return error_ != CborError::none; }
    void fail(CborError error);
    bool item(Head& head);
    bool item_of(const char* field, Head& head);
    bool head(Head& head);
    ByteView string(const char* field, uint8_t major, uint64_t size_max);
    ByteView take(uint64_t size);
    void fixed(const char* field, uint8_t* value, size_t size);
    void rest_of(const Head& head);
    void map_entries(uint64_t count);
    bool deeper();

    ByteView input_;     // what is not yet read
    FieldName name_;     // the field being read; stays at the first error
    uint64_t left_ = 1;  // items not yet read of the array that is open
    uint64_t depth_ = 0;
    CborError error_ = CborError::none;
};

}  // namespace shopbell::wire
