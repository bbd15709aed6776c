// SPDX-License-Identifier: Apache-2.0
// The relay on a damaged file: any value may stand in any row of its database. The store answers or
// says that the database is broken (then the relay stops and recovers from a backup); it never
// hands out what the Hub cannot bear. Each input changes rows inside a transaction that is rolled
// back, so the database is made once.
#include "server-stub/accounts/sqlite_accounts.hpp"
#include "server-stub/store/schema.hpp"
#include "server-stub/store/sqlite_store.hpp"
#include "tests/fuzz/hub_world.hpp"

namespace shopbell::fuzz {
namespace {

using namespace server;
using relay::test::id_of;
using relay::test::key_of;

struct Column {
    std::string table, name;
};

struct Warm {
    Database database{":memory:", Database::Mode::create};
    std::optional<HubWorld> world;
    std::vector<Column> columns;
    std::vector<CborItem> blobs;

    Warm() {
        open_schema(database, 7, key_of(0x5e));
        SqliteStore store(database);
        const relay::StoreRequest put = relay::PutShop{relay::test::shop_record()};
        std::vector<relay::StoreAnswer> answers;
        store.apply({&put, 1}, answers);
        world.emplace(store, false);
        world->warm_up();
        fill_accounts();
        list_columns();
        // Damage does not keep to the schema's promises.
        database.execute("PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON");
    }

    void fill_accounts() {
        SqliteAccounts accounts(database);
        accounts.put_account({.email = "ada@tea.example",
                              .shop = "tea",
                              .agent = id_of(1),
                              .salt = id_of(2),
                              .login_hash = key_of(3),
                              .vault = Bytes(90, 4),
                              .root_vault = Bytes(90, 5)});
        accounts.put_session(key_of(6), {"tea", id_of(1), 100});
        accounts.put_invitation({key_of(7), "tea", id_of(8), "bo@tea.example", "Bo", 3, {9}, 100});
        accounts.put_setup_token(key_of(10), 100);
        accounts.put_recovery_box("tea", Bytes(60, 11));
    }

    void list_columns() {
        // Rows are named by rowid; a table without one is left alone.
        Query tables(database,
                     "SELECT name FROM pragma_table_list WHERE type = 'table' AND wr = 0"
                     " AND name NOT LIKE 'sqlite_%' ORDER BY name");
        while (tables.next()) {
            const std::string table = tables.text(0);
            Query names(database, "SELECT name FROM pragma_table_info(?)", table);
            while (names.next()) columns.push_back({table, names.text(0)});
        }
        FUZZ_CHECK(columns.size() > 40);
    }
};

Warm& warm() {
    static Warm only;
    return only;
}

class Statement {
public:
    explicit Statement(const std::string& sql) {
        sqlite3* const handle = warm().database.handle();
        FUZZ_CHECK(sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement_, nullptr) == SQLITE_OK);
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    sqlite3_stmt* get() { return statement_; }
    // A constraint may refuse it; then this damage did not happen.
    bool step() { return sqlite3_step(statement_) == SQLITE_ROW; }

private:
    sqlite3_stmt* statement_ = nullptr;
};

// What stands there now, if it is a blob.
Bytes standing_blob(const Column& column, size_t row) {
    Statement read("SELECT " + column.name + " FROM " + column.table + " LIMIT 1 OFFSET " +
                   std::to_string(row));
    if (!read.step()) return {};
    const auto* const data = static_cast<const uint8_t*>(sqlite3_column_blob(read.get(), 0));
    const int size = sqlite3_column_bytes(read.get(), 0);
    return {data, data + size};
}

void damage(Fuzzed& choices) {
    const Column& column = warm().columns[choices.below(warm().columns.size())];
    const size_t row = choices.below(4);
    const std::string where = " WHERE rowid = (SELECT rowid FROM " + column.table +
                              " LIMIT 1 OFFSET " + std::to_string(row) + ")";
    const size_t kind = choices.below(8);
    if (kind == 7) {
        Statement("DELETE FROM " + column.table + where).step();
        return;
    }
    Statement write("UPDATE " + column.table + " SET " + column.name + " = ?" + where);
    if (kind == 0) {
        sqlite3_bind_null(write.get(), 1);
    } else if (kind == 1) {
        sqlite3_bind_int64(write.get(), 1, static_cast<int64_t>(choices.number()));
    } else if (kind == 2) {
        sqlite3_bind_int64(write.get(), 1, -static_cast<int64_t>(choices.number()));
    } else if (kind == 3) {
        sqlite3_bind_double(write.get(), 1, static_cast<double>(choices.number()) * 1e10);
    } else if (kind == 4) {
        const Bytes text = choices.bytes(40);
        sqlite3_bind_text(write.get(), 1, reinterpret_cast<const char*>(text.data()),
                          static_cast<int>(text.size()), SQLITE_TRANSIENT);
    } else {
        const Bytes blob =
            kind == 5 ? choices.bytes(80) : changed(standing_blob(column, row), choices);
        sqlite3_bind_blob(write.get(), 1, blob.data(), static_cast<int>(blob.size()),
                          SQLITE_TRANSIENT);
    }
    write.step();
}

void use_accounts(SqliteAccounts& accounts) {
    accounts.find_account("ada@tea.example");
    accounts.find_account_of("tea", id_of(1));
    accounts.list_accounts("tea");
    accounts.find_session(key_of(6));
    accounts.find_invitation(key_of(7));
    accounts.list_invitations("tea");
    accounts.find_setup_token(key_of(10));
    accounts.find_recovery_box("tea");
    accounts.remove_sessions_of("tea", id_of(1));
    accounts.remove_expired(1'000);
}

void live_on(Fuzzed& choices) {
    SqliteAccounts accounts(warm().database);
    read_secret(warm().database);
    use_accounts(accounts);
    SqliteStore store(warm().database);
    HubWorld world(*warm().world, store);
    world.restart_relay();
    for (int steps = 0; steps < 60 && !choices.empty(); ++steps) world.step(choices);
    world.end();
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell::fuzz;
    // Never committed.
    const shopbell::server::Transaction around(warm().database);
    Fuzzed choices(shopbell::ByteView(data, size));
    for (size_t changes = 1 + choices.below(6); changes > 0; --changes) damage(choices);
    try {
        live_on(choices);
    } catch (const shopbell::server::DatabaseBroken&) {
        // Said in words, and the end of the relay's process.
    } catch (const shopbell::server::DatabaseNotNow&) {
    }
    return 0;
}
