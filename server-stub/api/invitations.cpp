// SPDX-License-Identifier: Apache-2.0
// A second agent comes in by a link. The owner's browser has put it into the roster already and
// sealed its keys under a secret that stands behind the link's '#', which never comes here.
#include "core/base/limits.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "server-stub/api/call.hpp"

namespace shopbell::server {

using nlohmann::json;

namespace {

constexpr std::string_view purpose = "shopbell/invitation/v1";
constexpr uint64_t supervisor_role = 2, bot_role = 4;

Invitation find_invitation(Call& call) {
    call.check_failures("");
    const auto token = base64url_decode_fixed<32>(call.segment);
    auto invitation = call.accounts.find_invitation(token ? token_hash(purpose, *token) : Hash{});
    if (!invitation) {
        call.note_failure("");
        throw not_found("token", "is unknown, has been used, or was withdrawn");
    }
    if (invitation->expires_at <= call.at()) throw gone("token", "is older than 7 days");
    return std::move(*invitation);
}

void check_email_free(Call& call, const std::string& email) {
    if (call.accounts.find_account(email)) {
        throw conflict("email_taken", "email", "another agent of this relay has this mail address");
    }
}

}  // namespace

HttpResponse invite(Call& call) {
    Call::Agent owner = call.owner();
    relay::ShopRecord& record = owner.record;
    const Fields body = call.body();
    Invitation invitation;
    invitation.shop = record.shop;
    invitation.agent = body.fixed<16>("agent");
    invitation.email = checked_email(body, "email");
    invitation.name = checked_name(body, "name");
    invitation.role = body.uint("role");
    if (invitation.role < supervisor_role || invitation.role > bot_role) {
        throw bad_field("role", "must be 2 (supervisor), 3 (agent) or 4 (bot)");
    }
    invitation.invite_vault = body.bytes("invite_vault", limits::vault_bytes_max);
    invitation.expires_at = call.at() + invitation_ms;
    check_email_free(call, invitation.email);

    const wire::Roster before = read_roster(record);
    const wire::SignedRoster signed_roster = body.signed_roster("signed_roster");
    const wire::Roster roster = call.checked_roster(signed_roster, record);
    const wire::RosterAgent* const entry = crypto::find_agent(roster, invitation.agent);
    if (entry == nullptr || entry->role != invitation.role ||
        crypto::find_agent(before, invitation.agent) != nullptr ||
        roster.agents.size() != before.agents.size() + 1) {
        throw bad_field("signed_roster", "must add exactly this agent, in this role");
    }
    record.signed_roster = signed_roster;
    set_sealed_inboxes(record, invitation.agent, body.sealed_inboxes("sealed_inbox"));

    const Key token = call.rng.key();
    invitation.token_hash = token_hash(purpose, token);
    call.accounts.put_invitation(invitation);
    call.put(std::move(record));
    return json_response(
        {{"token", base64url_encode(token)}, {"id", base64url_encode(invitation.token_hash)}});
}

HttpResponse withdraw_invitation(Call& call) {
    const Call::Agent owner = call.owner();
    const auto hash = base64url_decode_fixed<32>(call.segment);
    const auto invitation = call.accounts.find_invitation(hash.value_or(Hash{}));
    if (!invitation || invitation->shop != owner.record.shop) {
        throw not_found("invitation", "is unknown, has been used, or was withdrawn");
    }
    call.accounts.remove_invitation(invitation->token_hash);
    return json_response(json::object());
}

HttpResponse show_invitation(Call& call) {
    const Invitation invitation = find_invitation(call);
    const relay::ShopRecord record = call.shop(invitation.shop);
    return json_response({{"shop", record.shop},
                          {"shop_name", record.settings.name},
                          {"agent", base64url_encode(invitation.agent)},
                          {"email", invitation.email},
                          {"name", invitation.name},
                          {"invite_vault", base64url_encode(invitation.invite_vault)},
                          {"signed_roster", record_text(record.signed_roster)}});
}

HttpResponse accept_invitation(Call& call) {
    const Invitation invitation = find_invitation(call);
    const Fields body = call.body();
    Account account;
    account.email = invitation.email;
    account.shop = invitation.shop;
    account.agent = invitation.agent;
    account.salt = body.fixed<16>("salt");
    account.login_hash = crypto::login_hash(body.fixed<32>("login_key"));
    account.vault = body.bytes("vault", limits::vault_bytes_max);
    check_email_free(call, account.email);
    relay::ShopRecord record = call.shop(invitation.shop);
    // From now on shoppers may see the name.
    if (find_profile(record, account.agent) == nullptr) {
        record.profiles.push_back({account.agent, invitation.name, "", 0});
    }
    call.accounts.put_account(account);
    call.accounts.remove_invitation(invitation.token_hash);
    const json answer = call.welcome(account, record);
    call.put(std::move(record));
    return json_response(answer);
}

}  // namespace shopbell::server
