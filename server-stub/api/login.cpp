// SPDX-License-Identifier: Apache-2.0
// Sign-in, sign-out and a new passphrase. The relay learns a key derived from the passphrase and
// keeps a hash of it; that key opens no vault.
#include "core/base/limits.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "server-stub/api/call.hpp"

namespace shopbell::server {

using nlohmann::json;

namespace {

// The same for ever, and different for each address, as a real one would be.
Id salt_of_nobody(const Key& secret, const std::string& email) {
    const Hash hash = crypto::keyed_hash256(
        secret, {bytes_of(std::string_view("shopbell/no-account/v1")), bytes_of(email)});
    return *to_fixed<16>(ByteView(hash).first(16));
}

bool is_login_key(const Account& account, const Key& login_key) {
    return crypto::equal_in_constant_time(account.login_hash, crypto::login_hash(login_key));
}

}  // namespace

HttpResponse start_login(Call& call) {
    const std::string email = checked_email(call.body(), "email");
    const auto account = call.accounts.find_account(email);
    const Id salt = account ? account->salt : salt_of_nobody(call.config.secret, email);
    return json_response({{"salt", base64url_encode(salt)},
                          {"ops", crypto::argon2_passes},
                          {"mem_mib", crypto::argon2_memory_bytes >> 20}});
}

HttpResponse log_in(Call& call) {
    const Fields body = call.body();
    const std::string email = checked_email(body, "email");
    const Key login_key = body.fixed<32>("login_key");
    call.check_failures(email);
    const auto account = call.accounts.find_account(email);
    if (!account || !is_login_key(*account, login_key)) {
        call.note_failure(email);
        throw login_false();
    }
    return json_response(call.welcome(*account, call.shop(account->shop)));
}

HttpResponse log_out(Call& call) {
    call.accounts.remove_session(call.agent().token_hash);
    return json_response(json::object());
}

HttpResponse change_passphrase(Call& call) {
    const Call::Agent agent = call.agent();
    const Fields body = call.body();
    const Key old_key = body.fixed<32>("old_login_key");
    Account account = agent.account;
    call.check_failures(account.email);
    if (!is_login_key(account, old_key)) {
        call.note_failure(account.email);
        throw Refusal{403, "passphrase_false", "old_login_key", "the old passphrase is wrong"};
    }
    account.salt = body.fixed<16>("salt");
    account.login_hash = crypto::login_hash(body.fixed<32>("login_key"));
    account.vault = body.bytes("vault", limits::vault_bytes_max);
    if (account.root_vault.has_value() != body.has("root_vault")) {
        throw bad_field("root_vault", account.root_vault ? "is missing" : "only an owner has one");
    }
    if (account.root_vault) account.root_vault = body.bytes("root_vault", limits::vault_bytes_max);
    call.accounts.put_account(account);
    // Whoever signed in with the old one is out; this session goes on.
    call.accounts.remove_sessions_of(account.shop, account.agent);
    call.accounts.put_session(agent.token_hash,
                              {account.shop, account.agent, call.at() + session_ms});
    return json_response(json::object());
}

}  // namespace shopbell::server
