// SPDX-License-Identifier: Apache-2.0
// The shop as its agents see and change it: settings, roster, own profile, and the snippet.
#include "core/base/limits.hpp"
#include "core/crypto/roster.hpp"
#include "server-stub/api/call.hpp"

#include <algorithm>

namespace shopbell::server {

using nlohmann::json;

namespace {

json agents_json(Call& call, const relay::ShopRecord& record) {
    const wire::Roster roster = read_roster(record);
    json agents = json::array();
    for (const Account& account : call.accounts.list_accounts(record.shop)) {
        const wire::RosterAgent* const entry = crypto::find_agent(roster, account.agent);
        if (entry == nullptr) continue;
        json agent{{"id", base64url_encode(account.agent)},
                   {"name", ""},
                   {"email", account.email},
                   {"picture", ""},
                   {"role", entry->role}};
        for (const wire::AgentProfile& profile : record.profiles) {
            if (profile.id != account.agent) continue;
            agent["name"] = profile.name;
            agent["picture"] = profile.picture;
        }
        agents.push_back(std::move(agent));
    }
    return agents;
}

json invitations_json(Call& call, const std::string& shop) {
    json invitations = json::array();
    for (const Invitation& invitation : call.accounts.list_invitations(shop)) {
        if (invitation.expires_at <= call.at()) continue;
        invitations.push_back({{"id", base64url_encode(invitation.token_hash)},
                               {"agent", base64url_encode(invitation.agent)},
                               {"name", invitation.name},
                               {"email", invitation.email},
                               {"role", invitation.role},
                               {"expires_at", invitation.expires_at}});
    }
    return invitations;
}

// Whatever belonged to agents that the roster no longer names.
void forget_removed(Call& call, const wire::Roster& roster, relay::ShopRecord& record) {
    const auto removed = [&](const Id& agent) {
        return crypto::find_agent(roster, agent) == nullptr;
    };
    for (const Account& account : call.accounts.list_accounts(record.shop)) {
        if (!removed(account.agent)) continue;
        call.accounts.remove_sessions_of(record.shop, account.agent);
        call.accounts.remove_account(account.email);
    }
    for (const Invitation& invitation : call.accounts.list_invitations(record.shop)) {
        if (removed(invitation.agent)) call.accounts.remove_invitation(invitation.token_hash);
    }
    std::erase_if(record.profiles, [&](const auto& profile) { return removed(profile.id); });
    std::erase_if(record.sealed_inboxes, [&](const auto& one) { return removed(one.agent); });
}

void add_sealed_inbox(relay::ShopRecord& record, const Id& agent, wire::SealedInbox sealed) {
    for (relay::AgentInboxes& inboxes : record.sealed_inboxes) {
        if (inboxes.agent != agent) continue;
        if (inboxes.sealed.size() >= limits::inbox_versions_max) {
            throw conflict("too_many", "sealed_inbox", "more than inbox_versions_max");
        }
        inboxes.sealed.push_back(std::move(sealed));
        return;
    }
    record.sealed_inboxes.push_back({agent, {std::move(sealed)}});
}

}  // namespace

HttpResponse show_shop(Call& call) {
    const Call::Agent agent = call.agent();
    const relay::ShopRecord& record = agent.record;
    const Snippet snippet =
        make_snippet(call.config.pins, call.own_url(), record.shop, record.root_hash);
    return json_response(
        {{"shop", record.shop},
         {"root_hash", base64url_encode(record.root_hash)},
         {"settings",
          {{"name", record.settings.name},
           {"accent", record.settings.accent},
           {"greeting", record.settings.greeting},
           {"away", record.settings.away},
           {"origins", record.settings.origins},
           {"retention_days", record.settings.retention_days},
           {"file_bytes_max", record.settings.file_bytes_max},
           {"files_at_once_max", record.settings.files_at_once_max},
           {"files_total_bytes_max", record.settings.files_total_bytes_max}}},
         {"agents", agents_json(call, record)},
         {"invitations", invitations_json(call, record.shop)},
         {"snippet",
          {{"rolling", snippet.rolling}, {"pinned", snippet.pinned}, {"csp", snippet.csp}}}});
}

HttpResponse put_settings(Call& call) {
    Call::Agent owner = call.owner();
    owner.record.settings = checked_settings(call.body(), owner.record.settings);
    call.put(std::move(owner.record));
    return json_response(json::object());
}

HttpResponse put_roster(Call& call) {
    Call::Agent owner = call.owner();
    relay::ShopRecord& record = owner.record;
    const Fields body = call.body();
    const wire::SignedRoster signed_roster = body.signed_roster("signed_roster");
    const wire::Roster roster = call.checked_roster(signed_roster, record);
    const wire::RosterAgent* const self = crypto::find_agent(roster, owner.account.agent);
    if (self == nullptr || self->role != owner.entry.role) {
        throw bad_field("signed_roster", "must keep the owner who sends it");
    }
    // Who comes in comes by an invitation, which brings sealed inboxes and a way to sign in.
    const wire::Roster before = read_roster(record);
    for (const wire::RosterAgent& agent : roster.agents) {
        if (agent.until == 0 && crypto::find_agent(before, agent.id) == nullptr) {
            throw bad_field("signed_roster", "adds an agent: invite it instead");
        }
    }
    record.signed_roster = signed_roster;
    forget_removed(call, roster, record);
    for (const Fields& one : body.objects("sealed_inbox", limits::agents_max)) {
        const Id agent = one.fixed<16>("agent");
        if (crypto::find_agent(roster, agent) == nullptr) {
            throw bad_field("sealed_inbox.agent", "is not in the roster");
        }
        add_sealed_inbox(record, agent, one.sealed_inbox("sealed"));
    }
    if (body.has("recovery_box")) {
        call.accounts.put_recovery_box(record.shop,
                                       body.bytes("recovery_box", limits::recovery_box_bytes_max));
    }
    call.put(std::move(record));
    return json_response(json::object());
}

HttpResponse put_profile(Call& call) {
    Call::Agent agent = call.agent();
    const Fields body = call.body();
    wire::AgentProfile* const profile = find_profile(agent.record, agent.account.agent);
    if (profile == nullptr) throw not_found("profile", "this agent has none");
    profile->name = checked_name(body, "name");
    profile->picture = body.text("picture", limits::url_bytes_max);
    const bool own_path = profile->picture.starts_with("/") && !profile->picture.starts_with("//");
    if (!profile->picture.empty() && !own_path && !profile->picture.starts_with("https://")) {
        throw bad_field("picture", "must be empty, a path of this relay, or an https:// URL");
    }
    call.put(std::move(agent.record));
    return json_response(json::object());
}

}  // namespace shopbell::server
