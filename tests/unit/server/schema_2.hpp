// SPDX-License-Identifier: Apache-2.0
// The tables as relays before files made them, word for word. Written down once more so that a file
// of that age can be made for the migration's tests, whatever schema.cpp says by now.
#pragma once

namespace shopbell::server::test {

inline constexpr const char* tables_of_schema_2 = R"sql(
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

}  // namespace shopbell::server::test
