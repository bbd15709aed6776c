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
        "the data folder has schema 7, and this shopbell-relay knows 1: use a newer "
        "binary",
        DatabaseBroken);
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

}  // namespace shopbell::server::test
