// SPDX-License-Identifier: Apache-2.0
#include "core/base/limits.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/sealed_box.hpp"
#include "core/crypto/vault/failure.hpp"
#include "core/crypto/vault/owner.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/recovery_code.hpp"
#include "core/crypto/vault/shop.hpp"
#include "core/crypto/wrap.hpp"

namespace shopbell::crypto {

bool is_shop_id(std::string_view shop) {
    if (shop.empty() || shop.size() > limits::shop_id_bytes_max) return false;
    if (shop.front() == '-' || shop.back() == '-') return false;
    return std::all_of(shop.begin(), shop.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

CallResult<boundary::ShopMade> make_shop(const boundary::MakeShop& call) {
    if (!is_shop_id(call.shop)) {
        return failure::malformed(
            "MakeShop.shop", "a shop's id is 1 to " + std::to_string(limits::shop_id_bytes_max) +
                                 " lower-case letters, digits and inner hyphens");
    }
    if (!passphrase_long_enough(call.passphrase)) {
        return failure::passphrase_short("MakeShop.passphrase");
    }
    const auto keys = derive(call.passphrase, call.salt);
    if (!keys) return failure::no_memory("MakeShop.passphrase");

    Rng rng(call.seed);
    const Id owner = rng.id();
    const Root root(rng.seed());
    const boundary::VaultContent content{1, rng.key(), rng.key()};
    const Key owner_box = BoxPair::from_seed(content.box_seed).pk;
    const BoxKey inbox(rng.key());
    const RecoveryCode code(rng.key());
    const Key recovery_pk = recovery_pair(code).pk;

    wire::Roster roster;
    roster.shop = call.shop;
    roster.version = 1;
    roster.inbox_v = 1;
    roster.inbox = box_public(inbox);
    roster.recovery = recovery_pk;
    roster.agents = {{owner, SignPair::from_seed(content.sign_seed).pk, owner_box, 1}};
    date_roster(roster, call.now);

    const auto recovery_box =
        seal_recovery_box(rng, recovery_pk, {root.seed.reveal(), {{1, inbox.reveal()}}});
    const auto sealed_inbox = seal_inbox(rng, 1, inbox, owner_box);
    SHOPBELL_ASSERT(recovery_box && sealed_inbox);  // both public keys are our own

    boundary::ShopMade made;
    made.agent = owner;
    made.root_hash = root_hash(root.pair.pk);
    made.signed_roster = sign_roster(roster, root.pair.pk, root.pair.sk);
    made.login_key = keys->login_key.reveal();
    made.vault = seal_vault(rng, keys->vault_key, owner, content);
    made.root_vault = seal_root_vault(rng, keys->vault_key, owner, root.seed);
    made.recovery_code = write_recovery_code(code);
    made.recovery_box = *recovery_box;
    made.sealed_inbox = *sealed_inbox;
    made.keys = {owner, 1, content.sign_seed, content.box_seed, rng.key()};
    return made;
}

}  // namespace shopbell::crypto
