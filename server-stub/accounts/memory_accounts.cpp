// SPDX-License-Identifier: Apache-2.0
#include "server-stub/accounts/memory_accounts.hpp"

#include <algorithm>

namespace shopbell::server {
namespace {

template <class Map, class Name>
std::optional<typename Map::mapped_type> find_in(const Map& map, const Name& name) {
    const auto found = map.find(name);
    if (found == map.end()) return std::nullopt;
    return found->second;
}

template <class Row>
void sort_by_email(std::vector<Row>& rows) {
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return a.email < b.email; });
}

}  // namespace

void MemoryAccounts::together(const std::function<void()>& change) {
    Tables before = tables_;
    try {
        change();
    } catch (...) {
        tables_ = std::move(before);
        throw;
    }
}

void MemoryAccounts::put_account(const Account& account) {
    std::erase_if(tables_.accounts, [&](const auto& entry) {
        return entry.second.shop == account.shop && entry.second.agent == account.agent;
    });
    tables_.accounts[account.email] = account;
}

std::optional<Account> MemoryAccounts::find_account(const std::string& email) {
    return find_in(tables_.accounts, email);
}

std::optional<Account> MemoryAccounts::find_account_of(const std::string& shop, const Id& agent) {
    for (const auto& [email, account] : tables_.accounts) {
        if (account.shop == shop && account.agent == agent) return account;
    }
    return std::nullopt;
}

std::vector<Account> MemoryAccounts::list_accounts(const std::string& shop) {
    std::vector<Account> accounts;
    for (const auto& [email, account] : tables_.accounts) {
        if (account.shop == shop) accounts.push_back(account);
    }
    return accounts;
}

void MemoryAccounts::remove_account(const std::string& email) { tables_.accounts.erase(email); }

void MemoryAccounts::put_session(const Hash& token_hash, const LoginSession& session) {
    tables_.sessions[token_hash] = session;
}

std::optional<LoginSession> MemoryAccounts::find_session(const Hash& token_hash) {
    return find_in(tables_.sessions, token_hash);
}

void MemoryAccounts::remove_session(const Hash& token_hash) { tables_.sessions.erase(token_hash); }

void MemoryAccounts::remove_sessions_of(const std::string& shop, const Id& agent) {
    std::erase_if(tables_.sessions, [&](const auto& entry) {
        return entry.second.shop == shop && entry.second.agent == agent;
    });
}

void MemoryAccounts::put_invitation(const Invitation& invitation) {
    tables_.invitations[invitation.token_hash] = invitation;
}

std::optional<Invitation> MemoryAccounts::find_invitation(const Hash& token_hash) {
    return find_in(tables_.invitations, token_hash);
}

std::vector<Invitation> MemoryAccounts::list_invitations(const std::string& shop) {
    std::vector<Invitation> invitations;
    for (const auto& [hash, invitation] : tables_.invitations) {
        if (invitation.shop == shop) invitations.push_back(invitation);
    }
    sort_by_email(invitations);
    return invitations;
}

void MemoryAccounts::remove_invitation(const Hash& token_hash) {
    tables_.invitations.erase(token_hash);
}

void MemoryAccounts::put_setup_token(const Hash& token_hash, uint64_t expires_at) {
    tables_.setup_tokens[token_hash] = expires_at;
}

std::optional<uint64_t> MemoryAccounts::find_setup_token(const Hash& token_hash) {
    return find_in(tables_.setup_tokens, token_hash);
}

void MemoryAccounts::remove_setup_token(const Hash& token_hash) {
    tables_.setup_tokens.erase(token_hash);
}

void MemoryAccounts::put_recovery_box(const std::string& shop, const Bytes& box) {
    tables_.recovery_boxes[shop] = box;
}

std::optional<Bytes> MemoryAccounts::find_recovery_box(const std::string& shop) {
    return find_in(tables_.recovery_boxes, shop);
}

void MemoryAccounts::remove_expired(uint64_t now) {
    std::erase_if(tables_.sessions, [&](const auto& e) { return e.second.expires_at <= now; });
    std::erase_if(tables_.invitations, [&](const auto& e) { return e.second.expires_at <= now; });
    std::erase_if(tables_.setup_tokens, [&](const auto& e) { return e.second <= now; });
}

}  // namespace shopbell::server
