// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/sqlite_store.hpp"

#include "tests/unit/server/data_in_test.hpp"
#include "tests/unit/server/store_contract.hpp"

#include <fstream>
#include <iterator>

namespace shopbell::server::test {

namespace {

// A SqliteStore with everything it stands on.
class StoreInFolder final : public Store {
public:
    StoreInFolder() : database_(folder_.path()), store_(database_) {}
    void apply(std::span<const StoreRequest> batch, std::vector<StoreAnswer>& answers) override {
        store_.apply(batch, answers);
    }

private:
    TestFolder folder_;
    RelayDatabase database_;
    SqliteStore store_;
};

std::vector<StoreAnswer> ask(Store& store, const std::vector<StoreRequest>& batch) {
    std::vector<StoreAnswer> answers;
    store.apply(batch, answers);
    REQUIRE(answers.size() == batch.size());
    return answers;
}

bool folder_holds(const std::filesystem::path& folder, std::string_view needle) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        if (text.find(needle) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("SQLite keeps the store's contract") {
    check_store_contract([] { return std::make_unique<StoreInFolder>(); });
}

TEST_CASE("what was answered is there after opening again, and nothing else changes") {
    const TestFolder folder;
    ConversationState before;
    {
        RelayDatabase database(folder.path());
        SqliteStore store(database);
        ask(store, {PutShop{a_shop()}, opening(conv_a, 1), by_ann(conv_a, 2, 1)});
        const auto loaded = ask(store, {LoadConversation{"tea", conv_a}});
        before = *std::get<ConversationLoaded>(loaded[0]).conversation;
    }
    RelayDatabase database(folder.path());
    SqliteStore store(database);
    const auto answers =
        ask(store, {LoadConversation{"tea", conv_a}, LoadShop{"tea"}, by_ann(conv_a, 2, 1)});
    CHECK(*std::get<ConversationLoaded>(answers[0]).conversation == before);
    CHECK(*std::get<ShopLoaded>(answers[1]).record == a_shop());
    CHECK(std::get<RowCommitted>(answers[2]).known);
    CHECK(std::get<RowCommitted>(answers[2]).row.seq == 2);
}

TEST_CASE("a read-only connection sees what the writer has committed") {
    const TestFolder folder;
    OpenData data(folder.path());
    ask(data.store, {opening(conv_a, 1)});
    const auto answers = ask(data.reading_store, {ReadLog{"tea", conv_a, 0, 10, 100'000}});
    CHECK(std::get<LogRead>(answers[0]).rows.size() == 1);
}

TEST_CASE("a full disk refuses the whole batch with retry and keeps what was there") {
    const TestFolder folder;
    RelayDatabase database(folder.path());
    SqliteStore store(database);
    ask(store, {opening(conv_a, 1)});
    database.run("PRAGMA max_page_count = 1");  // means: as many as there are
    std::vector<StoreRequest> batch;
    std::vector<StoreAnswer> answers;
    uint8_t mid = 1;
    do {
        wire::Submission row = a_row(conv_a, static_cast<uint8_t>(mid + 1), mid, ann_device);
        row.ct = Bytes(30'000, 0x11);
        AppendRow append;
        append.shop = "tea";
        append.submission = row;
        append.at = noon;
        answers = ask(store, {append});
        ++mid;
    } while (std::holds_alternative<RowCommitted>(answers[0]) && mid < 200);
    REQUIRE(std::holds_alternative<RowRefused>(answers[0]));
    CHECK(std::get<RowRefused>(answers[0]).code == wire::Code::retry);
    const auto loaded = ask(store, {LoadConversation{"tea", conv_a}});
    CHECK(std::get<ConversationLoaded>(loaded[0]).conversation->head_seq == mid - 1u);
    database.run("PRAGMA max_page_count = 1000000");
    const auto after = ask(store, {by_ann(conv_a, mid, static_cast<uint8_t>(mid - 1))});
    CHECK(std::holds_alternative<RowCommitted>(after[0]));
}

TEST_CASE("a disk that is almost full takes no more writes, and is read on") {
    const TestFolder folder;
    RelayDatabase database(folder.path());
    bool low = false;
    SqliteStore store(database, [&] { return low; });
    ask(store, {opening(conv_a, 1)});
    low = true;
    const auto answers =
        ask(store, {by_ann(conv_a, 2, 1), PutShop{a_shop()}, LoadConversation{"tea", conv_a}});
    CHECK(std::get<RowRefused>(answers[0]).code == wire::Code::retry);
    CHECK(std::get<Failed>(answers[1]).code == wire::Code::retry);
    const auto read = ask(store, {LoadConversation{"tea", conv_a}});
    CHECK(std::get<ConversationLoaded>(read[0]).conversation->head_seq == 1);
}

TEST_CASE("a newer schema is refused by its number") {
    const TestFolder folder;
    { RelayDatabase(folder.path()).execute("PRAGMA user_version = 7"); }
    CHECK_THROWS_WITH_AS(
        RelayDatabase(folder.path()),
        "the data folder has schema 7, and this shopbell-relay knows 3: use a newer "
        "binary",
        DatabaseBroken);
}

TEST_CASE("a row that says another seq than its place is not handed out") {
    const TestFolder folder;
    OpenData data(folder.path());
    ask(data.store, {opening(conv_a, 1), by_ann(conv_a, 2, 1)});
    data.write.execute(
        "UPDATE log SET encoded = (SELECT encoded FROM log WHERE seq = 1) WHERE seq = 2");
    const auto answers = ask(data.store, {ReadLog{"tea", conv_a, 0, 10, 100'000},
                                          ReadLog{"tea", conv_a, 0, 1, 100'000}});
    CHECK(std::get<Failed>(answers[0]).code == wire::Code::retry);
    CHECK(std::get<LogRead>(answers[1]).rows.size() == 1);
}

TEST_CASE("a number that the wire cannot carry is not handed out") {
    const TestFolder folder;
    OpenData data(folder.path());
    ask(data.store, {opening(conv_a, 1), opening(conv_b, 2)});
    for (const char* const number : {"-1", "9007199254740991", "9223372036854775807"}) {
        CAPTURE(number);
        data.write.execute(
            ("UPDATE conversations SET floor_seq = " + std::string(number) + " WHERE id = 1")
                .c_str());
        const auto answers =
            ask(data.store, {LoadConversation{"tea", conv_a}, LoadConversation{"tea", conv_b}});
        CHECK(std::get<Failed>(answers[0]).code == wire::Code::retry);
        CHECK(std::get<ConversationLoaded>(answers[1]).conversation.has_value());
    }
}

TEST_CASE("deleted bytes are overwritten on disk") {
    const TestFolder folder;
    const std::string needle(64, 'Q');
    {
        RelayDatabase database(folder.path());
        database.run("INSERT INTO recovery_boxes (shop, box) VALUES ('tea', ?)", bytes_of(needle));
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        CHECK(folder_holds(folder.path(), needle));
        database.run("DELETE FROM recovery_boxes");
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    CHECK_FALSE(folder_holds(folder.path(), needle));
}

TEST_CASE("commits are synced, and the reader never checkpoints") {
    const TestFolder folder;
    OpenData data(folder.path());
    const auto pragma = [](Database& database, const char* sql) {
        Query query(database, sql);
        return query.next() ? query.text(0) : "";
    };
    CHECK(pragma(data.write, "PRAGMA journal_mode") == "wal");
    CHECK(pragma(data.write, "PRAGMA synchronous") == "2");
    CHECK(pragma(data.write, "PRAGMA secure_delete") == "1");
    CHECK(pragma(data.write, "PRAGMA wal_autocheckpoint") == "0");
    CHECK_THROWS_AS(data.read.execute("PRAGMA wal_checkpoint(TRUNCATE); DELETE FROM shops"),
                    DatabaseBroken);
}

TEST_CASE("a checkpoint empties the log into the database") {
    const TestFolder folder;
    RelayDatabase database(folder.path());
    SqliteStore store(database);
    ask(store, {opening(conv_a, 1)});
    CHECK(database.wal_pages() > 0);
    database.checkpoint();
    CHECK(database.wal_pages() == 0);
}

TEST_CASE("what was erased or trimmed is in no file after the next checkpoint") {
    const TestFolder folder;
    RelayDatabase database(folder.path());
    SqliteStore store(database);
    const std::string erased(200, 'E');
    const std::string trimmed(9'000, 'T');  // more than one page
    const std::string kept(200, 'K');
    const auto saying = [](AppendRow row, const std::string& ct) {
        row.submission.ct = Bytes(ct.begin(), ct.end());
        return row;
    };
    PutShop week{a_shop()};
    week.record.settings.retention_days = 7;
    ask(store, {week, opening(conv_a, 1), saying(by_ann(conv_a, 2, 1), erased), opening(conv_b, 1),
                saying(by_ann(conv_b, 2, 1), trimmed),
                saying(by_ann(conv_b, 3, 2, noon + 8 * day_ms), kept)});
    database.checkpoint();
    // Once in the database itself, once in the log alone.
    ask(store, {saying(by_ann(conv_a, 3, 2), erased)});
    CHECK(folder_holds(folder.path(), erased));
    CHECK(folder_holds(folder.path(), trimmed.substr(0, 1'000)));
    ask(store, {event_by_ada(conv_a, 4, 0, {5, std::nullopt}), TrimRows{noon + 8 * day_ms, 99}});
    CHECK(database.erasure_in_log());
    database.checkpoint();
    CHECK_FALSE(database.erasure_in_log());
    CHECK_FALSE(folder_holds(folder.path(), erased));
    CHECK_FALSE(folder_holds(folder.path(), trimmed.substr(0, 1'000)));
    CHECK(folder_holds(folder.path(), kept));
}

TEST_CASE("a reader in the log delays the end of what was erased, and no longer than it reads") {
    const TestFolder folder;
    OpenData data(folder.path());
    ask(data.store, {opening(conv_a, 1)});
    data.write.checkpoint();
    const std::string needle(200, 'E');
    AppendRow row = by_ann(conv_a, 2, 1);
    row.submission.ct = Bytes(needle.begin(), needle.end());
    ask(data.store, {row});
    {
        Transaction reading(data.read, Transaction::Kind::read);
        Query query(data.read, "SELECT count(*) FROM log");
        REQUIRE(query.next());
        ask(data.store, {event_by_ada(conv_a, 3, 0, {5, std::nullopt})});
        data.write.checkpoint();
        CHECK(data.write.erasure_in_log());
    }
    data.write.checkpoint();
    CHECK_FALSE(data.write.erasure_in_log());
    CHECK_FALSE(folder_holds(folder.path(), needle));
}

TEST_CASE("an erasure that a run did not live to clean up is cleaned up by the next") {
    const TestFolder folder;
    RelayDatabase database(folder.path());
    CHECK(database.erasure_in_log());
    database.checkpoint();
    CHECK_FALSE(database.erasure_in_log());
}

TEST_CASE("no statement of the store looks through a whole table") {
    const TestFolder folder;
    RelayDatabase database(folder.path());
    SqliteStore store(database);
    PutShop week{a_shop()};
    week.record.settings.retention_days = 7;
    PutWrap wrap{"tea", opening(conv_b, 1).wrap, ada_device, Role::agent};
    wrap.wrap.gen = 2;
    ask(store, {week, LoadShop{"tea"}, opening(conv_a, 1), by_ann(conv_a, 2, 1), opening(conv_b, 1),
                cursor_of(Role::agent, 1, 1), SetAssignee{"tea", conv_a, std::nullopt, ada}, wrap,
                LoadConversation{"tea", conv_a, 1}, ReadLog{"tea", conv_a, 0, 9, 9'999},
                ReadInbox{"tea", 0, 9}, OpenConversations{"tea", 9}, ReadUnread{ann_bearer},
                ReadSync{"tea", conv_a, ann_device, Role::shopper, {an_id(9)}},
                event_by_ada(conv_b, 3, 0, {5, std::nullopt}), TrimRows{noon + 99 * day_ms, 1}});
    std::vector<std::string> statements;  // kept: a Database knows each text by its address
    sqlite3_stmt* statement = nullptr;
    while ((statement = sqlite3_next_stmt(database.handle(), statement)) != nullptr) {
        statements.push_back("EXPLAIN QUERY PLAN " + std::string(sqlite3_sql(statement)));
    }
    CHECK(statements.size() > 30);
    for (const std::string& sql : statements) {
        CAPTURE(sql);
        Query plan(database, sql.c_str());
        while (plan.next()) {
            const std::string step = plan.text(3);
            CAPTURE(step);
            const bool scans = step.starts_with("SCAN") && step != "SCAN relay" &&
                               step.find("shops_retention") == std::string::npos;
            CHECK_FALSE(scans);
        }
    }
}

}  // namespace shopbell::server::test
