// SPDX-License-Identifier: Apache-2.0
// The story of a shop's keys: made, unlocked, shared with a second agent, renewed, recovered.
#include "core/crypto/vault/shop.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/vault/owner.hpp"
#include "core/crypto/vault/recovery_code.hpp"
#include "core/crypto/vault/vault.hpp"
#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

using test::id_of;
using test::key_of;
using test::noon;

namespace {

const std::string passphrase = "demo-demo-demo";

// Argon2id costs a quarter of a second: the shop and its owner's keys are made once for all cases.
struct Shop {
    boundary::ShopMade made;
    boundary::Derived derived;
};

const Shop& tea_shop() {
    static const Shop shop = [] {
        const auto made = make_shop({key_of(1), "tea", passphrase, id_of(1), noon});
        const auto derived = derive_keys({passphrase, id_of(1)});
        SHOPBELL_ASSERT(made && derived);
        return Shop{*made, *derived};
    }();
    return shop;
}

boundary::Invite invitation() {
    const Shop& shop = tea_shop();
    return {key_of(2),
            shop.made.agent,
            shop.derived.vault_key,
            shop.made.root_vault,
            shop.made.signed_roster,
            {shop.made.sealed_inbox},
            shop.made.keys,
            3,
            noon + 1};
}

boundary::Invited invited() {
    auto result = invite(invitation());
    SHOPBELL_ASSERT(result);
    return std::move(result).value();
}

boundary::RenewRoster renewal(const wire::SignedRoster& roster) {
    const Shop& shop = tea_shop();
    return {key_of(3), shop.made.agent,          shop.derived.vault_key, shop.made.root_vault,
            roster,    {shop.made.sealed_inbox}, shop.made.keys,         std::nullopt,
            noon + 2};
}

boundary::Recover recovery() {
    const boundary::ShopMade& made = tea_shop().made;
    return {key_of(4),          made.recovery_code, made.recovery_box,
            made.signed_roster, made.agent,         "another passphrase",
            id_of(2),           key_of(0x99),       noon + 3};
}

wire::Roster roster_of(const wire::SignedRoster& signed_roster) {
    auto roster = verify_roster(signed_roster, tea_shop().made.root_hash, "tea");
    CHECK(roster.ok());
    return roster ? *roster : wire::Roster{};
}

template <class T>
std::string code_of(const CallResult<T>& result) {
    return result ? "" : result.error().code;
}

template <class T>
std::string field_of(const CallResult<T>& result) {
    return result ? "" : result.error().field;
}

}  // namespace

TEST_CASE("a new shop has its owner, its inbox key and its recovery key on a signed roster") {
    const boundary::ShopMade& made = tea_shop().made;
    const wire::Roster roster = roster_of(made.signed_roster);
    CHECK(roster.version == 1);
    CHECK(roster.expires_at == noon + limits::roster_life_ms);
    REQUIRE(roster.agents.size() == 1);
    CHECK(roster.agents[0].id == made.agent);
    CHECK(roster.agents[0].role == 1);
    CHECK(roster.agents[0].sign == SignPair::from_seed(made.keys.sign_seed).pk);
    const auto inbox = open_sealed_inbox(made.sealed_inbox, BoxPair::from_seed(made.keys.box_seed));
    REQUIRE(inbox);
    CHECK(box_public(*inbox) == roster.inbox);
    CHECK(made.login_key == tea_shop().derived.login_key);
}

TEST_CASE("a shop needs a shop's id and a passphrase of some length") {
    for (const char* const id :
         {"", "Tea", "tea shop", "-tea", "tea-", "téa", "abcdefghijklmnopqrstuvwxyz0123456"}) {
        const auto result = make_shop({key_of(1), id, passphrase, id_of(1), noon});
        CHECK_MESSAGE(code_of(result) == "malformed", id);
        CHECK_MESSAGE(field_of(result) == "MakeShop.shop", id);
    }
    const auto result = make_shop({key_of(1), "tea", "too short", id_of(1), noon});
    CHECK(code_of(result) == "passphrase_short");
    CHECK(field_of(result) == "MakeShop.passphrase");
}

