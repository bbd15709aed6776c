// SPDX-License-Identifier: Apache-2.0
#include "server-stub/accounts/sqlite_accounts.hpp"

namespace shopbell::server {
namespace {

#define ACCOUNT_COLUMNS "email, shop, agent, salt, login_hash, vault, root_vault"
#define INVITATION_COLUMNS "token_hash, shop, agent, email, name, role, invite_vault, expires_at"

Account account_of(const Query& row) {
    Account account;
    account.email = row.text(0);
    account.shop = row.text(1);
    account.agent = row.fixed<16>(2);
    account.salt = row.fixed<16>(3);
    account.login_hash = row.fixed<32>(4);
    account.vault = to_bytes(row.bytes(5));
    if (!row.is_null(6)) account.root_vault = to_bytes(row.bytes(6));
    return account;
}

Invitation invitation_of(const Query& row) {
    Invitation invitation;
    invitation.token_hash = row.fixed<32>(0);
    invitation.shop = row.text(1);
    invitation.agent = row.fixed<16>(2);
    invitation.email = row.text(3);
    invitation.name = row.text(4);
    invitation.role = row.uint(5);
    invitation.invite_vault = to_bytes(row.bytes(6));
    invitation.expires_at = row.uint(7);
    return invitation;
}

}  // namespace

void SqliteAccounts::together(const std::function<void()>& change) {
    Transaction transaction(database_);
    change();
    transaction.commit();
}

void SqliteAccounts::put_account(const Account& a) {
    database_.run("INSERT OR REPLACE INTO accounts (" ACCOUNT_COLUMNS
                  ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                  a.email, a.shop, a.agent, a.salt, a.login_hash, a.vault, a.root_vault);
}

std::optional<Account> SqliteAccounts::find_account(const std::string& email) {
    Query row(database_, "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE email = ?", email);
    if (!row.next()) return std::nullopt;
    return account_of(row);
}

std::optional<Account> SqliteAccounts::find_account_of(const std::string& shop, const Id& agent) {
    Query row(database_, "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE shop = ? AND agent = ?",
              shop, agent);
    if (!row.next()) return std::nullopt;
    return account_of(row);
}

std::vector<Account> SqliteAccounts::list_accounts(const std::string& shop) {
    std::vector<Account> accounts;
    Query row(database_, "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE shop = ? ORDER BY email",
              shop);
    while (row.next()) accounts.push_back(account_of(row));
    return accounts;
}

void SqliteAccounts::remove_account(const std::string& email) {
    database_.run("DELETE FROM accounts WHERE email = ?", email);
}

void SqliteAccounts::put_session(const Hash& token_hash, const LoginSession& session) {
    database_.run(
        "INSERT OR REPLACE INTO sessions (token_hash, shop, agent, expires_at) VALUES (?, ?, ?, ?)",
        token_hash, session.shop, session.agent, session.expires_at);
}

std::optional<LoginSession> SqliteAccounts::find_session(const Hash& token_hash) {
    Query row(database_, "SELECT shop, agent, expires_at FROM sessions WHERE token_hash = ?",
              token_hash);
    if (!row.next()) return std::nullopt;
    return LoginSession{row.text(0), row.fixed<16>(1), row.uint(2)};
}

void SqliteAccounts::remove_session(const Hash& token_hash) {
    database_.run("DELETE FROM sessions WHERE token_hash = ?", token_hash);
}

void SqliteAccounts::remove_sessions_of(const std::string& shop, const Id& agent) {
    database_.run("DELETE FROM sessions WHERE shop = ? AND agent = ?", shop, agent);
}

void SqliteAccounts::put_invitation(const Invitation& i) {
    database_.run("INSERT OR REPLACE INTO invitations (" INVITATION_COLUMNS
                  ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                  i.token_hash, i.shop, i.agent, i.email, i.name, i.role, i.invite_vault,
                  i.expires_at);
}

std::optional<Invitation> SqliteAccounts::find_invitation(const Hash& token_hash) {
    Query row(database_, "SELECT " INVITATION_COLUMNS " FROM invitations WHERE token_hash = ?",
              token_hash);
    if (!row.next()) return std::nullopt;
    return invitation_of(row);
}

std::vector<Invitation> SqliteAccounts::list_invitations(const std::string& shop) {
    std::vector<Invitation> invitations;
    Query row(database_,
              "SELECT " INVITATION_COLUMNS " FROM invitations WHERE shop = ? ORDER BY email", shop);
    while (row.next()) invitations.push_back(invitation_of(row));
    return invitations;
}

void SqliteAccounts::remove_invitation(const Hash& token_hash) {
    database_.run("DELETE FROM invitations WHERE token_hash = ?", token_hash);
}

void SqliteAccounts::put_setup_token(const Hash& token_hash, uint64_t expires_at) {
    database_.run("INSERT OR REPLACE INTO setup_tokens (token_hash, expires_at) VALUES (?, ?)",
                  token_hash, expires_at);
}

std::optional<uint64_t> SqliteAccounts::find_setup_token(const Hash& token_hash) {
    Query row(database_, "SELECT expires_at FROM setup_tokens WHERE token_hash = ?", token_hash);
    if (!row.next()) return std::nullopt;
    return row.uint(0);
}

void SqliteAccounts::remove_setup_token(const Hash& token_hash) {
    database_.run("DELETE FROM setup_tokens WHERE token_hash = ?", token_hash);
}

void SqliteAccounts::put_recovery_box(const std::string& shop, const Bytes& box) {
    database_.run("INSERT OR REPLACE INTO recovery_boxes (shop, box) VALUES (?, ?)", shop, box);
}

std::optional<Bytes> SqliteAccounts::find_recovery_box(const std::string& shop) {
    Query row(database_, "SELECT box FROM recovery_boxes WHERE shop = ?", shop);
    if (!row.next()) return std::nullopt;
    return to_bytes(row.bytes(0));
}

void SqliteAccounts::remove_expired(uint64_t now) {
    database_.run("DELETE FROM sessions WHERE expires_at <= ?", now);
    database_.run("DELETE FROM invitations WHERE expires_at <= ?", now);
    database_.run("DELETE FROM setup_tokens WHERE expires_at <= ?", now);
}

}  // namespace shopbell::server
