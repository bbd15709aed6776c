// SPDX-License-Identifier: Apache-2.0
// Accounts without a disk, for tests of the JSON API: plain maps, and the same contract test as
// SQLite's. See accounts.hpp.
#pragma once

#include "server-stub/accounts/accounts.hpp"

#include <map>

namespace shopbell::server {

class MemoryAccounts final : public Accounts {
public:
    void together(const std::function<void()>& change) override;

    void put_account(const Account& account) override;
    std::optional<Account> find_account(const std::string& email) override;
    std::optional<Account> find_account_of(const std::string& shop, const Id& agent) override;
    std::vector<Account> list_accounts(const std::string& shop) override;
    void remove_account(const std::string& email) override;

    void put_session(const Hash& token_hash, const LoginSession& session) override;
    std::optional<LoginSession> find_session(const Hash& token_hash) override;
    void remove_session(const Hash& token_hash) override;
    void remove_sessions_of(const std::string& shop, const Id& agent) override;

    void put_invitation(const Invitation& invitation) override;
    std::optional<Invitation> find_invitation(const Hash& token_hash) override;
    std::vector<Invitation> list_invitations(const std::string& shop) override;
    void remove_invitation(const Hash& token_hash) override;

    void put_setup_token(const Hash& token_hash, uint64_t expires_at) override;
    std::optional<uint64_t> find_setup_token(const Hash& token_hash) override;
    void remove_setup_token(const Hash& token_hash) override;

    void put_recovery_box(const std::string& shop, const Bytes& box) override;
    std::optional<Bytes> find_recovery_box(const std::string& shop) override;

    void remove_expired(uint64_t now) override;

private:
    struct Tables {
        std::map<std::string, Account> accounts;
        std::map<Hash, LoginSession> sessions;
        std::map<Hash, Invitation> invitations;
        std::map<Hash, uint64_t> setup_tokens;
        std::map<std::string, Bytes> recovery_boxes;
    };
    Tables tables_;
};

}  // namespace shopbell::server
