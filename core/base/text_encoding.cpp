// SPDX-License-Identifier: Apache-2.0
#include "core/base/text_encoding.hpp"

namespace shopbell {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string hex_encode(ByteView bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const uint8_t byte : bytes) {
        text.push_back(hex_digits[byte >> 4]);
        text.push_back(hex_digits[byte & 15]);
    }
    return text;
}

std::optional<Bytes> hex_decode(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (size_t i = 0; i < text.size(); i += 2) {
        const size_t high = hex_digits.find(text[i]);
        const size_t low = hex_digits.find(text[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        bytes.push_back(static_cast<uint8_t>(high << 4 | low));
    }
    return bytes;
}

std::string base64url_encode(ByteView bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (const uint8_t byte : bytes) {
        pending = pending << 8 | byte;
        for (pending_bits += 8; pending_bits >= 6; pending_bits -= 6) {
            text.push_back(base64url_digits[pending >> (pending_bits - 6) & 63]);
        }
    }
    if (pending_bits > 0) text.push_back(base64url_digits[pending << (6 - pending_bits) & 63]);
    return text;
}

std::optional<Bytes> base64url_decode(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() * 3 / 4);
    uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (const char digit : text) {
        const size_t value = base64url_digits.find(digit);
        if (value == std::string_view::npos) return std::nullopt;
        pending = pending << 6 | static_cast<uint32_t>(value);
        pending_bits += 6;
        if (pending_bits >= 8) {
            pending_bits -= 8;
            bytes.push_back(static_cast<uint8_t>(pending >> pending_bits));
        }
    }
    // The bits after the last whole byte must be zero, else two texts would name the same bytes.
    const uint32_t stray = pending & ((1U << pending_bits) - 1);
    if (stray != 0) return std::nullopt;
    return bytes;
}

}  // namespace shopbell
