// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/padding.hpp"

#include <bit>

namespace shopbell::crypto {

namespace {

constexpr size_t step_bytes = 256;
constexpr size_t steps_end_bytes = 4096;

// Padmé: keep as many leading bits of the length as its exponent has, round the rest up.
size_t padme(size_t size) {
    const size_t exponent = static_cast<size_t>(std::bit_width(size)) - 1;
    const size_t kept_bits = static_cast<size_t>(std::bit_width(exponent));
    const size_t mask = (size_t{1} << (exponent - kept_bits)) - 1;
    return (size + mask) & ~mask;
}

}  // namespace

size_t padded_size(size_t size) {
    const size_t marked = size + 1;
    if (marked > steps_end_bytes) return padme(marked);
    return (marked + step_bytes - 1) / step_bytes * step_bytes;
}

Bytes pad(ByteView content) {
    Bytes padded;
    padded.reserve(padded_size(content.size()));
    append(padded, content);
    padded.push_back(0x80);
    padded.resize(padded_size(content.size()));
    return padded;
}

std::optional<Bytes> unpad(ByteView padded) {
    size_t size = padded.size();
    while (size > 0 && padded[size - 1] == 0) --size;
    if (size == 0 || padded[size - 1] != 0x80) return std::nullopt;
    --size;
    if (padded_size(size) != padded.size()) return std::nullopt;
    return to_bytes(padded.first(size));
}

}  // namespace shopbell::crypto
