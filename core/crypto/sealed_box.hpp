// SPDX-License-Identifier: Apache-2.0
// Sealing to a public X25519 key so that only its holder opens it and nobody learns who sealed:
// byte-compatible with libsodium's crypto_box_seal, but with the one-time key pair from our Rng.
// Conversation keys, SE secrets and the recovery box travel so.
#pragma once

#include "core/crypto/rng.hpp"

namespace shopbell::crypto {

inline constexpr size_t sealed_box_overhead_bytes = 48;

// Nothing if `to` is one of the few points that give everybody the same shared secret.
std::optional<Bytes> seal_to(Rng& rng, const Key& to, ByteView message);
std::optional<SealedKey> seal_key_to(Rng& rng, const Key& to, const SecretKey<32>& key);

std::optional<Bytes> open_sealed(ByteView sealed, const Key& box_pk, const BoxKey& box_sk);
std::optional<SecretKey<32>> open_sealed_key(const SealedKey& sealed, const Key& box_pk,
                                             const BoxKey& box_sk);

// The public key of a box secret.
Key box_public(const BoxKey& box_sk);

}  // namespace shopbell::crypto
