// SPDX-License-Identifier: Apache-2.0
// The part of SqliteStore that deletes: erased conversations, rows past their shop's retention, and
// what stays known of them. Whatever is deleted here must not outlive in the write-ahead log.
#include "core/relay/conversation_rules.hpp"
#include "server-stub/store/sqlite_store.hpp"

namespace shopbell::server {

using namespace relay;  // requests and answers are the relay's words

std::optional<wire::Row> SqliteStore::find_row(const Kept& kept, const Id& mid) {
    {
        Query log(database_, "SELECT encoded FROM log WHERE conversation = ? AND mid = ?", kept.id,
                  mid);
        if (log.next()) return read_row(log.bytes(0));
    }
    Query gone(database_, "SELECT device, seq FROM trimmed WHERE conversation = ? AND mid = ?",
               kept.id, mid);
    if (!gone.next()) return std::nullopt;
    return gone_row(kept.state.conv, mid, gone.fixed<32>(0), gone.uint(1));
}

void SqliteStore::delete_rows(const Kept& kept) {
    database_.run("DELETE FROM log WHERE conversation = ?", kept.id);
    database_.run("DELETE FROM trimmed WHERE conversation = ?", kept.id);
    database_.run("DELETE FROM chains WHERE conversation = ?", kept.id);
    database_.run("DELETE FROM wraps WHERE conversation = ?", kept.id);
    database_.note_erasure();
}

uint64_t SqliteStore::count_unread(const Kept& kept) {
    Query query(database_,
                "SELECT count(*) FROM log WHERE conversation = ? AND seq > ? AND is_message = 1"
                " AND by_shopper = 1",
                kept.id, kept.state.agent_read);
    return query.next() ? query.uint(0) : 0;
}

StoreAnswer SqliteStore::answer(const TrimRows& request) {
    struct Keeping {
        uint64_t id;
        std::string name;
        wire::ShopSettings settings;
    };
    std::vector<Keeping> shops;
    {
        Query query(database_,
                    "SELECT id, name, retention_days FROM shops WHERE retention_days > 0");
        while (query.next()) {
            Keeping& shop = shops.emplace_back(Keeping{query.uint(0), query.text(1), {}});
            shop.settings.retention_days = query.uint(2);
        }
    }
    RowsTrimmed trimmed;
    uint64_t left = request.rows_max;
    for (const Keeping& shop : shops) {
        const uint64_t cutoff = retention_cutoff(shop.settings, request.at);
        while (left > 0) {
            auto kept = find_oldest(shop.id, cutoff);
            if (!kept) break;
            left -= trim(*kept, cutoff, left);
            trimmed.conversations.push_back({shop.name, std::move(kept->state)});
        }
    }
    trimmed.more = left == 0;
    return trimmed;
}

// Takes the oldest rows that came before the cutoff, and says how many.
uint64_t SqliteStore::trim(Kept& kept, uint64_t cutoff, uint64_t rows_max) {
    Trim trim;
    std::vector<wire::Row> gone;
    {
        Query query(database_,
                    "SELECT encoded, head FROM log WHERE conversation = ? AND seq > ? ORDER BY seq",
                    kept.id, kept.state.floor_seq);
        while (query.next()) {
            wire::Row row = read_row(query.bytes(0));
            if (row.received_at >= cutoff || gone.size() == rows_max) {
                trim.oldest_at = row.received_at;
                break;
            }
            trim.floor_seq = row.seq;
            trim.floor_head = query.fixed<32>(1);
            gone.push_back(
                gone_row(row.submission.conv, row.submission.mid, row.submission.device, row.seq));
        }
    }
    for (const wire::Row& row : gone) {
        database_.run("INSERT INTO trimmed (conversation, mid, device, seq) VALUES (?, ?, ?, ?)",
                      kept.id, row.submission.mid, row.submission.device, row.seq);
    }
    database_.run("DELETE FROM log WHERE conversation = ? AND seq <= ?", kept.id, trim.floor_seq);
    database_.note_erasure();
    trim.unread = count_unread(kept);
    if (apply_trim(kept.state, trim)) kept.state.inbox_seq = next_inbox_seq(kept.shop);
    if (kept.state.state == ConversationPhase::erased) delete_rows(kept);
    update(kept);
    return gone.size();
}

}  // namespace shopbell::server
