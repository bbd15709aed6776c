// SPDX-License-Identifier: Apache-2.0
// The one folder that a relay keeps: the database file, the file of blobs, and a lock so that two
// relays never serve it at once. Opening, backing up and restoring it live here; what is inside is
// the stores'.
#pragma once

#include "server-stub/accounts/sqlite_accounts.hpp"
#include "server-stub/blobs/blob_store.hpp"
#include "server-stub/store/sqlite_store.hpp"

namespace shopbell::server {

// Held while a relay serves the folder; gone with the process, however it ends.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int descriptor_;
};

// The folder's database for writing; makes folder, file and schema if they are missing. Throws
// DatabaseBroken or DatabaseNotNow.
class RelayDatabase : public Database {
public:
    explicit RelayDatabase(const std::filesystem::path& folder, const char* vfs = nullptr);
};

// The same of the folder's file of blobs.
class FilesDatabase : public Database {
public:
    explicit FilesDatabase(const std::filesystem::path& folder, const char* vfs = nullptr);
};

// Everything that serving needs, in the order in which it must go away again.
struct OpenData {
    // `disk_low` and `vfs` for tests; by default the disk is asked, and reached as SQLite does.
    explicit OpenData(const std::filesystem::path& folder, std::function<bool()> disk_low = {},
                      const char* vfs = nullptr);

    FolderLock lock;
    RelayDatabase write;
    Database read;
    SqliteStore store;
    SqliteStore reading_store;
    SqliteAccounts accounts;
    // Of the files' thread: what it keeps, and how it reads the rest.
    FilesDatabase files;
    Database files_read;
    SqliteStore files_reading_store;
    BlobStore blobs;
};

// Files are refused long before messages are.
bool is_disk_low_for_files(const std::filesystem::path& folder);

// What is wrong with the folder as a place to serve from, or "".
std::string folder_mistake(const std::filesystem::path& folder);

// Copies both files of a folder, which may be in use, to a new folder: whole or not at all. Returns
// what is wrong, or "".
std::string back_up(const std::filesystem::path& folder, const std::filesystem::path& to);

// Puts a backup (a folder; of a relay that kept no files: one file) into an empty or missing folder
// and begins a new epoch, so that clients notice that the log went back. What a deleted database
// left beside itself goes. Returns what is wrong, or "".
std::string restore(const std::filesystem::path& folder, const std::filesystem::path& from,
                    uint64_t now);

}  // namespace shopbell::server
