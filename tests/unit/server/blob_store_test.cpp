// SPDX-License-Identifier: Apache-2.0
// The file of blobs: what is written, counted, swept and given back to the disk.
#include "server-stub/blobs/blobs.hpp"
#include "server-stub/store/ask.hpp"
#include "tests/unit/server/blob_client.hpp"
#include "tests/unit/server/data_in_test.hpp"
#include "tests/unit/server/store_desk.hpp"

namespace shopbell::server::test {

namespace {

constexpr uint64_t day = 86'400'000;

BlobStore::Kept put(BlobStore& blobs, uint8_t id, const Id& conv, std::string_view bytes,
                    uint64_t length = 0) {
    const BlobState fresh{"tea",      an_id(id),     conv,
                          ann_device, Role::shopper, length == 0 ? bytes.size() : length,
                          0,          noon};
    blobs.make(fresh);
    auto kept = blobs.find("tea", an_id(id));
    REQUIRE(kept);
    if (!bytes.empty()) blobs.add(*kept, bytes_of(bytes), noon);
    return *kept;
}

uint64_t pages(Database& database) {
    Query query(database, "PRAGMA page_count");
    return query.next() ? query.uint(0) : 0;
}

void sweep(Blobs& blobs, uint64_t now) {
    for (std::optional<uint64_t> at = 0; at;) at = blobs.sweep(*at, now);
}

struct Folder {
    Folder() { ask_store(data.store, PutShop{a_shop()}); }

    TestFolder folder;
    OpenData data{folder.path()};
    Blobs blobs{data.blobs, data.files_reading_store, [] { return false; }};

    bool has(uint8_t id) { return data.blobs.find("tea", an_id(id)).has_value(); }
};

}  // namespace

TEST_CASE("blob store: what was written is read, wherever a range begins and ends") {
    Folder here;
    const std::string file = a_file(600'000);
    BlobStore::Kept kept = put(here.data.blobs, 1, conv_a, "", file.size());
    for (size_t at = 0; at < file.size();) {
        const size_t size = std::min<size_t>(file.size() - at, 99'991);
        here.data.blobs.add(kept, bytes_of(std::string_view(file).substr(at, size)), noon + at);
        at += size;
    }
    CHECK(kept.state.is_complete());
    CHECK(here.data.blobs.find("tea", an_id(1))->state == kept.state);
    for (const size_t from : {0u, 1u, 262'143u, 262'144u, 524'287u}) {
        for (const size_t size : {1u, 2u, 70'000u}) {
            CHECK(text_of(here.data.blobs.read(kept, from, size)) == file.substr(from, size));
        }
    }
    Query query(here.data.files, "SELECT count(*) FROM pieces");
    REQUIRE(query.next());
    CHECK(query.uint(0) == 3);
}

TEST_CASE("blob store: totals are of what is there, by shop") {
    Folder here;
    BlobStore& blobs = here.data.blobs;
    CHECK(blobs.total_bytes("tea") == 0);
    const auto first = put(blobs, 1, conv_a, "12345", 99);
    put(blobs, 2, conv_a, "678");
    CHECK(blobs.total_bytes("tea") == 8);
    CHECK(blobs.total_bytes("cups") == 0);
    CHECK(blobs.count_open("tea", ann_device) == 1);
    blobs.remove(first.id);
    CHECK(blobs.total_bytes("tea") == 3);
    CHECK(blobs.count_open("tea", ann_device) == 0);
}

TEST_CASE("blob store: what is removed gives its room back to the disk") {
    Folder here;
    const uint64_t before = pages(here.data.files);
    const auto kept = put(here.data.blobs, 1, conv_a, a_file(262'144));
    put(here.data.blobs, 2, conv_a, a_file(262'144));
    CHECK(pages(here.data.files) > before + 100);
    here.data.blobs.remove(kept.id);
    while (here.data.blobs.shrink()) {
    }
    here.data.files.checkpoint();
    CHECK(pages(here.data.files) < before + 100);
    CHECK(std::filesystem::file_size(files_file(here.folder.path())) < (before + 100) * 4096);
}

TEST_CASE("blobs: the sweep takes what an erasure, retention or a day without progress left") {
    Folder here;
    ask_store(here.data.store, opening(conv_a, 1));
    put(here.data.blobs, 1, conv_a, "whole");
    put(here.data.blobs, 2, conv_a, "half", 9);
    put(here.data.blobs, 3, conv_b, "never opened");
    sweep(here.blobs, noon + day - 1);
    CHECK((here.has(1) && here.has(2) && here.has(3)));
    sweep(here.blobs, noon + day);
    CHECK(here.has(1));
    CHECK_FALSE(here.has(2));
    CHECK_FALSE(here.has(3));
    PutShop week{a_shop()};
    week.record.settings.retention_days = 7;
    ask_store(here.data.store, week);
    sweep(here.blobs, noon + 7 * day);
    CHECK(here.has(1));
    sweep(here.blobs, noon + 7 * day + 1);
    CHECK_FALSE(here.has(1));
}

TEST_CASE("blobs: an erasure that a crash cut short is finished by the sweep, over many blobs") {
    Folder here;
    ask_store(here.data.store, opening(conv_a, 1));
    ask_store(here.data.store, opening(conv_b, 9));
    for (uint8_t id = 1; id < 250; ++id) put(here.data.blobs, id, conv_a, "x");
    put(here.data.blobs, 250, conv_b, "kept");
    ask_store(here.data.store, event_by_ada(conv_a, 2, 0, {5, std::nullopt}));
    sweep(here.blobs, noon);
    CHECK(here.data.blobs.list_of("tea", conv_a).empty());
    CHECK(here.has(250));
}

TEST_CASE("blobs: one conversation's are erased, and no other's") {
    Folder here;
    put(here.data.blobs, 1, conv_a, "x");
    put(here.data.blobs, 2, conv_b, "y");
    here.blobs.erase_conversation("cups", conv_a);
    CHECK(here.has(1));
    here.blobs.erase_conversation("tea", conv_a);
    CHECK_FALSE(here.has(1));
    CHECK(here.has(2));
}

}  // namespace shopbell::server::test
