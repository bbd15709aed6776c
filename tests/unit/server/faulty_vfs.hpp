// SPDX-License-Identifier: Apache-2.0
// A disk for SQLite that fails when it is told to, and whose power can be cut. It stands between
// SQLite and the real files (a VFS that forwards), so the store under test is the one that is
// shipped. What was written and not synced is remembered: when the power comes back each such write
// is there, or not, or half. For tests of the store, and for the relay that is built to fail.
#pragma once

#include "core/base/bytes.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace shopbell::server::test {

enum class DiskCall : uint8_t { read, write, sync };

struct DiskFault {
    DiskCall call = DiskCall::write;
    int code = SQLITE_IOERR;
    std::string file_end;  // of the names it is for: "-wal", ".sqlite", "" for all
    uint64_t after = 0;    // so many calls go well first
    uint64_t times = 1;    // and so many fail
    bool torn = false;     // half of a failing write is written
};

class FaultyVfs {
public:
    // Registered with SQLite under name() while it lives; as its default if that is wanted.
    explicit FaultyVfs(const char* name, bool as_default = false);
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    [[nodiscard]] const char* name() const { return vfs_.zName; }

    void fail(DiskFault fault);
    void heal();
    // Every call fails after so many writes and syncs more, until power_back(). Databases that are
    // open must be closed in between: they go without a trace.
    void cut_power(uint64_t calls_left = 0);
    [[nodiscard]] bool has_power() const { return has_power_; }
    // The files hold what a disk may hold then; `seed` draws the fate of each unsynced write.
    void power_back(uint32_t seed);
    // As if the process alone had ended: the files can be read as they were left, and what never
    // came to the disk is still not there.
    void process_back();

private:
    struct Write {
        uint64_t at = 0;
        Bytes bytes;
        bool cuts = false;  // a truncation to `at`
    };
    struct Image {
        Bytes durable;
        std::vector<Write> pending;
    };
    struct File;
    struct Calls;

    int open(const char* path, sqlite3_file* into, int flags, int* flags_out);
    int remove(const char* path, int sync_folder);
    // What this call is to fail with, if it is.
    std::optional<DiskFault> fault_of(DiskCall call, const std::string& path);
    void spend_power();
    void revive();

    static sqlite3_io_methods methods();

    sqlite3_vfs vfs_;
    sqlite3_vfs* below_;
    std::mutex mutex_;
    std::optional<DiskFault> fault_;
    std::map<std::string, Image> images_;
    bool has_power_ = true;
    std::optional<uint64_t> calls_left_;
};

}  // namespace shopbell::server::test
