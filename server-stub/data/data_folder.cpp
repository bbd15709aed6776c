// SPDX-License-Identifier: Apache-2.0
#include "server-stub/data/data_folder.hpp"

#include "server-stub/platform/clock.hpp"
#include "server-stub/platform/random.hpp"
#include "server-stub/store/schema.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shopbell::server {

namespace fs = std::filesystem;

namespace {

// Refused below both: 2 % of a large disk is still plenty.
struct RoomMin {
    uintmax_t percent;
    uintmax_t bytes;
};
constexpr RoomMin for_messages{2, 1ull << 30};
constexpr RoomMin for_files{10, 5ull << 30};

bool is_disk_low(const fs::path& folder, RoomMin room) {
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    if (error) return false;
    return space.available < room.bytes && space.available < space.capacity / 100 * room.percent;
}

void make_folder(const fs::path& folder) {
    std::error_code error;
    if (fs::is_directory(folder, error)) return;
    fs::create_directories(folder, error);
    if (error) {
        throw DatabaseBroken("cannot make the data folder " + folder.string() + ": " +
                             error.message());
    }
    // Vaults and mail addresses are nobody else's business.
    fs::permissions(folder, fs::perms::owner_all, error);
}

// The file is made by us first: SQLite would let the umask decide who may read it.
const fs::path& prepared_file(const fs::path& folder, const fs::path& file) {
    make_folder(folder);
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw DatabaseBroken("cannot write into the data folder " + folder.string());
    }
    ::close(descriptor);
    return file;
}

// In one step, from one state: SQLite would begin again whenever somebody has written meanwhile,
// and nobody waits for a reader of a log.
void copy_database(Database& from, Database& to) {
    sqlite3_backup* const backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (backup == nullptr) to.fail(sqlite3_errcode(to.handle()), "cannot begin the copy");
    int code = SQLITE_OK;
    while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        code = sqlite3_backup_step(backup, -1);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(20);
    }
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) to.fail(code, "the copy failed");
}

// One file without a log beside it, whole or not at all.
void copy_to_file(const fs::path& original, const fs::path& file) {
    {
        Database from(original, Database::Mode::read_only);
        Database to(file, Database::Mode::create);
        to.execute("PRAGMA journal_mode=DELETE");
        copy_database(from, to);
        to.execute("PRAGMA journal_mode=DELETE");
    }
    std::error_code error;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
}

void check_backup(Database& database) {
    Query version(database, "PRAGMA user_version");
    if (!version.next() || version.uint(0) == 0) {
        throw DatabaseBroken("the file is no backup of a relay");
    }
    Query check(database, "PRAGMA integrity_check(1)");
    if (!check.next() || check.text(0) != "ok") throw DatabaseBroken("the file is damaged");
}

void check_backup(const fs::path& file) {
    Database database(file, Database::Mode::read_only);
    check_backup(database);
}

// A log that a deleted database left would be taken for the restored one's, and its blobs for the
// restored shops'.
void remove_leftovers(const fs::path& folder) {
    std::error_code error;
    for (const fs::path& file : {database_file(folder), files_file(folder)}) {
        for (const char* const kind : {"-wal", "-shm", "-journal", ".part", ".part-journal"}) {
            fs::remove(file.string() + kind, error);
        }
    }
    fs::remove(files_file(folder), error);
}

// "" or what the schema of a file is too new for.
std::string schema_mistake(const fs::path& file, uint64_t known) {
    std::error_code error;
    if (!fs::exists(file, error)) return "";
    try {
        Database database(file, Database::Mode::read_only);
        Query query(database, "PRAGMA user_version");
        if (query.next() && query.uint(0) > known) {
            return file.filename().string() + " has schema " + std::to_string(query.uint(0)) +
                   ", and this shopbell-relay knows " + std::to_string(known) +
                   ": use a newer binary";
        }
    } catch (const std::runtime_error& broken) {
        return file.string() + ": " + broken.what();
    }
    return "";
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder) {
    make_folder(folder);
    const fs::path file = folder / "shopbell.lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const bool taken = descriptor_ >= 0;
        if (taken) ::close(descriptor_);
        throw DatabaseBroken(taken ? "another relay serves the data folder " + folder.string()
                                   : "cannot write into the data folder " + folder.string());
    }
}

FolderLock::~FolderLock() { ::close(descriptor_); }

