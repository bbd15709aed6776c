// SPDX-License-Identifier: Apache-2.0
// Small sealed boxes of secrets that the relay stores for an agent and cannot open: the agent's own
// seeds, an invitation's, the owner's root seed. Bound to the agent and to what they are for, so
// that the relay cannot swap them. Called by the key operations of this folder.
#pragma once

#include "core/base/result.hpp"
#include "core/crypto/rng.hpp"
#include "core/wire/calls.hpp"

namespace shopbell::crypto {

enum class VaultProblem : uint8_t {
    key = 1,    // another key, another agent, or changed bytes: the cipher cannot tell which
    malformed,  // too short, or not what a vault holds
};

Bytes seal_vault(Rng& rng, const SecretKey<32>& key, const Id& agent,
                 const boundary::VaultContent& content);
Result<boundary::VaultContent, VaultProblem> open_vault(ByteView vault, const SecretKey<32>& key,
                                                        const Id& agent);

Bytes seal_root_vault(Rng& rng, const SecretKey<32>& key, const Id& owner, const Seed& root_seed);
Result<Seed, VaultProblem> open_root_vault(ByteView vault, const SecretKey<32>& key,
                                           const Id& owner);

// An invitation's vault is sealed under this instead of a passphrase's key.
SecretKey<32> invitation_key(const SecretKey<32>& link_secret);

}  // namespace shopbell::crypto
