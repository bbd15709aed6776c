// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/vault/vault.hpp"

#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"

#include <sodium.h>

namespace shopbell::crypto {

namespace {

constexpr size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// A vault is for one purpose and one agent.
Bytes additional_data(std::string_view label, const Id& agent) {
    Bytes data;
    append(data, label);
    append(data, ByteView(agent));
    return data;
}

Bytes seal_bytes(Rng& rng, const SecretKey<32>& key, ByteView data, ByteView content) {
    const Nonce nonce = rng.bytes<nonce_bytes>();
    Bytes vault = to_bytes(nonce);
    vault.resize(nonce_bytes + content.size() + tag_bytes);
    SHOPBELL_ASSERT(crypto_aead_xchacha20poly1305_ietf_encrypt(
                        vault.data() + nonce_bytes, nullptr, content.data(), content.size(),
                        data.data(), data.size(), nullptr, nonce.data(), key.data()) == 0);
    return vault;
}

Result<Bytes, VaultProblem> open_bytes(ByteView vault, const SecretKey<32>& key, ByteView data) {
    if (vault.size() < nonce_bytes + tag_bytes) return VaultProblem::malformed;
    const ByteView sealed = vault.subspan(nonce_bytes);
    Bytes content(sealed.size() - tag_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(content.data(), nullptr, nullptr, sealed.data(),
                                                   sealed.size(), data.data(), data.size(),
                                                   vault.data(), key.data()) != 0) {
        return VaultProblem::key;
    }
    return content;
}

}  // namespace

Bytes seal_vault(Rng& rng, const SecretKey<32>& key, const Id& agent,
                 const boundary::VaultContent& content) {
    return seal_bytes(rng, key, additional_data(labels::vault, agent), encode(content));
}

Result<boundary::VaultContent, VaultProblem> open_vault(ByteView vault, const SecretKey<32>& key,
                                                        const Id& agent) {
    const auto opened = open_bytes(vault, key, additional_data(labels::vault, agent));
    if (!opened) return opened.error();
    const auto content = boundary::decode_vault_content(*opened);
    if (!content || content->role < 1 || content->role > 4) return VaultProblem::malformed;
    return *content;
}

Bytes seal_root_vault(Rng& rng, const SecretKey<32>& key, const Id& owner, const Seed& root_seed) {
    const boundary::RootVaultContent content{root_seed.reveal()};
    return seal_bytes(rng, key, additional_data(labels::root_vault, owner), encode(content));
}

Result<Seed, VaultProblem> open_root_vault(ByteView vault, const SecretKey<32>& key,
                                           const Id& owner) {
    const auto opened = open_bytes(vault, key, additional_data(labels::root_vault, owner));
    if (!opened) return opened.error();
    const auto content = boundary::decode_root_vault_content(*opened);
    if (!content) return VaultProblem::malformed;
    return Seed(content->root_seed);
}

SecretKey<32> invitation_key(const SecretKey<32>& link_secret) {
    return SecretKey<32>(keyed_hash256(link_secret, {bytes_of(labels::invite)}));
}

}  // namespace shopbell::crypto
