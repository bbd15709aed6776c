// SPDX-License-Identifier: Apache-2.0
// Byte strings: the owned, the viewed and the fixed-size ones that keys, ids and hashes are made
// of. Every layer above speaks in these types, so that a size mistake is a compile error. Nothing
// here is constant time: secrets are compared in core/crypto.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shopbell {

using Bytes = std::vector<uint8_t>;
using ByteView = std::span<const uint8_t>;
template <size_t N>
using FixedBytes = std::array<uint8_t, N>;

using Id = FixedBytes<16>;         // conversation, message, agent
using Nonce = FixedBytes<24>;      // XChaCha20-Poly1305
using Key = FixedBytes<32>;        // public, secret or symmetric
using Hash = FixedBytes<32>;       // BLAKE2b-256
using Signature = FixedBytes<64>;  // Ed25519
using SealedKey = FixedBytes<80>;  // crypto_box_seal of a Key

inline ByteView bytes_of(std::string_view text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

inline std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Not by insert(): its code for places inside is half a kilobyte of the wasm.
inline void append(Bytes& out, ByteView more) {
    const size_t before = out.size();
    out.resize(before + more.size());
    std::copy(more.begin(), more.end(), out.begin() + static_cast<std::ptrdiff_t>(before));
}
inline void append(Bytes& out, std::string_view more) { append(out, bytes_of(more)); }

// Two overloads that take what a literal or an array would make ambiguous.
inline void append(Bytes& out, const char* more) { append(out, std::string_view(more)); }
inline void append(Bytes& out, const Bytes& more) { append(out, ByteView(more)); }

inline Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }

inline bool equal(ByteView a, ByteView b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

// Bytewise order, a prefix first: negative, zero or positive.
inline int compare(ByteView a, ByteView b) {
    const size_t common = std::min(a.size(), b.size());
    for (size_t i = 0; i < common; ++i) {
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    }
    if (a.size() == b.size()) return 0;
    return a.size() < b.size() ? -1 : 1;
}

template <size_t N>
std::optional<FixedBytes<N>> to_fixed(ByteView view) {
    if (view.size() != N) return std::nullopt;
    FixedBytes<N> fixed;
    std::copy(view.begin(), view.end(), fixed.begin());
    return fixed;
}

template <size_t N>
bool is_zero(const FixedBytes<N>& fixed) {
    return std::all_of(fixed.begin(), fixed.end(), [](uint8_t byte) { return byte == 0; });
}

}  // namespace shopbell
