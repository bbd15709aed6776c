// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/vault/recovery_code.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"
#include "core/crypto/sealed_box.hpp"

namespace shopbell::crypto {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t group_chars = 4;
constexpr size_t bits_per_char = 5;
constexpr size_t code_bytes = 32;
constexpr size_t code_chars = 52;  // 260 bits: the code, then four zero bits
constexpr size_t check_chars = 4;  // the first 20 bits of the code's hash
constexpr size_t check_bytes = 3;

// Five bits at a time, the highest first; bits beyond the end are zero.
std::string to_base32(ByteView bytes, size_t chars) {
    std::string text;
    for (size_t i = 0; i < chars; ++i) {
        unsigned value = 0;
        for (size_t bit = i * bits_per_char; bit < (i + 1) * bits_per_char; ++bit) {
            const unsigned byte = bit / 8 < bytes.size() ? bytes[bit / 8] : 0;
            value = value << 1 | (byte >> (7 - bit % 8) & 1);
        }
        text.push_back(alphabet[value]);
    }
    return text;
}

std::string check_of(const RecoveryCode& code) {
    const Hash hash = hash256({bytes_of(labels::recovery_check), code});
    return to_base32(ByteView(hash).first(check_bytes), check_chars);
}

// What people write for what is printed; nothing for a separator, '?' for anything else.
std::optional<char> read_char(char c) {
    if (c == ' ' || c == '-' || c == '\t' || c == '\n' || c == '\r') return std::nullopt;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') return '0';
    if (c == 'I' || c == 'L') return '1';
    return alphabet.find(c) == std::string_view::npos ? '?' : c;
}

}  // namespace

std::string write_recovery_code(const RecoveryCode& code) {
    const std::string chars = to_base32(code, code_chars) + check_of(code);
    std::string text;
    for (size_t i = 0; i < chars.size(); ++i) {
        if (i > 0 && i % group_chars == 0) text.push_back('-');
        text.push_back(chars[i]);
    }
    return text;
}

std::optional<RecoveryCode> read_recovery_code(std::string_view text) {
    if (text.size() > limits::recovery_code_bytes_max) return std::nullopt;
    std::string chars;
    for (const char typed : text) {
        if (const auto c = read_char(typed)) chars.push_back(*c);
    }
    if (chars.size() != code_chars + check_chars) return std::nullopt;

    RecoveryCode code;
    for (size_t i = 0; i < code_chars; ++i) {
        const size_t value = alphabet.find(chars[i]);
        if (value == std::string_view::npos) return std::nullopt;
        for (size_t b = 0; b < bits_per_char; ++b) {
            const size_t bit = i * bits_per_char + b;
            const size_t set = value >> (bits_per_char - 1 - b) & 1;
            if (bit >= code_bytes * 8) {
                if (set != 0) return std::nullopt;
                continue;
            }
            code.data()[bit / 8] |= static_cast<uint8_t>(set << (7 - bit % 8));
        }
    }
    if (chars.substr(code_chars) != check_of(code)) return std::nullopt;
    return code;
}

BoxPair recovery_pair(const RecoveryCode& code) {
    return BoxPair::from_seed(Seed(hash256({bytes_of(labels::recovery), code})));
}

std::optional<Bytes> seal_recovery_box(Rng& rng, const Key& recovery_pk,
                                       const boundary::RecoveryContent& content) {
    return seal_to(rng, recovery_pk, encode(content));
}

std::optional<boundary::RecoveryContent> open_recovery_box(ByteView box, const BoxPair& recovery) {
    const auto opened = open_sealed(box, recovery.pk, recovery.sk);
    if (!opened) return std::nullopt;
    auto content = boundary::decode_recovery_content(*opened);
    if (!content) return std::nullopt;
    return std::move(content).value();
}

}  // namespace shopbell::crypto
