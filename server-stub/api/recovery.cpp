// SPDX-License-Identifier: Apache-2.0
// The owner forgot the passphrase but has the printed code: its box opens the root key in the
// browser, and a signature by that root is what convinces the relay.
#include "core/base/limits.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/shop.hpp"
#include "server-stub/api/call.hpp"

namespace shopbell::server {
namespace {

Account find_owner(Call& call, const std::string& email) {
    const auto account = call.accounts.find_account(email);
    if (!account || !account->root_vault) {
        call.note_failure(email);
        throw not_found("email", "is not the mail address of an owner");
    }
    return *account;
}

}  // namespace

HttpResponse start_recovery(Call& call) {
    const std::string email = checked_email(call.body(), "email");
    call.check_failures(email);
    const Account account = find_owner(call, email);
    const relay::ShopRecord record = call.shop(account.shop);
    const auto box = call.accounts.find_recovery_box(account.shop);
    if (!box) throw not_found("recovery_box", "the shop has none");
    return json_response({{"shop", account.shop},
                          {"agent", base64url_encode(account.agent)},
                          {"recovery_box", base64url_encode(*box)},
                          {"signed_roster", record_text(record.signed_roster)},
                          {"nonce", base64url_encode(call.start_recovery(email))}});
}

HttpResponse recover(Call& call) {
    const Fields body = call.body();
    const std::string email = checked_email(body, "email");
    call.check_failures(email);
    Account account = find_owner(call, email);
    relay::ShopRecord record = call.shop(account.shop);
    const Key nonce = body.fixed<32>("nonce");
    const Signature proof = body.fixed<64>("proof");
    call.finish_recovery(email, nonce);
    if (!crypto::verify_recovery(record.signed_roster.root, nonce, account.shop, proof)) {
        call.note_failure(email);
        throw Refusal{403, "proof_false", "proof", "is not by the shop's root key"};
    }
    const wire::SignedRoster signed_roster = body.signed_roster("signed_roster");
    const wire::Roster roster = call.checked_roster(signed_roster, record);
    if (crypto::find_agent(roster, account.agent) == nullptr) {
        throw bad_field("signed_roster", "must keep the owner");
    }
    account.salt = body.fixed<16>("salt");
    account.login_hash = crypto::login_hash(body.fixed<32>("login_key"));
    account.vault = body.bytes("vault", limits::vault_bytes_max);
    account.root_vault = body.bytes("root_vault", limits::vault_bytes_max);
    record.signed_roster = signed_roster;
    set_sealed_inboxes(record, account.agent, body.sealed_inboxes("sealed_inbox"));
    call.accounts.put_account(account);
    call.accounts.remove_sessions_of(account.shop, account.agent);
    const nlohmann::json answer = call.welcome(account, record);
    call.put(std::move(record));
    return json_response(answer);
}

}  // namespace shopbell::server
