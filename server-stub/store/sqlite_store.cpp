// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/sqlite_store.hpp"

#include "core/relay/conversation_rules.hpp"
#include "server-stub/store/schema.hpp"

#include <algorithm>

namespace shopbell::server {

using namespace relay;  // requests and answers are the relay's words

namespace {

bool answers_rows(const StoreRequest& request) {
    return std::holds_alternative<OpenConversation>(request) ||
           std::holds_alternative<AppendRow>(request);
}

}  // namespace

StoreAnswer refuse_for_now(const StoreRequest& request, std::string_view why) {
    if (answers_rows(request)) return RowRefused{wire::Code::retry, {}, std::string(why)};
    return Failed{wire::Code::retry, std::string(why)};
}

SqliteStore::SqliteStore(Database& database, std::function<bool()> disk_low)
    : database_(database), disk_low_(std::move(disk_low)), epoch_(read_epoch(database)) {}

void SqliteStore::apply(std::span<const StoreRequest> batch, std::vector<StoreAnswer>& answers) {
    const bool writes = std::any_of(batch.begin(), batch.end(), is_write);
    const size_t before = answers.size();
    const auto refuse_all = [&](const DatabaseNotNow& because, std::string_view why) {
        refusal_ = because.what();
        for (const StoreRequest& request : batch) answers.push_back(refuse_for_now(request, why));
    };
    try {
        if (writes && is_disk_low()) throw DatabaseFull("the disk is almost full");
        // Reads, too, see one state of everything.
        Transaction transaction(database_,
                                writes ? Transaction::Kind::write : Transaction::Kind::read);
        for (const StoreRequest& request : batch) {
            answers.push_back(
                std::visit([this](const auto& asked) { return answer(asked); }, request));
        }
        transaction.commit();
        refusal_.clear();
    } catch (const DatabaseBroken&) {
        answers.resize(before);
        throw;
    } catch (const DatabaseFull& full) {
        answers.resize(before);
        refuse_all(full, "the relay's disk is full");
    } catch (const DatabaseUnreadable& unreadable) {
        answers.resize(before);
        if (batch.size() == 1) return refuse_all(unreadable, "the relay's disk cannot be read");
        // What one asked for may be unreadable, and not what the others did.
        for (size_t i = 0; i < batch.size(); ++i) apply(batch.subspan(i, 1), answers);
    }
}

// --- Writes -----------------------------------------------------------------------------------

StoreAnswer SqliteStore::answer(const OpenConversation& request) {
    const AppendRow first = first_row(request);
    if (auto standing = find(request.shop, request.wrap.conv)) {
        if (const auto refused = refuse_open(standing->state, request)) return *refused;
        return append(*standing, first, request.bearer_hash);
    }
    Kept fresh;
    fresh.shop = shop_id(request.shop);
    fresh.state = opened(request);
    return append(fresh, first, request.bearer_hash);
}

StoreAnswer SqliteStore::answer(const AppendRow& request) {
    auto kept = find(request.shop, request.submission.conv);
    if (!kept) {
        const Failed unknown = unknown_conversation();
        return RowRefused{unknown.code, {}, unknown.message};
    }
    return append(*kept, request, Hash{});
}

StoreAnswer SqliteStore::append(Kept& kept, const AppendRow& request, const Hash& bearer_hash) {
    ConversationState& state = kept.state;
    const wire::Submission& submission = request.submission;
    if (const auto refused = refuse_writer(state, request)) return *refused;
    if (const auto known = find_row(kept, submission.mid)) {
        if (known->submission.device != submission.device) {
            return RowRefused{wire::Code::forbidden, {}, "this mid is another device's"};
        }
        return RowCommitted{state, *known, true};
    }
    Id last_mid{};
    {
        Query chain(database_, "SELECT last_mid FROM chains WHERE conversation = ? AND device = ?",
                    kept.id, submission.device);
        if (chain.next()) last_mid = chain.fixed<16>(0);
    }
    if (const auto refused = refuse_row(state, request, last_mid)) return *refused;

    const wire::Row row = apply_row(state, request, next_inbox_seq(kept.shop), epoch_);
    kept.id == 0 ? insert(kept, bearer_hash) : update(kept);
    if (erases(request)) delete_rows(kept);
    const bool by_shopper = submission.device == state.shopper_device;
    database_.run(
        "INSERT INTO log (conversation, seq, mid, is_message, by_shopper, encoded, head)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        kept.id, row.seq, submission.mid, uint64_t{is_message(submission)}, uint64_t{by_shopper},
        wire::encode(row), state.head);
    database_.run(
        "INSERT INTO chains (conversation, device, last_mid) VALUES (?, ?, ?)"
        " ON CONFLICT (conversation, device) DO UPDATE SET last_mid = excluded.last_mid",
        kept.id, submission.device, submission.mid);
    return RowCommitted{state, row, false};
}

StoreAnswer SqliteStore::answer(const PutCursor& request) {
    auto kept = find(request.shop, request.conv);
    if (!kept) return unknown_conversation();
    ConversationState& state = kept->state;
    if (!may_touch(state, request.role, request.device)) {
        return Failed{wire::Code::forbidden, "not this device's conversation"};
    }
    const bool changed = apply_cursor(state, request);
    if (!changed) return ConversationPut{state, false};
    const uint64_t unread = count_unread(*kept);
    if (unread != state.unread) {
        state.unread = unread;
        state.inbox_seq = next_inbox_seq(kept->shop);
    }
    update(*kept);
    return ConversationPut{state, true};
}

StoreAnswer SqliteStore::answer(const PutWrap& request) {
    auto kept = find(request.shop, request.wrap.conv);
    if (!kept) return unknown_conversation();
    if (const auto refused = refuse_wrap(kept->state, request)) return *refused;
    apply_wrap(kept->state, request, next_inbox_seq(kept->shop));
    database_.run("INSERT INTO wraps (conversation, gen, wrap) VALUES (?, ?, ?)", kept->id,
                  request.wrap.gen, wire::encode(request.wrap));
    update(*kept);
    return ConversationPut{kept->state, true};
}

StoreAnswer SqliteStore::answer(const SetAssignee& request) {
    auto kept = find(request.shop, request.conv);
    if (!kept) return unknown_conversation();
    // Asked on a copy first, so that a number of the feed is only taken for a change.
    ConversationState would = kept->state;
    if (!apply_assignee(would, request, would.inbox_seq))
        return ConversationPut{kept->state, false};
    apply_assignee(kept->state, request, next_inbox_seq(kept->shop));
    update(*kept);
    return ConversationPut{kept->state, true};
}

StoreAnswer SqliteStore::answer(const PutShop& request) {
    const ShopRecord& record = request.record;
    const uint64_t shop = shop_id(record.shop);
    database_.run(
        "UPDATE shops SET root_hash = ?, settings = ?, signed_roster = ?, retention_days = ?"
        " WHERE id = ?",
        record.root_hash, wire::encode(record.settings), wire::encode(record.signed_roster),
        record.settings.retention_days, shop);
    database_.run("DELETE FROM profiles WHERE shop = ?", shop);
    uint64_t place = 0;
    for (const wire::AgentProfile& profile : record.profiles) {
        database_.run("INSERT INTO profiles (shop, place, profile) VALUES (?, ?, ?)", shop, place++,
                      wire::encode(profile));
    }
    database_.run("DELETE FROM sealed_inboxes WHERE shop = ?", shop);
    place = 0;
    for (const AgentInboxes& inboxes : record.sealed_inboxes) {
        // An agent without any keeps its place by a row without a secret.
        if (inboxes.sealed.empty()) {
            database_.run("INSERT INTO sealed_inboxes (shop, place, agent) VALUES (?, ?, ?)", shop,
                          place++, inboxes.agent);
        }
        for (const wire::SealedInbox& sealed : inboxes.sealed) {
            database_.run(
                "INSERT INTO sealed_inboxes (shop, place, agent, sealed) VALUES (?, ?, ?, ?)", shop,
                place++, inboxes.agent, wire::encode(sealed));
        }
    }
    return Done{};
}

// --- Reads ------------------------------------------------------------------------------------

StoreAnswer SqliteStore::answer(const LoadConversation& request) {
    auto kept = find(request.shop, request.conv);
    if (!kept) return ConversationLoaded{};
    const ConversationState& state = kept->state;
    ConversationLoaded loaded{state, head_in_state(state, request.at)};
    if (request.at > state.floor_seq && request.at < state.head_seq) {
        Query row(database_, "SELECT head FROM log WHERE conversation = ? AND seq = ?", kept->id,
                  request.at);
        if (row.next()) loaded.head_at = row.fixed<32>(0);
    }
    return loaded;
}

StoreAnswer SqliteStore::answer(const ReadLog& request) {
    LogRead read;
    const auto kept = find(request.shop, request.conv);
    if (!kept) return read;
    read.head_seq = kept->state.head_seq;
    Query query(database_,
                "SELECT encoded, seq FROM log WHERE conversation = ? AND seq > ? ORDER BY seq",
                kept->id, request.after);
    uint64_t bytes = 0;
    while (query.next()) {
        const ByteView encoded = query.bytes(0);
        bytes += encoded.size();
        const bool full = read.rows.size() >= request.rows_max || bytes > request.bytes_max;
        if (full && !read.rows.empty()) break;
        wire::Row row = read_row(encoded);
        if (row.seq != query.uint(1)) database_.fail(SQLITE_CORRUPT, "a row of another seq");
        read.rows.push_back(std::move(row));
    }
    return read;
}

StoreAnswer SqliteStore::answer(const ReadSync& request) {
    SyncRead read;
    const auto kept = find(request.shop, request.conv);
    if (!kept) return read;
    if (!may_touch(kept->state, request.role, request.device)) {
        return Failed{wire::Code::forbidden, "not this device's conversation"};
    }
    read.head_seq = kept->state.head_seq;
    for (const Id& mid : request.mids) {
        const auto row = find_row(*kept, mid);
        if (row && row->submission.device == request.device) read.known.push_back(mid);
    }
    Query chain(database_, "SELECT last_mid FROM chains WHERE conversation = ? AND device = ?",
                kept->id, request.device);
    if (chain.next()) read.last_mid = chain.fixed<16>(0);
    return read;
}

StoreAnswer SqliteStore::answer(const ReadUnread& request) {
    Query query(database_,
                "SELECT count(*) FROM conversations c JOIN log l ON l.conversation = c.id"
                " WHERE c.bearer_hash = ? AND l.seq > c.shopper_read AND l.is_message = 1"
                " AND l.by_shopper = 0",
                request.bearer_hash);
    return UnreadRead{query.next() ? query.uint(0) : 0};
}

}  // namespace shopbell::server
