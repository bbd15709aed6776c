// SPDX-License-Identifier: Apache-2.0
#include "server-stub/data/data_folder.hpp"

#include "server-stub/store/ask.hpp"
#include "tests/unit/server/data_in_test.hpp"
#include "tests/unit/server/store_contract.hpp"

#include <fstream>

namespace shopbell::server::test {

namespace fs = std::filesystem;

namespace {

uint64_t head_seq(const fs::path& folder) {
    RelayDatabase database(folder);
    SqliteStore store(database);
    const auto answer = ask_store(store, LoadConversation{"tea", conv_a});
    const auto& conversation = std::get<ConversationLoaded>(answer).conversation;
    return conversation ? conversation->head_seq : 0;
}

uint64_t epoch(const fs::path& folder) {
    RelayDatabase database(folder);
    return read_epoch(database);
}

void put_blob(BlobStore& blobs, uint8_t id, std::string_view bytes) {
    BlobState fresh{"tea", an_id(id), conv_a, ann_device, Role::shopper, bytes.size(), 0, noon};
    blobs.make(fresh);
    auto kept = blobs.find("tea", an_id(id));
    REQUIRE(kept);
    blobs.add(*kept, bytes_of(bytes), noon);
}

}  // namespace

TEST_CASE("a backup of a relay that serves holds what was committed, in one folder") {
    const TestFolder folder, elsewhere;
    OpenData data(folder.path());
    ask_store(data.store, opening(conv_a, 1));
    put_blob(data.blobs, 1, "kept");
    CHECK(back_up(folder.path(), elsewhere / "copy") == "");
    ask_store(data.store, by_ann(conv_a, 2, 1));
    put_blob(data.blobs, 2, "newer");
    size_t files = 0;
    for (const auto& entry : fs::directory_iterator(elsewhere / "copy")) {
        CHECK((entry.path().filename() == "shopbell.sqlite" ||
               entry.path().filename() == "files.sqlite"));
        files += 1;
    }
    CHECK(files == 2);
    CHECK(restore(elsewhere / "restored", elsewhere / "copy", noon) == "");
    CHECK(head_seq(elsewhere / "restored") == 1);
    FilesDatabase restored(elsewhere / "restored");
    BlobStore blobs(restored);
    const auto kept = blobs.find("tea", an_id(1));
    REQUIRE(kept);
    CHECK(text_of(blobs.read(*kept, 0, 4)) == "kept");
    CHECK_FALSE(blobs.find("tea", an_id(2)));
}

TEST_CASE("a restore leaves nothing behind of what was in the folder") {
    const TestFolder folder, elsewhere;
    {
        OpenData data(folder.path());
        put_blob(data.blobs, 1, "kept");
    }
    CHECK(back_up(folder.path(), elsewhere / "copy") == "");
    {
        OpenData data(folder.path());
        put_blob(data.blobs, 2, "newer");
    }
    fs::remove(database_file(folder.path()));
    { std::ofstream(folder / "shopbell.sqlite-wal") << "a log of before"; }
    CHECK(restore(folder.path(), elsewhere / "copy", noon) == "");
    OpenData data(folder.path());
    CHECK(data.blobs.find("tea", an_id(1)));
    CHECK_FALSE(data.blobs.find("tea", an_id(2)));
}

TEST_CASE("the one file that older relays made as a backup is restored, without files") {
    const TestFolder folder, elsewhere;
    {
        OpenData data(folder.path());
        ask_store(data.store, opening(conv_a, 1));
    }
    CHECK(back_up(folder.path(), elsewhere / "copy") == "");
    CHECK(restore(elsewhere / "restored", elsewhere / "copy/shopbell.sqlite", noon) == "");
    CHECK(head_seq(elsewhere / "restored") == 1);
    CHECK_FALSE(fs::exists(files_file(elsewhere / "restored")));
}

TEST_CASE("a restored log is a new epoch, each time") {
    const TestFolder folder;
    uint64_t first = 0;
    {
        OpenData data(folder / "one");
        first = read_epoch(data.write);
    }
    CHECK(back_up(folder / "one", folder / "copy") == "");
    CHECK(restore(folder / "two", folder / "copy", first + 5) == "");
    CHECK(restore(folder / "three", folder / "copy", first + 6) == "");
    CHECK(restore(folder / "four", folder / "copy", 0) == "");
    CHECK(epoch(folder / "two") == first + 5);
    CHECK(epoch(folder / "three") == first + 6);
    CHECK(epoch(folder / "four") == first + 1);
}

TEST_CASE("backup and restore say what is in the way") {
    const TestFolder folder;
    CHECK(back_up(folder / "none", folder / "copy").find("no database") != std::string::npos);
    { OpenData data(folder / "one"); }
    { std::ofstream(folder / "taken") << "x"; }
    CHECK(back_up(folder / "one", folder / "taken").find("exists") != std::string::npos);
    CHECK(back_up(folder / "one", folder / "no/such/copy") != "");
    CHECK(restore(folder / "new", folder / "missing", 1).find("not a backup") != std::string::npos);
    CHECK(restore(folder / "one", folder / "taken", 1).find("already") != std::string::npos);
    CHECK(restore(folder / "new", folder / "taken", 1) != "");
    CHECK_FALSE(fs::exists(database_file(folder / "new")));
}

TEST_CASE("two relays never serve one folder") {
    const TestFolder folder;
    const OpenData data(folder.path());
    CHECK_THROWS_AS(OpenData(folder.path()), DatabaseBroken);
}

TEST_CASE("only the relay's user may read the folder and the file") {
    const TestFolder folder;
    { OpenData data(folder / "fresh"); }
    const auto others = fs::perms::group_all | fs::perms::others_all;
    CHECK((fs::status(folder / "fresh").permissions() & others) == fs::perms::none);
    CHECK((fs::status(database_file(folder / "fresh")).permissions() & others) == fs::perms::none);
}

TEST_CASE("a folder that cannot serve is named") {
    const TestFolder folder;
    { std::ofstream(folder / "file") << "x"; }
    CHECK(folder_mistake(folder / "new") == "");
    CHECK(folder_mistake(folder / "file") != "");
    CHECK(folder_mistake(folder / "file/below") != "");
    { FilesDatabase(folder / "two").execute("PRAGMA user_version = 9"); }
    CHECK(folder_mistake(folder / "two").find("files.sqlite has schema 9") != std::string::npos);
    CHECK_THROWS_AS(FilesDatabase(folder / "two"), DatabaseBroken);
    { RelayDatabase(folder / "one").execute("PRAGMA user_version = 9"); }
    CHECK(folder_mistake(folder / "one").find("schema 9") != std::string::npos);
    {
        std::ofstream(folder / "one/shopbell.sqlite")
            << "not a database, but as long as one may be";
    }
    CHECK(folder_mistake(folder / "one") != "");
}

}  // namespace shopbell::server::test
