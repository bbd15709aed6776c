// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/migrations.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/head_hash.hpp"
#include "core/wire/cbor.hpp"

#include <utility>
#include <vector>

namespace shopbell::server {
namespace {

// As schema.cpp makes them now; columns that are added stand last there, too.
constexpr const char* changes_to_2 = R"sql(
ALTER TABLE shops ADD COLUMN retention_days INTEGER NOT NULL DEFAULT 0;
CREATE INDEX shops_retention ON shops (id) WHERE retention_days > 0;
ALTER TABLE conversations ADD COLUMN head BLOB NOT NULL DEFAULT x'';
ALTER TABLE conversations ADD COLUMN floor_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN floor_head BLOB NOT NULL DEFAULT x'';
ALTER TABLE conversations ADD COLUMN oldest_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversations_oldest ON conversations (shop, oldest_at) WHERE oldest_at > 0;
ALTER TABLE log ADD COLUMN head BLOB NOT NULL DEFAULT x'';
CREATE TABLE trimmed (
    conversation INTEGER NOT NULL REFERENCES conversations, mid BLOB NOT NULL,
    device BLOB NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, mid)) WITHOUT ROWID;
)sql";

constexpr const char* changes_to_3 = R"sql(
CREATE TABLE bearers (
    hash BLOB PRIMARY KEY, shop TEXT NOT NULL, device BLOB NOT NULL, role INTEGER NOT NULL,
    agent BLOB NOT NULL, seen_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX bearers_seen ON bearers (seen_at);
)sql";

// Settings are one CBOR array, of fewer than 24 fields: more stand behind the old ones, and the
// first byte counts them all.
void append_to_settings(Database& database, uint8_t fields_before,
                        const std::vector<uint64_t>& values) {
    std::vector<std::pair<uint64_t, Bytes>> shops;
    {
        Query query(database, "SELECT id, settings FROM shops WHERE settings IS NOT NULL");
        while (query.next()) {
            const ByteView settings = query.bytes(1);
            shops.emplace_back(query.uint(0), Bytes(settings.begin(), settings.end()));
        }
    }
    constexpr uint8_t array = 0x80;
    Bytes appended;
    wire::CborWriter writer(appended);
    for (const uint64_t value : values) writer.uint(value);
    for (auto& [id, settings] : shops) {
        if (settings.empty() || settings[0] != (array | fields_before)) {
            database.fail(SQLITE_CORRUPT, "a shop's settings cannot be read");
        }
        settings[0] = static_cast<uint8_t>(settings[0] + values.size());
        append(settings, appended);
        database.run("UPDATE shops SET settings = ? WHERE id = ?", settings, id);
    }
}

void check_settings(Database& database) {
    Query query(database, "SELECT settings FROM shops WHERE settings IS NOT NULL");
    while (query.next()) {
        if (!wire::decode_shop_settings(query.bytes(0))) {
            database.fail(SQLITE_CORRUPT, "a shop's settings cannot be read");
        }
    }
}

struct OldRow {
    uint64_t id = 0;
    wire::Row row;
};

std::optional<OldRow> row_after(Database& database, uint64_t conversation, uint64_t seq) {
    Query query(database,
                "SELECT id, encoded FROM log WHERE conversation = ? AND seq > ?"
                " ORDER BY seq LIMIT 1",
                conversation, seq);
    if (!query.next()) return std::nullopt;
    auto row = wire::decode_row(query.bytes(1));
    if (!row) database.fail(SQLITE_CORRUPT, "a stored record cannot be read");
    return OldRow{query.uint(0), std::move(*row)};
}

void add_heads(Database& database, uint64_t conversation, const Id& conv) {
    const Hash start = crypto::head_start(conv);
    Hash head = start;
    uint64_t oldest_at = 0;
    uint64_t seq = 0;
    while (const auto old = row_after(database, conversation, seq)) {
        seq = old->row.seq;
        head = crypto::head_next(head, old->row.submission, seq);
        if (oldest_at == 0) oldest_at = old->row.received_at;
        database.run("UPDATE log SET head = ? WHERE id = ?", head, old->id);
    }
    database.run("UPDATE conversations SET head = ?, floor_head = ?, oldest_at = ? WHERE id = ?",
                 head, start, oldest_at, conversation);
}

}  // namespace

void migrate_from_1(Database& database) {
    database.execute(changes_to_2);
    append_to_settings(database, 5, {0});  // retention_days
    std::vector<std::pair<uint64_t, Id>> conversations;
    {
        Query query(database, "SELECT id, conv FROM conversations");
        while (query.next()) conversations.emplace_back(query.uint(0), query.fixed<16>(1));
    }
    for (const auto& [id, conv] : conversations) add_heads(database, id, conv);
}

void migrate_from_2(Database& database) {
    database.execute(changes_to_3);
    append_to_settings(database, 6,
                       {limits::file_bytes_max_default, limits::files_at_once_max_default,
                        limits::files_total_bytes_max_default});
    check_settings(database);
}

}  // namespace shopbell::server
