// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/vault/passphrase.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"

#include <sodium.h>

namespace shopbell::crypto {

std::optional<PassphraseKeys> derive(std::string_view passphrase, const Id& salt) {
    static_assert(crypto_pwhash_SALTBYTES == sizeof(Id));
    SecretKey<64> both;
    if (crypto_pwhash(both.data(), both.size(), passphrase.data(), passphrase.size(), salt.data(),
                      argon2_passes, argon2_memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return std::nullopt;
    }
    PassphraseKeys keys;
    std::copy_n(both.data(), 32, keys.vault_key.data());
    std::copy_n(both.data() + 32, 32, keys.login_key.data());
    return keys;
}

bool passphrase_long_enough(std::string_view passphrase) {
    // In UTF-8 every byte that does not continue a code point starts one.
    const auto starts = std::count_if(passphrase.begin(), passphrase.end(), [](char byte) {
        return (static_cast<uint8_t>(byte) & 0xc0) != 0x80;
    });
    return static_cast<uint64_t>(starts) >= limits::passphrase_chars_min;
}

Hash login_hash(ByteView login_key) { return hash256({bytes_of(labels::login), login_key}); }

}  // namespace shopbell::crypto
