// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/database.hpp"

#include "core/wire/cbor.hpp"

namespace shopbell::server {
namespace {

constexpr int busy_ms_max = 5'000;  // another process: `init` or `backup`

// Half of what the wire carries: also what is counted on from here can be said.
constexpr sqlite3_int64 stored_uint_max = wire::safe_uint_max / 2;

int flags_of(Database::Mode mode) {
    switch (mode) {
        case Database::Mode::create:
            return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
        case Database::Mode::write:
            return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
        case Database::Mode::read_only:
            break;
    }
    return SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
}

int note_wal_pages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

// No room, also for the index that SQLite keeps of its log.
bool is_full(int code) { return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE; }

// What SQLite says when a file's bytes do not come, or not as they were written. It makes the first
// of EIO, too, and a statement's CORRUPT of that.
bool is_unreadable(int code) {
    return code == SQLITE_IOERR_CORRUPTFS || code == SQLITE_IOERR_READ ||
           code == SQLITE_IOERR_SHORT_READ || (code & 0xff) == SQLITE_CORRUPT;
}

}  // namespace

Database::Database(const std::filesystem::path& file, Mode mode, const char* vfs) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags_of(mode), vfs);
    handle_.reset(handle);
    if (code != SQLITE_OK) fail(code, "cannot open the database");
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, busy_ms_max);
    if (mode == Mode::read_only) {
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        return;
    }
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0;");
    sqlite3_wal_hook(handle, note_wal_pages, &wal_pages_);
}

void Database::execute(const char* sql) {
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
}

sqlite3_stmt* Database::prepare(const char* sql) {
    auto& statement = statements_[sql];
    if (!statement) {
        sqlite3_stmt* made = nullptr;
        const int code =
            sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
        statement.reset(made);
        if (code != SQLITE_OK) fail(code, sql);
    }
    return statement.get();
}

void Database::checkpoint() {
    const int mode = erasure_in_log_ ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    sqlite3_busy_timeout(handle_.get(), 0);
    const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(handle_.get(), busy_ms_max);
    // The log keeps growing while a reader stands in it, or the disk is full or cannot be read;
    // nothing is lost.
    const bool may_wait = (code & 0xff) == SQLITE_BUSY || is_full(code) || is_unreadable(code);
    if (code != SQLITE_OK && !may_wait) fail(code, "checkpoint");
    if (code == SQLITE_OK) erasure_in_log_ = false;
    wal_pages_ = 0;
}

void Database::fail(int code, const char* what) {
    const std::string message = std::string(what) + ": " +
                                sqlite3_errstr(is_full(code) ? SQLITE_FULL : code) + " (" +
                                std::to_string(code) + ")";
    if (is_full(code)) throw DatabaseFull(message);
    if (is_unreadable(code)) throw DatabaseUnreadable(message);
    throw DatabaseBroken(message);
}

Query::~Query() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

bool Query::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) database_.fail(code, sqlite3_sql(statement_));
    return false;
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

uint64_t Query::uint(int column) const {
    const sqlite3_int64 value = sqlite3_column_int64(statement_, column);
    if (value < 0 || value > stored_uint_max) {
        database_.fail(SQLITE_CORRUPT, "a number is out of range");
    }
    return static_cast<uint64_t>(value);
}

std::string Query::text(int column) const { return std::string(text_of(bytes(column))); }

ByteView Query::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return {static_cast<const uint8_t*>(data), static_cast<size_t>(size)};
}

void Query::check_bound(int code) {
    if (code != SQLITE_OK) database_.fail(code, sqlite3_sql(statement_));
}

void Query::bind(int place, uint64_t value) {
    check_bound(sqlite3_bind_int64(statement_, place, static_cast<sqlite3_int64>(value)));
}

void Query::bind(int place, std::string_view value) {
    check_bound(sqlite3_bind_text(statement_, place, value.empty() ? "" : value.data(),
                                  static_cast<int>(value.size()), SQLITE_TRANSIENT));
}

void Query::bind(int place, ByteView value) {
    // A null pointer would mean NULL, not an empty blob.
    const void* data = value.empty() ? static_cast<const void*>("") : value.data();
    check_bound(sqlite3_bind_blob(statement_, place, data, static_cast<int>(value.size()),
                                  SQLITE_TRANSIENT));
}

void Query::bind_null(int place) { check_bound(sqlite3_bind_null(statement_, place)); }

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
    if (database_.transaction_depth_ == 0) {
        database_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
    }
    ++database_.transaction_depth_;
}

void Transaction::commit() {
    // A failed commit leaves the transaction open; the destructor rolls it back.
    if (database_.transaction_depth_ == 1) database_.execute("COMMIT");
    committed_ = true;
}

Transaction::~Transaction() {
    --database_.transaction_depth_;
    if (committed_ || database_.transaction_depth_ > 0) return;
    // Some errors have rolled back already; then this has nothing to do.
    if (sqlite3_get_autocommit(database_.handle()) == 0) {
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

}  // namespace shopbell::server
