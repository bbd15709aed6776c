// SPDX-License-Identifier: Apache-2.0
// A new shop, by whoever holds the one-time token that `init` printed.
#include "core/base/limits.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/shop.hpp"
#include "core/relay/blob_rules.hpp"
#include "server-stub/api/call.hpp"
#include "server-stub/store/ask.hpp"

namespace shopbell::server {

using nlohmann::json;

namespace {

Hash check_token(Call& call, std::string_view text) {
    call.check_failures("");
    const auto token = base64url_decode_fixed<32>(text);
    const Hash hash = token ? token_hash("shopbell/setup/v1", *token) : Hash{};
    const auto expires_at = call.accounts.find_setup_token(hash);
    if (!expires_at) {
        call.note_failure("");
        throw not_found("token",
                        "is unknown or has been used; run shopbell-relay init for another");
    }
    if (*expires_at <= call.at()) {
        throw gone("token", "is older than 24 hours; run shopbell-relay init for another");
    }
    return hash;
}

// The first roster of a shop: pinned by nothing yet, so it must be consistent in itself.
relay::ShopRecord checked_record(const Fields& body, const Id& agent) {
    relay::ShopRecord record;
    record.shop = body.text("shop", limits::shop_id_bytes_max);
    if (!crypto::is_shop_id(record.shop)) {
        throw bad_field("shop", "must be lower-case letters, digits and inner hyphens");
    }
    record.signed_roster = body.signed_roster("signed_roster");
    record.root_hash = crypto::root_hash(record.signed_roster.root);
    const auto roster = crypto::verify_roster(record.signed_roster, record.root_hash, record.shop);
    if (!roster) {
        throw bad_field("signed_roster", "is not a valid roster of this shop, signed by its root");
    }
    const bool one_owner = roster->version == 1 && roster->agents.size() == 1 &&
                           roster->agents[0].role == owner_role && roster->agents[0].id == agent;
    if (!one_owner) {
        throw bad_field("signed_roster", "must be version 1 and name the owner and nobody else");
    }
    relay::set_file_limits(record.settings);
    record.settings = checked_settings(body.object("settings"), record.settings);
    record.sealed_inboxes = {{agent, body.sealed_inboxes("sealed_inbox")}};
    return record;
}

}  // namespace

HttpResponse ask_setup(Call& call) {
    constexpr std::string_view name = "token=";
    const std::string_view query = call.request.query;
    check_token(call, query.starts_with(name) ? query.substr(name.size()) : "");
    return json_response({{"ok", true}});
}

HttpResponse set_up(Call& call) {
    const Fields body = call.body();
    const Hash token = check_token(call, body.text("token", 64));
    const Id agent = body.fixed<16>("agent");
    relay::ShopRecord record = checked_record(body, agent);
    record.profiles = {{agent, checked_name(body, "name"), "", 0}};
    if (load_shop(call.store, record.shop)) {
        throw conflict("shop_taken", "shop", "another shop of this relay has this id");
    }
    Account account;
    account.email = checked_email(body, "email");
    if (call.accounts.find_account(account.email)) {
        throw conflict("email_taken", "email", "another agent of this relay has this mail address");
    }
    account.shop = record.shop;
    account.agent = agent;
    account.salt = body.fixed<16>("salt");
    account.login_hash = crypto::login_hash(body.fixed<32>("login_key"));
    account.vault = body.bytes("vault", limits::vault_bytes_max);
    account.root_vault = body.bytes("root_vault", limits::vault_bytes_max);
    call.accounts.put_account(account);
    call.accounts.put_recovery_box(record.shop,
                                   body.bytes("recovery_box", limits::recovery_box_bytes_max));
    call.accounts.remove_setup_token(token);
    const json answer{{"session", call.open_session(record.shop, agent)},
                      {"shop", record.shop},
                      {"root_hash", base64url_encode(record.root_hash)}};
    call.put(std::move(record));
    return json_response(answer);
}

}  // namespace shopbell::server
