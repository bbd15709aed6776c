// SPDX-License-Identifier: Apache-2.0
// A data folder that an older relay wrote is brought to the current schema and says the same.
#include "core/relay/blob_rules.hpp"
#include "server-stub/store/sqlite_store.hpp"
#include "tests/unit/server/data_in_test.hpp"
#include "tests/unit/server/schema_1.hpp"
#include "tests/unit/server/schema_2.hpp"
#include "tests/unit/server/store_desk.hpp"

namespace shopbell::server::test {

namespace {

std::vector<StoreAnswer> ask(Store& store, const std::vector<StoreRequest>& batch) {
    std::vector<StoreAnswer> answers;
    store.apply(batch, answers);
    return answers;
}

// What the relay would answer about everything that the story below wrote.
std::vector<StoreAnswer> everything(Store& store) {
    std::vector<StoreRequest> questions{LoadShop{"tea"}, ReadInbox{"tea", 0, 99},
                                        OpenConversations{"tea", 99}, ReadUnread{ann_bearer}};
    for (const Id& conv : {conv_a, conv_b}) {
        questions.emplace_back(ReadLog{"tea", conv, 0, 99, 1'000'000});
        questions.emplace_back(ReadSync{"tea", conv, ann_device, Role::shopper, {an_id(1)}});
        for (uint64_t at = 0; at < 6; ++at) {
            questions.emplace_back(LoadConversation{"tea", conv, at});
        }
    }
    return ask(store, questions);
}

// As a shop stands that began with the limits of files.
PutShop put_shop_with_limits() {
    PutShop put{a_shop()};
    set_file_limits(put.record.settings);
    return put;
}

void write_story(Store& store) {
    ask(store, {put_shop_with_limits(), opening(conv_a, 1), by_ada(conv_a, 2, 0),
                by_ann(conv_a, 3, 1), event_by_ada(conv_a, 4, 2, {1, std::nullopt}),
                opening(conv_b, 1, noon + 5), cursor_of(Role::agent, 2, 2)});
}

// How many bytes the limits of files and what came after them take at the end of settings.
std::string limits_bytes() {
    const wire::ShopSettings settings = put_shop_with_limits().record.settings;
    const size_t plain = wire::encode(a_shop().settings).size() - 4;
    return std::to_string(wire::encode(settings).size() - plain);
}

// Copies what schema 2 had columns for.
void copy_to_schema_2(Database& old, const std::filesystem::path& from) {
    old.run("ATTACH ? AS now", from.string());
    const std::string copy =
        "INSERT INTO relay SELECT * FROM now.relay;"
        "INSERT INTO shops SELECT id, name, inbox_head, root_hash,"
        "  CAST(x'86' || substr(settings, 2, length(settings) - 1 - " +
        limits_bytes() +
        ") AS BLOB), signed_roster, retention_days FROM now.shops;"
        "INSERT INTO profiles SELECT * FROM now.profiles;"
        "INSERT INTO sealed_inboxes SELECT * FROM now.sealed_inboxes;"
        "INSERT INTO conversations SELECT * FROM now.conversations;"
        "INSERT INTO wraps SELECT * FROM now.wraps;"
        "INSERT INTO log SELECT * FROM now.log;"
        "INSERT INTO chains SELECT * FROM now.chains;"
        "PRAGMA user_version = 2;";
    old.execute(copy.c_str());
    old.execute("DETACH now");
}

// Copies what the first tables had columns for. Settings lose what was added at their end.
void copy_to_old(Database& old, const std::filesystem::path& from) {
    old.run("ATTACH ? AS now", from.string());
    const std::string copy =
        "INSERT INTO relay SELECT * FROM now.relay;"
        "INSERT INTO shops SELECT id, name, inbox_head, root_hash,"
        "  CAST(x'85' || substr(settings, 2, length(settings) - 2 - " +
        limits_bytes() +
        ") AS BLOB), signed_roster FROM now.shops;"
        "INSERT INTO profiles SELECT * FROM now.profiles;"
        "INSERT INTO sealed_inboxes SELECT * FROM now.sealed_inboxes;"
        "INSERT INTO conversations SELECT id, shop, conv, device, bearer_hash, phase, assignee,"
        "  version, head_seq, inbox_seq, opened_at, waiting_since, unread, shopper_delivered,"
        "  shopper_read, agent_delivered, agent_read, last_seq FROM now.conversations;"
        "INSERT INTO wraps SELECT * FROM now.wraps;"
        "INSERT INTO log SELECT id, conversation, seq, mid, is_message, by_shopper, encoded"
        "  FROM now.log;"
        "INSERT INTO chains SELECT * FROM now.chains;"
        "INSERT INTO setup_tokens VALUES (x'aa', 7);"
        "PRAGMA user_version = 1;";
    old.execute(copy.c_str());
    old.execute("DETACH now");
}

// Names, types and defaults of all columns, and the indexes, as SQLite sees them.
std::string shape(Database& database) {
    std::string shape;
    Query columns(database,
                  "SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" ||"
                  " ' ' || ifnull(c.dflt_value, '-') || ' ' || c.pk"
                  " FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
                  " WHERE t.type = 'table' ORDER BY t.name, c.cid");
    while (columns.next()) shape += columns.text(0) + "\n";
    Query indexes(database,
                  "SELECT name || ' ' || ifnull(sql, '-') FROM sqlite_schema WHERE type = 'index'"
                  " ORDER BY name");
    while (indexes.next()) shape += indexes.text(0) + "\n";
    return shape;
}

// A file of today, with the story in it.
struct Today {
    Today() {
        RelayDatabase database(folder.path());
        SqliteStore store(database);
        write_story(store);
        answers = everything(store);
        tables = shape(database);
    }
    [[nodiscard]] std::filesystem::path file() const { return database_file(folder.path()); }

