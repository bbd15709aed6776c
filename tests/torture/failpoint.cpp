// SPDX-License-Identifier: Apache-2.0
// shopbell-relay-failpoints is the relay with this file beside it, for tests alone; nothing in the
// relay knows of it. What stands in its environment arms it:
// - FAILPOINT_KILL_AFTER_COMMIT=N: it kills itself when the Nth transaction with a row in it has
//   been committed, and nobody has been told. This hangs on SQLite's own tracing.
// - FAILPOINT_FAIL_SYNC=N: the Nth sync of SQLite's log fails. This is a disk below SQLite.
#include "tests/unit/server/faulty_vfs.hpp"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <sqlite3.h>
#include <unistd.h>

namespace {

long commits_left = 0;
// Rows are written by one thread; the reader's statements pass here too.
std::atomic<bool> holds_row = false;

// Called when a statement has run to its end.
int finished(unsigned, void*, void* statement, void*) {
    auto* const ran = static_cast<sqlite3_stmt*>(statement);
    const char* const text = sqlite3_sql(ran);
    const std::string_view sql = text == nullptr ? "" : text;
    if (sql.starts_with("INSERT INTO log")) holds_row = true;
    const bool committed = sql == "COMMIT" && sqlite3_get_autocommit(sqlite3_db_handle(ran)) != 0 &&
                           sqlite3_db_readonly(sqlite3_db_handle(ran), "main") == 0;
    if (!committed || !holds_row.exchange(false) || --commits_left != 0) return 0;
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

int watch(sqlite3* database, char**, const sqlite3_api_routines*) {
    return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, finished, nullptr);
}

long number_in(const char* variable) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

using shopbell::server::test::DiskCall;
using shopbell::server::test::FaultyVfs;

std::unique_ptr<FaultyVfs> arm() {
    commits_left = number_in("FAILPOINT_KILL_AFTER_COMMIT");
    if (commits_left > 0) sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch));
    const long syncs = number_in("FAILPOINT_FAIL_SYNC");
    if (syncs <= 0) return nullptr;
    auto disk = std::make_unique<FaultyVfs>("failing", true);
    disk->fail({DiskCall::sync, SQLITE_IOERR_FSYNC, "-wal", static_cast<uint64_t>(syncs - 1)});
    return disk;
}

const std::unique_ptr<FaultyVfs> disk = arm();

}  // namespace
