// SPDX-License-Identifier: Apache-2.0
// Signing in, and what stands before and after it: a passphrase's keys, the vault, a new
// passphrase.
#include "core/crypto/vault/failure.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/recovery_code.hpp"
#include "core/crypto/vault/shop.hpp"

namespace shopbell::crypto {

CallResult<boundary::Derived> derive_keys(const boundary::Derive& call) {
    const auto keys = derive(call.passphrase, call.salt);
    if (!keys) return failure::no_memory("Derive.passphrase");
    return boundary::Derived{keys->login_key.reveal(), keys->vault_key.reveal()};
}

CallResult<boundary::Unlocked> unlock(const boundary::Unlock& call) {
    const auto content = open_vault(call.vault, SecretKey<32>(call.vault_key), call.agent);
    if (!content) return failure::vault("Unlock.vault", content.error());
    Rng rng(call.seed);
    return boundary::Unlocked{
        {call.agent, content->role, content->sign_seed, content->box_seed, rng.key()}};
}

CallResult<boundary::PassphraseChanged> change_passphrase(const boundary::ChangePassphrase& call) {
    if (!passphrase_long_enough(call.passphrase)) {
        return failure::passphrase_short("ChangePassphrase.passphrase");
    }
    const SecretKey<32> old_key(call.old_vault_key);
    const auto content = open_vault(call.vault, old_key, call.agent);
    if (!content) return failure::vault("ChangePassphrase.vault", content.error());
    std::optional<Seed> root_seed;
    if (call.root_vault) {
        const auto opened = open_root_vault(*call.root_vault, old_key, call.agent);
        if (!opened) return failure::vault("ChangePassphrase.root_vault", opened.error());
        root_seed = *opened;
    }
    const auto keys = derive(call.passphrase, call.salt);
    if (!keys) return failure::no_memory("ChangePassphrase.passphrase");

    Rng rng(call.seed);
    boundary::PassphraseChanged changed;
    changed.login_key = keys->login_key.reveal();
    changed.vault = seal_vault(rng, keys->vault_key, call.agent, *content);
    if (root_seed) {
        changed.root_vault = seal_root_vault(rng, keys->vault_key, call.agent, *root_seed);
    }
    return changed;
}

CallResult<boundary::CodeChecked> check_code(const boundary::CheckCode& call) {
    return boundary::CodeChecked{read_recovery_code(call.code).has_value()};
}

}  // namespace shopbell::crypto
