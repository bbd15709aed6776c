// SPDX-License-Identifier: Apache-2.0
#include "server-stub/demo/demo_shop.hpp"

#include "core/crypto/rng.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/shop.hpp"
#include "core/relay/blob_rules.hpp"
#include "server-stub/store/ask.hpp"

#include <stdexcept>

namespace shopbell::server {
namespace {

// Nothing here depends on input, so a refusal is a mistake of ours.
template <class Answer>
Answer made(crypto::CallResult<Answer> result) {
    if (!result) throw std::logic_error("the demo shop cannot be made: " + result.error().message);
    return std::move(*result);
}

wire::ShopSettings demo_settings() {
    wire::ShopSettings settings;
    settings.name = "Morning Kiln";
    settings.accent = "#1c4f9f";
    relay::set_file_limits(settings);
    // Greeting and away text stay empty: shoppers read them in their own language.
    return settings;
}

}  // namespace

relay::ShopRecord ensure_demo_shop(Accounts& accounts, relay::Store& store, const Key& seed,
                                   Now now) {
    const std::string shop(demo_shop_id);
    if (auto standing = load_shop(store, shop)) return std::move(*standing);

    crypto::Rng rng(seed);
    const Id owner_salt = rng.id();
    const Id agent_salt = rng.id();
    const std::string passphrase(demo_passphrase);
    const auto owner =
        made(crypto::make_shop({rng.key(), shop, passphrase, owner_salt, unix_ms(now)}));
    const auto derived = made(crypto::derive_keys({passphrase, owner_salt}));
    boundary::Invite invite;
    invite.seed = rng.key();
    invite.agent = owner.agent;
    invite.vault_key = derived.vault_key;
    invite.root_vault = owner.root_vault;
    invite.signed_roster = owner.signed_roster;
    invite.sealed_inbox = {owner.sealed_inbox};
    invite.keys = owner.keys;
    invite.role = 3;
    invite.now = unix_ms(now);
    const auto invited = made(crypto::invite(invite));
    const auto agent = made(crypto::accept_invite(
        {rng.key(), invited.agent, invited.secret, invited.invite_vault, passphrase, agent_salt}));

    relay::ShopRecord record;
    record.shop = shop;
    record.root_hash = owner.root_hash;
    record.settings = demo_settings();
    record.signed_roster = invited.signed_roster;
    record.profiles = {{owner.agent, "Ada", "", 0}, {invited.agent, "Bo", "", 0}};
    record.sealed_inboxes = {{owner.agent, {owner.sealed_inbox}},
                             {invited.agent, invited.sealed_inbox}};
    accounts.together([&] {
        put_shop(store, record);
        accounts.put_account({std::string(demo_owner_email), shop, owner.agent, owner_salt,
                              crypto::login_hash(owner.login_key), owner.vault, owner.root_vault});
        accounts.put_account({std::string(demo_agent_email), shop, invited.agent, agent_salt,
                              crypto::login_hash(agent.login_key), agent.vault, std::nullopt});
        accounts.put_recovery_box(shop, owner.recovery_box);
    });
    return record;
}

}  // namespace shopbell::server