TEST_CASE("signing in opens the vault and gives the browser a device of its own") {
    const Shop& shop = tea_shop();
    const auto one = unlock({key_of(5), shop.made.agent, shop.derived.vault_key, shop.made.vault});
    const auto two = unlock({key_of(6), shop.made.agent, shop.derived.vault_key, shop.made.vault});
    REQUIRE(one);
    REQUIRE(two);
    CHECK(one->keys.sign_seed == shop.made.keys.sign_seed);
    CHECK(one->keys.box_seed == shop.made.keys.box_seed);
    CHECK(one->keys.device_seed != two->keys.device_seed);
}

TEST_CASE("a false passphrase and a damaged vault are told apart where they can be") {
    const Shop& shop = tea_shop();
    auto result = unlock({key_of(5), shop.made.agent, key_of(9), shop.made.vault});
    CHECK(code_of(result) == "passphrase_false");
    CHECK(field_of(result) == "Unlock.vault");
    result = unlock({key_of(5), shop.made.agent, shop.derived.vault_key, Bytes(10, 0)});
    CHECK(code_of(result) == "vault_false");
}

TEST_CASE("a new passphrase opens the same keys, and the old one no longer does") {
    const Shop& shop = tea_shop();
    const auto changed =
        change_passphrase({key_of(5), shop.made.agent, shop.derived.vault_key, shop.made.vault,
                           shop.made.root_vault, "quite another one", id_of(7)});
    REQUIRE(changed);
    REQUIRE(changed->root_vault);
    const auto derived = derive_keys({"quite another one", id_of(7)});
    REQUIRE(derived);
    CHECK(changed->login_key == derived->login_key);
    const auto opened =
        open_vault(changed->vault, SecretKey<32>(derived->vault_key), shop.made.agent);
    REQUIRE(opened);
    CHECK(opened->sign_seed == shop.made.keys.sign_seed);
    CHECK(open_root_vault(*changed->root_vault, SecretKey<32>(derived->vault_key), shop.made.agent)
              .ok());
    CHECK(code_of(unlock({key_of(5), shop.made.agent, shop.derived.vault_key, changed->vault})) ==
          "passphrase_false");
}

TEST_CASE("a passphrase is not changed without the old one") {
    const boundary::ShopMade& made = tea_shop().made;
    boundary::ChangePassphrase call{key_of(5),    made.agent, key_of(9), made.vault,
                                    std::nullopt, passphrase, id_of(7)};
    CHECK(field_of(change_passphrase(call)) == "ChangePassphrase.vault");
    CHECK(code_of(change_passphrase(call)) == "passphrase_false");
    call.passphrase = "short";
    CHECK(code_of(change_passphrase(call)) == "passphrase_short");
    call.passphrase = passphrase;
    call.old_vault_key = tea_shop().derived.vault_key;
    call.root_vault = made.vault;  // not a root vault
    CHECK(field_of(change_passphrase(call)) == "ChangePassphrase.root_vault");
}

TEST_CASE("an invited agent stands on the roster, holds SE and signs in by its own passphrase") {
    const boundary::Invited guest = invited();
    const auto accepted = accept_invite(
        {key_of(7), guest.agent, guest.secret, guest.invite_vault, "the agent's own", id_of(3)});
    REQUIRE(accepted);
    const wire::Roster roster = roster_of(guest.signed_roster);
    CHECK(roster.version == 2);
    CHECK(roster.previous == roster_hash(tea_shop().made.signed_roster.roster));
    const wire::RosterAgent* const named = find_agent(roster, guest.agent);
    REQUIRE(named != nullptr);
    CHECK(named->role == 3);
    CHECK(named->sign == SignPair::from_seed(accepted->keys.sign_seed).pk);
    REQUIRE(guest.sealed_inbox.size() == 1);
    const auto inbox =
        open_sealed_inbox(guest.sealed_inbox[0], BoxPair::from_seed(accepted->keys.box_seed));
    REQUIRE(inbox);
    CHECK(box_public(*inbox) == roster.inbox);

    const auto derived = derive_keys({"the agent's own", id_of(3)});
    REQUIRE(derived);
    const auto unlocked = unlock({key_of(8), guest.agent, derived->vault_key, accepted->vault});
    REQUIRE(unlocked);
    CHECK(unlocked->keys.role == 3);
}

