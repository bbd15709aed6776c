// SPDX-License-Identifier: Apache-2.0
// read-log FOLDER: what the database of a relay that has ended holds, read past everything that
// serves. One JSON object a row, by conversation and seq; before them SQLite's own check, the
// numbers without a gap, the chain of each sender, and the running hash, computed anew. What is
// wrong goes to stderr and ends it with 1.
#include "core/base/text_encoding.hpp"
#include "core/crypto/head_hash.hpp"
#include "core/wire/messages.hpp"
#include "server-stub/store/database.hpp"
#include "server-stub/store/schema.hpp"

#include <iostream>
#include <map>

#include <nlohmann/json.hpp>

namespace {

using namespace shopbell;
using namespace shopbell::server;

[[noreturn]] void complain(const std::string& what) { throw std::runtime_error(what); }

void check_file(Database& database) {
    Query check(database, "PRAGMA integrity_check");
    if (!check.next() || check.text(0) != "ok") complain("SQLite: " + check.text(0));
}

void read_conversation(Database& database, uint64_t id, const Id& conv, uint64_t head_seq,
                       const Hash& kept_head) {
    Hash head = crypto::head_start(conv);
    std::map<Key, Id> chains;
    uint64_t seq = 0;
    Query rows(database,
               "SELECT seq, mid, encoded, head FROM log WHERE conversation = ? ORDER BY seq", id);
    while (rows.next()) {
        const std::string place = hex_encode(conv) + " " + std::to_string(rows.uint(0));
        const auto row = wire::decode_row(rows.bytes(2));
        if (!row) complain(place + ": the row cannot be read");
        const wire::Submission& submission = row->submission;
        if (rows.uint(0) != ++seq || row->seq != seq) complain(place + ": a number is missing");
        if (rows.fixed<16>(1) != submission.mid) complain(place + ": another mid inside");
        if (chains[submission.device] != submission.prev) complain(place + ": the chain is broken");
        chains[submission.device] = submission.mid;
        head = crypto::head_next(head, submission, seq);
        if (rows.fixed<32>(3) != head) complain(place + ": another running hash");
        std::cout << nlohmann::json{{"conv", hex_encode(conv)},
                                    {"seq", seq},
                                    {"mid", hex_encode(submission.mid)},
                                    {"device", hex_encode(submission.device)}}
                  << '\n';
    }
    if (seq != head_seq || head != kept_head) complain(hex_encode(conv) + ": another head");
}

void read_log(const std::filesystem::path& folder) {
    // For writing, so that SQLite recovers its log as the relay would.
    Database database(database_file(folder), Database::Mode::write);
    check_file(database);
    Query conversations(database, "SELECT id, conv, head_seq, head FROM conversations ORDER BY id");
    while (conversations.next()) {
        read_conversation(database, conversations.uint(0), conversations.fixed<16>(1),
                          conversations.uint(2), conversations.fixed<32>(3));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: read-log FOLDER\n";
        return 2;
    }
    try {
        read_log(argv[1]);
        return EXIT_SUCCESS;
    } catch (const std::exception& wrong) {
        std::cerr << wrong.what() << '\n';
        return EXIT_FAILURE;
    }
}
