// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/schema.hpp"

#include "server-stub/store/migrations.hpp"

namespace shopbell::server {
namespace {

// Ids of shops and conversations inside the file are rowids; the protocol's ids stand beside them.
constexpr const char* tables = R"sql(
CREATE TABLE relay (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch INTEGER NOT NULL,
    secret BLOB NOT NULL);

CREATE TABLE shops (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    inbox_head INTEGER NOT NULL DEFAULT 0,
    root_hash BLOB,          -- NULL until the shop is set up, as are the next two
    settings BLOB,
    signed_roster BLOB,
    retention_days INTEGER NOT NULL DEFAULT 0);  -- as in settings
CREATE INDEX shops_retention ON shops (id) WHERE retention_days > 0;
CREATE TABLE profiles (
    shop INTEGER NOT NULL REFERENCES shops, place INTEGER NOT NULL,
    profile BLOB NOT NULL, UNIQUE (shop, place));
CREATE TABLE sealed_inboxes (
    shop INTEGER NOT NULL REFERENCES shops, place INTEGER NOT NULL,
    agent BLOB NOT NULL, sealed BLOB, UNIQUE (shop, place));

CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    shop INTEGER NOT NULL REFERENCES shops,
    conv BLOB NOT NULL,
    device BLOB NOT NULL,
    bearer_hash BLOB NOT NULL,
    phase INTEGER NOT NULL,
    assignee BLOB,
    version INTEGER NOT NULL,
    head_seq INTEGER NOT NULL,
    inbox_seq INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    waiting_since INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    shopper_delivered INTEGER NOT NULL,
    shopper_read INTEGER NOT NULL,
    agent_delivered INTEGER NOT NULL,
    agent_read INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,  -- of the newest row of type message; 0: none
    head BLOB NOT NULL DEFAULT x'',
    floor_seq INTEGER NOT NULL DEFAULT 0,
    floor_head BLOB NOT NULL DEFAULT x'',
    oldest_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (shop, conv));
CREATE UNIQUE INDEX conversations_feed ON conversations (shop, inbox_seq);
CREATE INDEX conversations_bearer ON conversations (bearer_hash);
CREATE INDEX conversations_open ON conversations (shop) WHERE phase = 1;
CREATE INDEX conversations_oldest ON conversations (shop, oldest_at) WHERE oldest_at > 0;
CREATE TABLE wraps (
    conversation INTEGER NOT NULL REFERENCES conversations, gen INTEGER NOT NULL,
    wrap BLOB NOT NULL, UNIQUE (conversation, gen));
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations,
    seq INTEGER NOT NULL,
    mid BLOB NOT NULL,
    is_message INTEGER NOT NULL,
    by_shopper INTEGER NOT NULL,
    encoded BLOB NOT NULL,
    head BLOB NOT NULL DEFAULT x'',  -- running hash here
    UNIQUE (conversation, seq), UNIQUE (conversation, mid));
-- What retention took: a mid is never written twice while its conversation lives.
CREATE TABLE trimmed (
    conversation INTEGER NOT NULL REFERENCES conversations, mid BLOB NOT NULL,
    device BLOB NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, mid)) WITHOUT ROWID;
CREATE TABLE chains (
    conversation INTEGER NOT NULL REFERENCES conversations, device BLOB NOT NULL,
    last_mid BLOB NOT NULL, UNIQUE (conversation, device));

-- Whose a token of welcome is.
CREATE TABLE bearers (
    hash BLOB PRIMARY KEY, shop TEXT NOT NULL, device BLOB NOT NULL, role INTEGER NOT NULL,
    agent BLOB NOT NULL, seen_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX bearers_seen ON bearers (seen_at);

CREATE TABLE accounts (
    email TEXT PRIMARY KEY,
    shop TEXT NOT NULL,
    agent BLOB NOT NULL,
    salt BLOB NOT NULL,
    login_hash BLOB NOT NULL,
    vault BLOB NOT NULL,
    root_vault BLOB,
    UNIQUE (shop, agent));
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    shop TEXT NOT NULL,
    agent BLOB NOT NULL,
    expires_at INTEGER NOT NULL);
CREATE TABLE invitations (
    token_hash BLOB PRIMARY KEY,
    shop TEXT NOT NULL,
    agent BLOB NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role INTEGER NOT NULL,
    invite_vault BLOB NOT NULL,
    expires_at INTEGER NOT NULL);
CREATE TABLE setup_tokens (token_hash BLOB PRIMARY KEY, expires_at INTEGER NOT NULL);
CREATE TABLE recovery_boxes (shop TEXT PRIMARY KEY, box BLOB NOT NULL);
)sql";

uint64_t read_version(Database& database) {
    Query query(database, "PRAGMA user_version");
    return query.next() ? query.uint(0) : 0;
}

}  // namespace

std::filesystem::path database_file(const std::filesystem::path& data_folder) {
    return data_folder / "shopbell.sqlite";
}

void open_schema(Database& database, uint64_t epoch, const Key& secret) {
    Transaction transaction(database);
    const uint64_t version = read_version(database);
    if (version > schema_version) {
        throw DatabaseBroken("the data folder has schema " + std::to_string(version) +
                             ", and this shopbell-relay knows " + std::to_string(schema_version) +
                             ": use a newer binary");
    }
    if (version == 0) {
        database.execute(tables);
        database.run("INSERT INTO relay (one, epoch, secret) VALUES (1, ?, ?)", epoch, secret);
    }
    if (version == 1) migrate_from_1(database);
    if (version == 1 || version == 2) migrate_from_2(database);
    if (version != schema_version) {
        database.execute(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
    }
    transaction.commit();
}

uint64_t read_epoch(Database& database) {
    Query query(database, "SELECT epoch FROM relay");
    if (!query.next()) database.fail(SQLITE_CORRUPT, "no epoch");
    return query.uint(0);
}

void write_epoch(Database& database, uint64_t epoch) {
    database.run("UPDATE relay SET epoch = ?", epoch);
}

Key read_secret(Database& database) {
    Query query(database, "SELECT secret FROM relay");
    if (!query.next()) database.fail(SQLITE_CORRUPT, "no secret");
    return query.fixed<32>(0);
}

}  // namespace shopbell::server
