// SPDX-License-Identifier: Apache-2.0
#include "server-stub/blobs/blob_store.hpp"

#include "core/base/limits.hpp"

#include <algorithm>

namespace shopbell::server {
namespace {

// Every piece but a blob's last is full, whatever the sizes in which it came: so a place in the
// blob tells the row, and a client that sends single bytes does not make millions of them.
constexpr uint64_t piece_bytes = limits::blob_piece_bytes_max;
// Moved towards the front in one go; what is asked meanwhile comes in between.
constexpr const char* shrink_step = "PRAGMA incremental_vacuum(2000)";

constexpr const char* tables = R"sql(
CREATE TABLE blobs (
    id INTEGER PRIMARY KEY,
    shop TEXT NOT NULL,
    blob BLOB NOT NULL,
    conv BLOB NOT NULL,
    device BLOB NOT NULL,      -- that made it
    role INTEGER NOT NULL,     -- of that device
    length INTEGER NOT NULL,
    offset INTEGER NOT NULL,   -- so much of it is here
    moved_at INTEGER NOT NULL, -- Unix ms of its making or its newest piece
    UNIQUE (shop, blob));
CREATE INDEX blobs_conversation ON blobs (shop, conv);
CREATE INDEX blobs_open ON blobs (shop, device) WHERE offset < length;
CREATE TABLE pieces (
    id INTEGER PRIMARY KEY,
    blob INTEGER NOT NULL REFERENCES blobs, place INTEGER NOT NULL,
    bytes BLOB NOT NULL, UNIQUE (blob, place));
CREATE TABLE totals (shop TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;
)sql";

#define BLOB_COLUMNS "id, shop, blob, conv, device, role, length, offset, moved_at"

BlobStore::Kept read_blob(const Query& query) {
    BlobStore::Kept kept;
    kept.id = query.uint(0);
    kept.state.shop = query.text(1);
    kept.state.blob = query.fixed<16>(2);
    kept.state.conv = query.fixed<16>(3);
    kept.state.device = query.fixed<32>(4);
    kept.state.role = static_cast<relay::Role>(query.uint(5));
    kept.state.length = query.uint(6);
    kept.state.offset = query.uint(7);
    kept.state.moved_at = query.uint(8);
    return kept;
}

uint64_t free_pages(Database& database) {
    Query query(database, "PRAGMA freelist_count");
    return query.next() ? query.uint(0) : 0;
}

}  // namespace

std::filesystem::path files_file(const std::filesystem::path& data_folder) {
    return data_folder / "files.sqlite";
}

void open_files_schema(Database& database) {
    uint64_t version = 0;
    {
        Query query(database, "PRAGMA user_version");
        if (query.next()) version = query.uint(0);
    }
    if (version > files_schema_version) {
        throw DatabaseBroken("files.sqlite has schema " + std::to_string(version) +
                             ", and this shopbell-relay knows " +
                             std::to_string(files_schema_version) + ": use a newer binary");
    }
    if (version == files_schema_version) return;
    // SQLite takes the mode into a file that is in use already only by writing it anew.
    database.execute("PRAGMA auto_vacuum=INCREMENTAL; VACUUM;");
    Transaction transaction(database);
    database.execute(tables);
    transaction.commit();
}

std::optional<BlobStore::Kept> BlobStore::find(std::string_view shop, const Id& blob) {
    Query query(database_, "SELECT " BLOB_COLUMNS " FROM blobs WHERE shop = ? AND blob = ?", shop,
                blob);
    if (!query.next()) return std::nullopt;
    return read_blob(query);
}

std::vector<BlobStore::Kept> BlobStore::list_after(uint64_t id, uint64_t blobs_max) {
    std::vector<Kept> listed;
    Query query(database_, "SELECT " BLOB_COLUMNS " FROM blobs WHERE id > ? ORDER BY id LIMIT ?",
                id, blobs_max);
    while (query.next()) listed.push_back(read_blob(query));
    return listed;
}

std::vector<uint64_t> BlobStore::list_of(std::string_view shop, const Id& conv) {
    std::vector<uint64_t> ids;
    Query query(database_, "SELECT id FROM blobs WHERE shop = ? AND conv = ?", shop, conv);
    while (query.next()) ids.push_back(query.uint(0));
    return ids;
}

uint64_t BlobStore::count_open(std::string_view shop, const Key& device) {
    Query query(database_,
                "SELECT count(*) FROM blobs WHERE shop = ? AND device = ? AND offset < length",
                shop, device);
    return query.next() ? query.uint(0) : 0;
}

uint64_t BlobStore::total_bytes(std::string_view shop) {
    Query query(database_, "SELECT bytes FROM totals WHERE shop = ?", shop);
    return query.next() ? query.uint(0) : 0;
}

void BlobStore::make(const relay::BlobState& fresh) {
    Transaction transaction(database_);
    database_.run(
        "INSERT INTO blobs (shop, blob, conv, device, role, length, offset, moved_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        fresh.shop, fresh.blob, fresh.conv, fresh.device, static_cast<uint64_t>(fresh.role),
        fresh.length, fresh.offset, fresh.moved_at);
    transaction.commit();
}

void BlobStore::add(Kept& kept, ByteView piece, uint64_t now) {
    relay::BlobState after = kept.state;
    Transaction transaction(database_);
    for (ByteView left = piece; !left.empty();) {
        const uint64_t place = after.offset / piece_bytes;
        const uint64_t held = after.offset % piece_bytes;
        const ByteView part =
            left.first(static_cast<size_t>(std::min<uint64_t>(left.size(), piece_bytes - held)));
        if (held == 0) {
            database_.run("INSERT INTO pieces (blob, place, bytes) VALUES (?, ?, ?)", kept.id,
                          place, part);
        } else {
            Bytes longer = read_piece(kept.id, place);
            append(longer, part);
            database_.run("UPDATE pieces SET bytes = ? WHERE blob = ? AND place = ?", longer,
                          kept.id, place);
        }
        after.offset += part.size();
        left = left.subspan(part.size());
    }
    after.moved_at = now;
    database_.run("UPDATE blobs SET offset = ?, moved_at = ? WHERE id = ?", after.offset,
                  after.moved_at, kept.id);
    database_.run(
        "INSERT INTO totals (shop, bytes) VALUES (?, ?)"
        " ON CONFLICT (shop) DO UPDATE SET bytes = bytes + excluded.bytes",
        after.shop, uint64_t{piece.size()});
    transaction.commit();
    kept.state = after;
}

void BlobStore::remove(uint64_t id) {
    Transaction transaction(database_);
    database_.run(
        "UPDATE totals SET bytes = bytes - (SELECT offset FROM blobs WHERE id = ?)"
        " WHERE shop = (SELECT shop FROM blobs WHERE id = ?)",
        id, id);
    database_.run("DELETE FROM pieces WHERE blob = ?", id);
    database_.run("DELETE FROM blobs WHERE id = ?", id);
    transaction.commit();
    database_.note_erasure();
}

Bytes BlobStore::read(const Kept& kept, uint64_t from, uint64_t count) {
    Bytes read;
    read.reserve(static_cast<size_t>(count));
    const uint64_t end = from + count;
    for (uint64_t at = from; at < end;) {
        const uint64_t place = at / piece_bytes;
        const uint64_t begin = at % piece_bytes;
        const uint64_t part = std::min(end - at, piece_bytes - begin);
        const Bytes piece = read_piece(kept.id, place);
        if (piece.size() < begin + part) database_.fail(SQLITE_CORRUPT, "a piece is too short");
        append(read,
               ByteView(piece).subspan(static_cast<size_t>(begin), static_cast<size_t>(part)));
        at += part;
    }
    return read;
}

Bytes BlobStore::read_piece(uint64_t id, uint64_t place) {
    Query query(database_, "SELECT bytes FROM pieces WHERE blob = ? AND place = ?", id, place);
    if (!query.next()) database_.fail(SQLITE_CORRUPT, "a piece is missing");
    return to_bytes(query.bytes(0));
}

bool BlobStore::shrink() {
    const uint64_t before = free_pages(database_);
    if (before == 0) return false;
    database_.execute(shrink_step);
    const uint64_t after = free_pages(database_);
    return after > 0 && after < before;
}

}  // namespace shopbell::server
