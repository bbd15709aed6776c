// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/hash.hpp"

#include "core/base/invariant.hpp"

#include <sodium.h>

namespace shopbell::crypto {

Hash hash256(std::initializer_list<ByteView> parts) { return keyed_hash256({}, parts); }

Hash keyed_hash256(ByteView key, std::initializer_list<ByteView> parts) {
    SHOPBELL_ASSERT(key.empty() || key.size() == 32);
    Hash hash{};
    crypto_generichash_state state;
    SHOPBELL_ASSERT(crypto_generichash_init(&state, key.empty() ? nullptr : key.data(), key.size(),
                                            hash.size()) == 0);
    for (const ByteView part : parts) {
        SHOPBELL_ASSERT(crypto_generichash_update(&state, part.data(), part.size()) == 0);
    }
    SHOPBELL_ASSERT(crypto_generichash_final(&state, hash.data(), hash.size()) == 0);
    sodium_memzero(&state, sizeof state);
    return hash;
}

FixedBytes<8> be64(uint64_t number) {
    FixedBytes<8> bytes{};
    for (size_t i = 0; i < 8; ++i) bytes[i] = static_cast<uint8_t>(number >> (8 * (7 - i)));
    return bytes;
}

}  // namespace shopbell::crypto
