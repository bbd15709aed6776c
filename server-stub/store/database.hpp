// SPDX-License-Identifier: Apache-2.0
// SQLite with the few habits that the relay needs: every result is checked, statements are prepared
// once, a transaction that is not committed is rolled back. A disk that is full or cannot be read
// is one kind of exception (the request is refused for now, the relay goes on), everything else
// another (the process ends: what it believes to be on disk may not be there). Used by SqliteStore
// and SqliteAccounts on the writer's thread.
#pragma once

#include "core/base/bytes.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>

#include <sqlite3.h>

namespace shopbell::server {

class DatabaseBroken : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Nothing was changed, and a later try may do.
class DatabaseNotNow : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class DatabaseFull : public DatabaseNotNow {
public:
    using DatabaseNotNow::DatabaseNotNow;
};

class DatabaseUnreadable : public DatabaseNotNow {
public:
    using DatabaseNotNow::DatabaseNotNow;
};

class Database {
public:
    enum class Mode { create, write, read_only };

    // `vfs` names what SQLite reaches the disk through; null: its own.
    Database(const std::filesystem::path& file, Mode mode, const char* vfs = nullptr);
    // SQLite keeps its address.
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // A statement without result; several in one text are allowed if there are no values.
    void execute(const char* sql);
    template <class... Values>
    void run(const char* sql, const Values&... values);

    [[nodiscard]] int64_t last_id() { return sqlite3_last_insert_rowid(handle_.get()); }
    [[nodiscard]] int changed_rows() { return sqlite3_changes(handle_.get()); }
    [[nodiscard]] sqlite3* handle() { return handle_.get(); }

    // Pages in the write-ahead log after the newest commit.
    [[nodiscard]] int wal_pages() const { return wal_pages_; }
    // What was just deleted still stands in the log, until a checkpoint could empty it.
    void note_erasure() { erasure_in_log_ = true; }
    [[nodiscard]] bool erasure_in_log() const { return erasure_in_log_; }
    // Moves what it can from the log into the database without waiting for readers; empties the log
    // if there was an erasure and nobody reads in it.
    void checkpoint();

    [[noreturn]] void fail(int code, const char* what);

private:
    friend class Query;
    friend class Transaction;
    sqlite3_stmt* prepare(const char* sql);

    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close(handle); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
    // By the literal's address: every text stands once in the source.
    std::map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
    int wal_pages_ = 0;
    bool erasure_in_log_ = true;  // a run that broke off may have left one
    int transaction_depth_ = 0;
};

// One run of a statement; it is reset when the Query goes, so that no read stays open.
class Query {
public:
    template <class... Values>
    Query(Database& database, const char* sql, const Values&... values)
        : database_(database), statement_(database.prepare(sql)) {
        int place = 0;
        (bind(++place, values), ...);
    }
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    // True while there is a row to look at.
    bool next();

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] uint64_t uint(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] ByteView bytes(int column) const;  // until next() or the end
    template <size_t N>
    [[nodiscard]] FixedBytes<N> fixed(int column) const {
        const auto value = to_fixed<N>(bytes(column));
        if (!value) database_.fail(SQLITE_CORRUPT, "a column has another size");
        return *value;
    }

private:
    void bind(int place, uint64_t value);
    void bind(int place, std::string_view value);
    void bind(int place, ByteView value);
    void bind_null(int place);
    template <size_t N>
    void bind(int place, const FixedBytes<N>& value) {
        bind(place, ByteView(value));
    }
    void bind(int place, const Bytes& value) { bind(place, ByteView(value)); }
    void bind(int place, const std::string& value) { bind(place, std::string_view(value)); }
    template <class Value>
    void bind(int place, const std::optional<Value>& value) {
        value ? bind(place, *value) : bind_null(place);
    }
    void check_bound(int code);

    Database& database_;
    sqlite3_stmt* statement_;
};

// Nested ones join the outermost, which alone commits or rolls back.
class Transaction {
public:
    enum class Kind { read, write };
    explicit Transaction(Database& database, Kind kind = Kind::write);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Database& database_;
    bool committed_ = false;
};

template <class... Values>
void Database::run(const char* sql, const Values&... values) {
    Query query(*this, sql, values...);
    while (query.next()) {
    }
}

}  // namespace shopbell::server