RelayDatabase::RelayDatabase(const fs::path& folder, const char* vfs)
    : Database(prepared_file(folder, database_file(folder)), Database::Mode::create, vfs) {
    open_schema(*this, unix_ms(read_clock()), random_key());
}

FilesDatabase::FilesDatabase(const fs::path& folder, const char* vfs)
    : Database(prepared_file(folder, files_file(folder)), Database::Mode::create, vfs) {
    open_files_schema(*this);
}

OpenData::OpenData(const fs::path& folder, std::function<bool()> disk_low, const char* vfs)
    : lock(folder),
      write(folder, vfs),
      read(database_file(folder), Database::Mode::read_only, vfs),
      store(
          write,
          disk_low ? std::move(disk_low) : [folder] { return is_disk_low(folder, for_messages); }),
      reading_store(read),
      accounts(write),
      files(folder, vfs),
      files_read(database_file(folder), Database::Mode::read_only, vfs),
      files_reading_store(files_read),
      blobs(files) {
    // A run that ended with a failed sync leaves a log whose bytes can be read and are not on disk.
    // They are written anew, into the database, before anybody is told that they are there.
    write.checkpoint();
    files.checkpoint();
}

bool is_disk_low_for_files(const fs::path& folder) { return is_disk_low(folder, for_files); }

std::string folder_mistake(const fs::path& folder) {
    std::error_code error;
    fs::path existing = fs::absolute(folder, error);
    while (!fs::exists(existing, error) && existing.has_relative_path()) {
        existing = existing.parent_path();
    }
    if (!fs::is_directory(existing, error)) return existing.string() + " is not a folder";
    if (::access(existing.c_str(), W_OK | X_OK) != 0) {
        return "cannot write into " + existing.string();
    }
    const std::string wrong = schema_mistake(database_file(folder), schema_version);
    return wrong.empty() ? schema_mistake(files_file(folder), files_schema_version) : wrong;
}

// The log first: every file that one of its rows speaks of is in a copy that is made after it.
std::string back_up(const fs::path& folder, const fs::path& to) {
    std::error_code error;
    if (!fs::exists(database_file(folder), error)) {
        return folder.string() + " holds no database";
    }
    if (fs::exists(to, error)) return to.string() + " exists already";
    const fs::path draft = to.string() + ".part";
    fs::remove_all(draft, error);
    if (!fs::create_directory(draft, error)) {
        return "cannot write " + draft.string() + ": " + error.message();
    }
    fs::permissions(draft, fs::perms::owner_all, error);
    try {
        copy_to_file(database_file(folder), database_file(draft));
        if (fs::exists(files_file(folder), error)) {
            copy_to_file(files_file(folder), files_file(draft));
        }
    } catch (const std::runtime_error& broken) {
        fs::remove_all(draft, error);
        return broken.what();
    }
    fs::rename(draft, to, error);
    return error ? "cannot write " + to.string() + ": " + error.message() : "";
}

std::string restore(const fs::path& folder, const fs::path& from, uint64_t now) {
    std::error_code error;
    const bool one_file = fs::is_regular_file(from, error);
    const fs::path log = one_file ? from : database_file(from);
    if (!fs::is_regular_file(log, error)) return from.string() + " is not a backup";
    if (fs::exists(database_file(folder), error)) {
        return folder.string() + " holds a database already; restore into an empty folder";
    }
    const bool has_files = !one_file && fs::exists(files_file(from), error);
    try {
        check_backup(log);
        if (has_files) check_backup(files_file(from));
        const FolderLock lock(folder);
        remove_leftovers(folder);
        if (has_files) {
            const fs::path draft = files_file(folder).string() + ".part";
            copy_to_file(files_file(from), draft);
            fs::rename(draft, files_file(folder));
        }
        const fs::path draft = database_file(folder).string() + ".part";
        copy_to_file(log, draft);
        {
            Database copy(draft, Database::Mode::write);
            open_schema(copy, now, random_key());
            // Never one that was there before, also when the same backup is restored twice.
            write_epoch(copy, std::max(now, read_epoch(copy) + 1));
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;");
        }
        // Last: where it is, everything is.
        fs::rename(draft, database_file(folder));
    } catch (const std::runtime_error& broken) {
        return broken.what();
    }
    return "";
}

}  // namespace shopbell::server