TEST_CASE("only the holder of root, roster and SE invites") {
    boundary::Invite call = invitation();
    call.role = 1;
    CHECK(field_of(invite(call)) == "Invite.role");

    call = invitation();
    call.vault_key = key_of(9);
    CHECK(code_of(invite(call)) == "passphrase_false");

    call = invitation();
    call.signed_roster.sig[0] ^= 1;
    CHECK(code_of(invite(call)) == "roster_false");
    call.signed_roster.roster.clear();
    CHECK(code_of(invite(call)) == "roster_false");

    call = invitation();
    call.sealed_inbox.clear();
    CHECK(field_of(invite(call)) == "Invite.sealed_inbox");
    call = invitation();
    call.sealed_inbox[0].sealed[60] ^= 1;
    CHECK(code_of(invite(call)) == "vault_false");
}

TEST_CASE("an invitation opens by its link alone") {
    const boundary::Invited guest = invited();
    boundary::AcceptInvite call{key_of(7),          guest.agent, key_of(9),
                                guest.invite_vault, passphrase,  id_of(3)};
    CHECK(code_of(accept_invite(call)) == "invite_false");
    call.secret = guest.secret;
    call.agent = id_of(9);
    CHECK(code_of(accept_invite(call)) == "invite_false");
    call.agent = guest.agent;
    call.passphrase = "short";
    CHECK(code_of(accept_invite(call)) == "passphrase_short");
}

TEST_CASE("a renewed roster has new dates and the same people") {
    const boundary::Invited guest = invited();
    const auto renewed = renew_roster(renewal(guest.signed_roster));
    REQUIRE(renewed);
    const wire::Roster roster = roster_of(renewed->signed_roster);
    CHECK(roster.version == 3);
    CHECK(roster.issued_at == noon + 2);
    CHECK(roster.agents.size() == 2);
    CHECK(roster.inbox_v == 1);
    CHECK(renewed->sealed_inbox.empty());
    CHECK_FALSE(renewed->recovery_box);
}

TEST_CASE("a removed agent leaves the roster, and SE changes for those who stay") {
    const boundary::Invited guest = invited();
    boundary::RenewRoster call = renewal(guest.signed_roster);
    call.remove = guest.agent;
    const auto renewed = renew_roster(call);
    REQUIRE(renewed);
    const wire::Roster roster = roster_of(renewed->signed_roster);
    CHECK(find_agent(roster, guest.agent) == nullptr);
    REQUIRE(roster.agents.size() == 2);
    CHECK(roster.agents[1].until == roster.version);  // its old rows still verify
    CHECK(roster.inbox_v == 2);
    CHECK(roster.inbox != roster_of(guest.signed_roster).inbox);
    REQUIRE(renewed->sealed_inbox.size() == 1);
    CHECK(renewed->sealed_inbox[0].agent == tea_shop().made.agent);
    const auto inbox = open_sealed_inbox(renewed->sealed_inbox[0].sealed,
                                         BoxPair::from_seed(tea_shop().made.keys.box_seed));
    REQUIRE(inbox);
    CHECK(box_public(*inbox) == roster.inbox);

    // The printed code still opens everything, the new SE too.
    const auto code = read_recovery_code(tea_shop().made.recovery_code);
    REQUIRE(code);
    REQUIRE(renewed->recovery_box);
    const auto content = open_recovery_box(*renewed->recovery_box, recovery_pair(*code));
    REQUIRE(content);
    CHECK(content->inboxes.size() == 2);
    CHECK(holds_inbox(content->inboxes, roster));
}