    TestFolder folder;
    std::vector<StoreAnswer> answers;
    std::string tables;
};

}  // namespace

TEST_CASE("a file of schema 1 is brought to the current one, and everything in it is answered") {
    const Today today;
    const TestFolder old;
    {
        Database database(database_file(old.path()), Database::Mode::create);
        database.execute(tables_of_schema_1);
        copy_to_old(database, today.file());
    }
    RelayDatabase database(old.path());
    Query version(database, "PRAGMA user_version");
    REQUIRE(version.next());
    CHECK(version.uint(0) == schema_version);
    CHECK(shape(database) == today.tables);
    SqliteStore store(database);
    CHECK(everything(store) == today.answers);
    Query token(database, "SELECT expires_at FROM setup_tokens");
    REQUIRE(token.next());
    CHECK(token.uint(0) == 7);
    // And it goes on: chains, running hashes, retention.
    const auto next = ask(store, {by_ann(conv_a, 6, 3, noon + 9)});
    REQUIRE(std::holds_alternative<RowCommitted>(next[0]));
    PutShop week = put_shop_with_limits();
    week.record.settings.retention_days = 7;
    const auto trimmed = ask(store, {week, TrimRows{noon + 8 * 86'400'000ull, 99}});
    CHECK(std::get<RowsTrimmed>(trimmed[1]).conversations.size() == 2);
}

TEST_CASE("a file of schema 2 gets the limits of files, and knows its tokens from then on") {
    const Today today;
    const TestFolder old;
    {
        Database database(database_file(old.path()), Database::Mode::create);
        database.execute(tables_of_schema_2);
        copy_to_schema_2(database, today.file());
    }
    RelayDatabase database(old.path());
    CHECK(shape(database) == today.tables);
    SqliteStore store(database);
    CHECK(everything(store) == today.answers);
    const auto shop = ask(store, {LoadShop{"tea"}});
    const auto& settings = std::get<ShopLoaded>(shop[0]).record->settings;
    CHECK(settings.file_bytes_max == 26'214'400);
    CHECK(settings.files_at_once_max == 10);
    CHECK(settings.files_total_bytes_max == 5'368'709'120);
    const TokenHolder ann{"tea", ann_device, Role::shopper, Id{}};
    const auto known = ask(store, {PutBearer{ann_bearer, ann, noon}, ReadBearer{ann_bearer}});
    CHECK(std::get<BearerRead>(known[1]).holder == ann);
}

TEST_CASE("what cannot be migrated is refused, and the file stays as it was") {
    const TestFolder folder;
    {
        Database database(database_file(folder.path()), Database::Mode::create);
        database.execute(tables_of_schema_1);
        database.execute(
            "INSERT INTO relay VALUES (1, 1, zeroblob(32));"
            "INSERT INTO shops (name, settings) VALUES ('tea', x'ffff');"
            "PRAGMA user_version = 1;");
    }
    CHECK_THROWS_AS(RelayDatabase(folder.path()), DatabaseUnreadable);
    Database database(database_file(folder.path()), Database::Mode::read_only);
    Query version(database, "PRAGMA user_version");
    REQUIRE(version.next());
    CHECK(version.uint(0) == 1);
    CHECK(shape(database).find("retention_days") == std::string::npos);
}

}  // namespace shopbell::server::test
