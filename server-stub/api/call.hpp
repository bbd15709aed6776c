// SPDX-License-Identifier: Apache-2.0
// One call of the JSON API on its way: who asks, when, with what, and the parts that several calls
// share. The calls themselves are functions over it, declared at the end and defined one topic a
// file.
#pragma once

#include "server-stub/api/api.hpp"
#include "server-stub/api/fields.hpp"

namespace shopbell::server {

inline constexpr uint64_t owner_role = 1;  // roster Agent.role

class Call {
public:
    Call(Api& api, const HttpRequest& request, Now now);

    Accounts& accounts;
    relay::Store& store;
    const ApiConfig& config;
    crypto::Rng& rng;
    Failures& failures;
    const HttpRequest& request;
    const Now now;
    std::string segment;  // what stands in the path for '*'

    [[nodiscard]] uint64_t at() const { return unix_ms(now); }
    [[nodiscard]] Fields body() const;

    // Whoever the bearer token names; refused when there is none, or the roster has dropped it.
    struct Agent {
        Hash token_hash{};
        Account account;
        relay::ShopRecord record;
        wire::RosterAgent entry;
    };
    Agent agent();
    Agent owner();

    // What every way of signing in answers; makes the session.
    nlohmann::json welcome(const Account& account, const relay::ShopRecord& record);
    std::string open_session(const std::string& shop, const Id& agent);

    relay::ShopRecord shop(const std::string& id);
    void put(relay::ShopRecord record);

    // Verified against the shop's pinned root, and newer than `record`'s.
    wire::Roster checked_roster(const wire::SignedRoster& signed_roster,
                                const relay::ShopRecord& record);

    // The relay's own URL, as this caller dialled it.
    [[nodiscard]] std::string own_url() const;

    // Refuses when this name or this address failed too often; note_failure() counts one more.
    void check_failures(const std::string& email);
    void note_failure(const std::string& email);

    Key start_recovery(const std::string& email);
    void finish_recovery(const std::string& email, const Key& nonce);

private:
    Api& api_;
};

// A token's hash, as it is kept. `purpose` separates the kinds.
Hash token_hash(std::string_view purpose, const Key& token);
Key parse_token(std::string_view text, std::string_view field);
HttpResponse json_response(const nlohmann::json& json);

// Settings, agents and roster travel to every client in one frame.
void check_fits_a_frame(const relay::ShopRecord& record);
wire::Roster read_roster(const relay::ShopRecord& record);
wire::AgentProfile* find_profile(relay::ShopRecord& record, const Id& agent);
void set_sealed_inboxes(relay::ShopRecord& record, const Id& agent,
                        std::vector<wire::SealedInbox> sealed);

// setup.cpp
HttpResponse ask_setup(Call& call);
HttpResponse set_up(Call& call);
// login.cpp
HttpResponse start_login(Call& call);
HttpResponse log_in(Call& call);
HttpResponse log_out(Call& call);
HttpResponse change_passphrase(Call& call);
// shop.cpp
HttpResponse show_shop(Call& call);
HttpResponse put_settings(Call& call);
HttpResponse put_roster(Call& call);
HttpResponse put_profile(Call& call);
// invitations.cpp
HttpResponse invite(Call& call);
HttpResponse withdraw_invitation(Call& call);
HttpResponse show_invitation(Call& call);
HttpResponse accept_invitation(Call& call);
// recovery.cpp
HttpResponse start_recovery(Call& call);
HttpResponse recover(Call& call);

}  // namespace shopbell::server
