// SPDX-License-Identifier: Apache-2.0
// The two keys that come out of a passphrase by Argon2id: one opens the vault and stays with its
// owner, the other signs in at the relay, which keeps only its hash and so can neither open the
// vault nor sign in elsewhere. Console and demo mode only; never reachable from the shopper's wasm.
#pragma once

#include "core/crypto/secret_key.hpp"

namespace shopbell::crypto {

inline constexpr uint64_t argon2_passes = 3;
inline constexpr size_t argon2_memory_bytes = size_t{64} << 20;

struct PassphraseKeys {
    SecretKey<32> vault_key;
    SecretKey<32> login_key;
};

// `passphrase` is UTF-8 in NFC; the shell normalizes. Nothing only if there is no memory for it.
std::optional<PassphraseKeys> derive(std::string_view passphrase, const Id& salt);

// Counts code points. Asked only for new passphrases.
bool passphrase_long_enough(std::string_view passphrase);

// What the relay stores of a login key.
Hash login_hash(ByteView login_key);

}  // namespace shopbell::crypto
