// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/sealed_box.hpp"

#include "core/base/invariant.hpp"
#include "core/crypto/device.hpp"

#include <sodium.h>

namespace shopbell::crypto {

static_assert(sealed_box_overhead_bytes == crypto_box_SEALBYTES);

namespace {

// crypto_box_seal's layout: the one-time public key, then crypto_box under the hash of both keys.
bool seal_into(Rng& rng, const Key& to, ByteView message, uint8_t* out) {
    const BoxPair once = BoxPair::from_seed(rng.seed());
    Nonce nonce{};
    crypto_generichash_state state;
    SHOPBELL_ASSERT(crypto_generichash_init(&state, nullptr, 0, nonce.size()) == 0);
    SHOPBELL_ASSERT(crypto_generichash_update(&state, once.pk.data(), once.pk.size()) == 0);
    SHOPBELL_ASSERT(crypto_generichash_update(&state, to.data(), to.size()) == 0);
    SHOPBELL_ASSERT(crypto_generichash_final(&state, nonce.data(), nonce.size()) == 0);
    std::copy(once.pk.begin(), once.pk.end(), out);
    return crypto_box_easy(out + once.pk.size(), message.data(), message.size(), nonce.data(),
                           to.data(), once.sk.data()) == 0;
}

bool open_into(ByteView sealed, const Key& box_pk, const BoxKey& box_sk, uint8_t* out) {
    return crypto_box_seal_open(out, sealed.data(), sealed.size(), box_pk.data(), box_sk.data()) ==
           0;
}

}  // namespace

std::optional<Bytes> seal_to(Rng& rng, const Key& to, ByteView message) {
    Bytes sealed(message.size() + sealed_box_overhead_bytes);
    if (!seal_into(rng, to, message, sealed.data())) return std::nullopt;
    return sealed;
}

std::optional<SealedKey> seal_key_to(Rng& rng, const Key& to, const SecretKey<32>& key) {
    SealedKey sealed{};
    if (!seal_into(rng, to, key, sealed.data())) return std::nullopt;
    return sealed;
}

std::optional<Bytes> open_sealed(ByteView sealed, const Key& box_pk, const BoxKey& box_sk) {
    if (sealed.size() < sealed_box_overhead_bytes) return std::nullopt;
    Bytes message(sealed.size() - sealed_box_overhead_bytes);
    if (!open_into(sealed, box_pk, box_sk, message.data())) return std::nullopt;
    return message;
}

std::optional<SecretKey<32>> open_sealed_key(const SealedKey& sealed, const Key& box_pk,
                                             const BoxKey& box_sk) {
    SecretKey<32> key;
    if (!open_into(sealed, box_pk, box_sk, key.data())) return std::nullopt;
    return key;
}

Key box_public(const BoxKey& box_sk) {
    Key pk{};
    SHOPBELL_ASSERT(crypto_scalarmult_base(pk.data(), box_sk.data()) == 0);
    return pk;
}

}  // namespace shopbell::crypto
