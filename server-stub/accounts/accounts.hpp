// SPDX-License-Identifier: Apache-2.0
// Who may sign in, and with what: the relay's side of logins, sessions, invitations and recovery.
// Vaults and boxes are sealed by the browser and only kept here; of secrets that come back (login
// keys, tokens) only hashes are. Called by the JSON API and demo mode on the writer's thread; an
// in-memory twin and SQLite's pass one contract test.
#pragma once

#include "core/base/bytes.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shopbell::server {

struct Account {
    std::string email;  // lower case; one per relay
    std::string shop;
    Id agent{};
    Id salt{};  // of the passphrase
    Hash login_hash{};
    Bytes vault;
    std::optional<Bytes> root_vault;  // owners

    bool operator==(const Account&) const = default;
};

struct LoginSession {
    std::string shop;
    Id agent{};
    uint64_t expires_at = 0;  // Unix ms

    bool operator==(const LoginSession&) const = default;
};

struct Invitation {
    Hash token_hash{};
    std::string shop;
    Id agent{};
    std::string email;
    std::string name;
    uint64_t role = 0;
    Bytes invite_vault;
    uint64_t expires_at = 0;  // Unix ms

    bool operator==(const Invitation&) const = default;
};

class Accounts {
public:
    virtual ~Accounts() = default;

    // Several changes as one: all or, when `change` throws, none.
    virtual void together(const std::function<void()>& change) = 0;

    // By mail address; replaces the one that stands.
    virtual void put_account(const Account& account) = 0;
    virtual std::optional<Account> find_account(const std::string& email) = 0;
    virtual std::optional<Account> find_account_of(const std::string& shop, const Id& agent) = 0;
    virtual std::vector<Account> list_accounts(const std::string& shop) = 0;
    virtual void remove_account(const std::string& email) = 0;

    virtual void put_session(const Hash& token_hash, const LoginSession& session) = 0;
    virtual std::optional<LoginSession> find_session(const Hash& token_hash) = 0;
    virtual void remove_session(const Hash& token_hash) = 0;
    virtual void remove_sessions_of(const std::string& shop, const Id& agent) = 0;

    virtual void put_invitation(const Invitation& invitation) = 0;
    virtual std::optional<Invitation> find_invitation(const Hash& token_hash) = 0;
    virtual std::vector<Invitation> list_invitations(const std::string& shop) = 0;
    virtual void remove_invitation(const Hash& token_hash) = 0;

    virtual void put_setup_token(const Hash& token_hash, uint64_t expires_at) = 0;
    // When it expires; nothing for an unknown one.
    virtual std::optional<uint64_t> find_setup_token(const Hash& token_hash) = 0;
    virtual void remove_setup_token(const Hash& token_hash) = 0;

    virtual void put_recovery_box(const std::string& shop, const Bytes& box) = 0;
    virtual std::optional<Bytes> find_recovery_box(const std::string& shop) = 0;

    // Sessions, invitations and setup tokens that ended before `now`.
    virtual void remove_expired(uint64_t now) = 0;
};

}  // namespace shopbell::server
