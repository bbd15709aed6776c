// SPDX-License-Identifier: Apache-2.0
// shopbell-relay-failpoints is the relay with this file beside it, for tests alone. Where
// FAILPOINT_KILL_AFTER_COMMIT=N stands in its environment it kills itself when the Nth transaction
// with a row in it has been committed, and nobody has been told. It hangs on SQLite's own tracing,
// so that nothing in the relay knows of it.
#include <atomic>
#include <csignal>
#include <cstdlib>
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

const int armed = [] {
    const char* const text = std::getenv("FAILPOINT_KILL_AFTER_COMMIT");
    commits_left = text == nullptr ? 0 : std::strtol(text, nullptr, 10);
    return commits_left > 0 ? sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch)) : 0;
}();

}  // namespace
