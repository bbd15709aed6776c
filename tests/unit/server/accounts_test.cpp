// SPDX-License-Identifier: Apache-2.0
// One contract, run against SQLite's accounts and against the in-memory twin.
#include "server-stub/accounts/memory_accounts.hpp"
#include "server-stub/accounts/sqlite_accounts.hpp"
#include "tests/unit/server/data_in_test.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

namespace {

template <size_t N>
FixedBytes<N> filled(uint8_t byte) {
    FixedBytes<N> bytes;
    bytes.fill(byte);
    return bytes;
}

Account account_of(const std::string& email, uint8_t agent, const std::string& shop = "tea") {
    return {email,         shop,        filled<16>(agent), filled<16>(2),
            filled<32>(3), Bytes{1, 2}, std::nullopt};
}

Invitation invitation_of(uint8_t token, const std::string& email, uint64_t expires_at = 100) {
    return {filled<32>(token), "tea", filled<16>(9), email, "Bo", 3, Bytes{4}, expires_at};
}

void check_accounts(Accounts& accounts) {
    Account ada = account_of("ada@tea.example", 1);
    ada.root_vault = Bytes{5, 6};
    accounts.put_account(ada);
    accounts.put_account(account_of("bo@tea.example", 2));
    accounts.put_account(account_of("cy@ink.example", 1, "ink"));
    CHECK(accounts.find_account("ada@tea.example") == ada);
    CHECK(accounts.find_account_of("tea", filled<16>(1)) == ada);
    CHECK(accounts.find_account_of("ink", filled<16>(2)) == std::nullopt);
    CHECK(accounts.find_account("nobody@tea.example") == std::nullopt);
    const auto listed = accounts.list_accounts("tea");
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].email == "ada@tea.example");

    ada.vault = {9};
    accounts.put_account(ada);
    CHECK(accounts.find_account("ada@tea.example")->vault == Bytes{9});
    // The same agent under another address moves.
    ada.email = "ada@new.example";
    accounts.put_account(ada);
    CHECK(accounts.find_account("ada@tea.example") == std::nullopt);
    accounts.remove_account("bo@tea.example");
    CHECK(accounts.list_accounts("tea").size() == 1);
}

void check_sessions(Accounts& accounts) {
    accounts.put_session(filled<32>(1), {"tea", filled<16>(1), 50});
    accounts.put_session(filled<32>(2), {"tea", filled<16>(1), 150});
    accounts.put_session(filled<32>(3), {"tea", filled<16>(2), 150});
    CHECK(accounts.find_session(filled<32>(1)) == LoginSession{"tea", filled<16>(1), 50});
    accounts.put_session(filled<32>(1), {"tea", filled<16>(1), 60});
    CHECK(accounts.find_session(filled<32>(1))->expires_at == 60);
    accounts.remove_expired(60);
    CHECK_FALSE(accounts.find_session(filled<32>(1)));
    accounts.remove_sessions_of("tea", filled<16>(1));
    CHECK_FALSE(accounts.find_session(filled<32>(2)));
    CHECK(accounts.find_session(filled<32>(3)));
    accounts.remove_session(filled<32>(3));
    CHECK_FALSE(accounts.find_session(filled<32>(3)));
}

void check_invitations(Accounts& accounts) {
    accounts.put_invitation(invitation_of(1, "b@tea.example"));
    accounts.put_invitation(invitation_of(2, "a@tea.example", 200));
    CHECK(accounts.find_invitation(filled<32>(1)) == invitation_of(1, "b@tea.example"));
    CHECK(accounts.list_invitations("tea").at(0).email == "a@tea.example");
    CHECK(accounts.list_invitations("ink").empty());
    accounts.remove_expired(100);
    CHECK_FALSE(accounts.find_invitation(filled<32>(1)));
    accounts.remove_invitation(filled<32>(2));
    CHECK_FALSE(accounts.find_invitation(filled<32>(2)));
}

void check_tokens_and_boxes(Accounts& accounts) {
    accounts.put_setup_token(filled<32>(1), 100);
    CHECK(accounts.find_setup_token(filled<32>(1)) == 100);
    CHECK_FALSE(accounts.find_setup_token(filled<32>(2)));
    accounts.remove_setup_token(filled<32>(1));
    CHECK_FALSE(accounts.find_setup_token(filled<32>(1)));
    CHECK_FALSE(accounts.find_recovery_box("tea"));
    accounts.put_recovery_box("tea", {1});
    accounts.put_recovery_box("tea", {2});
    CHECK(accounts.find_recovery_box("tea") == Bytes{2});
}

void check_together(Accounts& accounts) {
    const auto change = [&] {
        accounts.put_account(account_of("eve@tea.example", 7));
        accounts.put_recovery_box("eve", {1});
        throw std::runtime_error("refused");
    };
    CHECK_THROWS(accounts.together(change));
    CHECK_FALSE(accounts.find_account("eve@tea.example"));
    CHECK_FALSE(accounts.find_recovery_box("eve"));
    accounts.together([&] { accounts.put_recovery_box("eve", {1}); });
    CHECK(accounts.find_recovery_box("eve"));
}

void check_contract(Accounts& accounts) {
    check_accounts(accounts);
    check_sessions(accounts);
    check_invitations(accounts);
    check_tokens_and_boxes(accounts);
    check_together(accounts);
}

}  // namespace

TEST_CASE("SQLite keeps the accounts' contract") {
    const TestFolder folder;
    RelayDatabase database(folder.path());
    SqliteAccounts accounts(database);
    check_contract(accounts);
}

TEST_CASE("the in-memory twin keeps the accounts' contract") {
    MemoryAccounts accounts;
    check_contract(accounts);
}

}  // namespace shopbell::server::test