TEST_CASE("a roster is renewed by its owner alone, who stays on it") {
    boundary::RenewRoster call = renewal(tea_shop().made.signed_roster);
    call.remove = call.agent;
    CHECK(field_of(renew_roster(call)) == "RenewRoster.remove");
    call.remove = id_of(0x33);
    CHECK(field_of(renew_roster(call)) == "RenewRoster.remove");
    call.remove.reset();
    call.vault_key = key_of(9);
    CHECK(code_of(renew_roster(call)) == "passphrase_false");

    // An agent who stole the owner's root vault and its key, but is no owner.
    const boundary::Invited guest = invited();
    call = renewal(guest.signed_roster);
    call.root_vault.clear();
    CHECK(code_of(renew_roster(call)) == "vault_false");
    Rng rng{key_of(5)};
    call.agent = guest.agent;
    const auto seed = open_root_vault(tea_shop().made.root_vault, SecretKey<32>(call.vault_key),
                                      tea_shop().made.agent);
    REQUIRE(seed);
    call.root_vault = seal_root_vault(rng, SecretKey<32>(call.vault_key), guest.agent, *seed);
    CHECK(field_of(renew_roster(call)) == "RenewRoster.agent");

    call = renewal(guest.signed_roster);
    call.remove = guest.agent;
    call.sealed_inbox.clear();
    CHECK(field_of(renew_roster(call)) == "RenewRoster.sealed_inbox");
}

TEST_CASE("the recovery code gives the owner new keys and proves root to the relay") {
    const boundary::ShopMade& made = tea_shop().made;
    const auto recovered = recover(recovery());
    REQUIRE(recovered);
    const wire::Roster roster = roster_of(recovered->signed_roster);
    CHECK(roster.version == 2);
    REQUIRE(roster.agents.size() == 2);
    CHECK(roster.agents[0].sign == SignPair::from_seed(recovered->keys.sign_seed).pk);
    CHECK(roster.agents[0].until == 0);
    CHECK(roster.agents[1].sign == SignPair::from_seed(made.keys.sign_seed).pk);
    CHECK(roster.agents[1].until == 2);
    CHECK(recovered->keys.sign_seed != made.keys.sign_seed);
    REQUIRE(recovered->sealed_inbox.size() == 1);
    CHECK(open_sealed_inbox(recovered->sealed_inbox[0],
                            BoxPair::from_seed(recovered->keys.box_seed)));

    const Key& root = recovered->signed_roster.root;
    CHECK(verify_recovery(root, key_of(0x99), "tea", recovered->proof));
    CHECK_FALSE(verify_recovery(root, key_of(0x98), "tea", recovered->proof));
    CHECK_FALSE(verify_recovery(root, key_of(0x99), "coffee", recovered->proof));

    const auto derived = derive_keys({"another passphrase", id_of(2)});
    REQUIRE(derived);
    CHECK(derived->login_key == recovered->login_key);
    CHECK(unlock({key_of(5), made.agent, derived->vault_key, recovered->vault}).ok());
    CHECK(
        open_root_vault(recovered->root_vault, SecretKey<32>(derived->vault_key), made.agent).ok());
}

TEST_CASE("nothing is recovered without this shop's code, box and roster") {
    boundary::Recover call = recovery();
    call.code[0] = call.code[0] == 'A' ? 'B' : 'A';
    CHECK(field_of(recover(call)) == "Recover.code");
    CHECK(code_of(recover(call)) == "code_false");

    call = recovery();
    call.code = write_recovery_code(RecoveryCode(key_of(5)));
    CHECK(field_of(recover(call)) == "Recover.recovery_box");

    call = recovery();
    call.passphrase = "short";
    CHECK(code_of(recover(call)) == "passphrase_short");

    call = recovery();
    call.agent = id_of(5);
    CHECK(field_of(recover(call)) == "Recover.agent");

    call = recovery();
    call.signed_roster.sig[3] ^= 1;
    CHECK(code_of(recover(call)) == "roster_false");

    // After a removal the box of before does not hold the roster's SE.
    const boundary::Invited guest = invited();
    boundary::RenewRoster removal = renewal(guest.signed_roster);
    removal.remove = guest.agent;
    const auto renewed = renew_roster(removal);
    REQUIRE(renewed);
    call = recovery();
    call.signed_roster = renewed->signed_roster;
    CHECK(code_of(recover(call)) == "code_false");
    REQUIRE(renewed->recovery_box);
    call.recovery_box = *renewed->recovery_box;
    CHECK(recover(call).ok());
}

TEST_CASE("a code is checked for typing mistakes alone") {
    std::string code = tea_shop().made.recovery_code;
    CHECK(check_code({code})->ok);
    CHECK_FALSE(check_code({code.substr(5)})->ok);
}

}  // namespace shopbell::crypto
