// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/rng.hpp"

#include "core/base/invariant.hpp"

#include <sodium.h>

namespace shopbell::crypto {

void Rng::fill(std::span<uint8_t> out) {
    std::array<uint8_t, crypto_stream_chacha20_ietf_NONCEBYTES> nonce{};
    for (size_t i = 0; i < 8; ++i) nonce[4 + i] = static_cast<uint8_t>(draws_ >> (8 * i));
    ++draws_;
    SHOPBELL_ASSERT(
        crypto_stream_chacha20_ietf(out.data(), out.size(), nonce.data(), seed_.data()) == 0);
}

uint64_t Rng::number() {
    uint64_t value = 0;
    for (const uint8_t byte : bytes<8>()) value = value << 8 | byte;
    return value;
}

uint64_t Rng::below(uint64_t limit) { return limit == 0 ? 0 : number() % limit; }

}  // namespace shopbell::crypto
