// SPDX-License-Identifier: Apache-2.0
// The half of SqliteStore that turns columns into records and back; the other half answers.
#include "server-stub/store/sqlite_store.hpp"

namespace shopbell::server {

using namespace relay;  // requests and answers are the relay's words

namespace {

// One order of columns for every query that reads a whole conversation.
#define CONVERSATION_COLUMNS                                                                   \
    "c.id, c.shop, c.conv, c.device, c.phase, c.assignee, c.version, c.head_seq, c.inbox_seq," \
    " c.opened_at, c.waiting_since, c.unread, c.shopper_delivered, c.shopper_read,"            \
    " c.agent_delivered, c.agent_read, c.last_seq, c.head, c.floor_seq, c.floor_head,"         \
    " c.oldest_at"

template <class Record, class Decode>
Record decoded(Database& database, ByteView bytes, const Decode& decode) {
    auto result = decode(bytes);
    if (!result) database.fail(SQLITE_CORRUPT, "a stored record cannot be read");
    return std::move(*result);
}

uint64_t last_seq(const ConversationState& state) { return state.last ? state.last->seq : 0; }

}  // namespace

std::optional<SqliteStore::Kept> SqliteStore::find(std::string_view shop, const Id& conv) {
    Query query(
        database_,
        "SELECT " CONVERSATION_COLUMNS
        " FROM conversations c JOIN shops s ON s.id = c.shop WHERE s.name = ? AND c.conv = ?",
        shop, conv);
    if (!query.next()) return std::nullopt;
    return read_conversation(query);
}

// The conversation with the oldest row that retention may take.
std::optional<SqliteStore::Kept> SqliteStore::find_oldest(uint64_t shop, uint64_t cutoff) {
    Query query(database_,
                "SELECT " CONVERSATION_COLUMNS
                " FROM conversations c WHERE c.shop = ? AND c.oldest_at > 0 AND c.oldest_at < ?"
                " ORDER BY c.oldest_at LIMIT 1",
                shop, cutoff);
    if (!query.next()) return std::nullopt;
    return read_conversation(query);
}

SqliteStore::Kept SqliteStore::read_conversation(Query& query) {
    Kept kept;
    ConversationState& state = kept.state;
    kept.id = query.uint(0);
    kept.shop = query.uint(1);
    state.conv = query.fixed<16>(2);
    state.shopper_device = query.fixed<32>(3);
    state.state = static_cast<ConversationPhase>(query.uint(4));
    if (!query.is_null(5)) state.assignee = query.fixed<16>(5);
    state.version = query.uint(6);
    state.head_seq = query.uint(7);
    state.inbox_seq = query.uint(8);
    state.opened_at = query.uint(9);
    state.waiting_since = query.uint(10);
    state.unread = query.uint(11);
    state.shopper_delivered = query.uint(12);
    state.shopper_read = query.uint(13);
    state.agent_delivered = query.uint(14);
    state.agent_read = query.uint(15);
    state.head = query.fixed<32>(17);
    state.floor_seq = query.uint(18);
    state.floor_head = query.fixed<32>(19);
    state.oldest_at = query.uint(20);
    Query wraps(database_, "SELECT wrap FROM wraps WHERE conversation = ? ORDER BY gen", kept.id);
    while (wraps.next()) {
        state.wraps.push_back(decoded<wire::Wrap>(database_, wraps.bytes(0), wire::decode_wrap));
    }
    if (query.uint(16) != 0) {
        Query last(database_, "SELECT encoded FROM log WHERE conversation = ? AND seq = ?", kept.id,
                   query.uint(16));
        if (last.next()) state.last = read_row(last.bytes(0));
    }
    return kept;
}

wire::Row SqliteStore::read_row(ByteView encoded) {
    return decoded<wire::Row>(database_, encoded, wire::decode_row);
}

void SqliteStore::insert(Kept& kept, const Hash& bearer_hash) {
    const ConversationState& s = kept.state;
    database_.run(
        "INSERT INTO conversations (shop, conv, device, bearer_hash, phase, assignee, version,"
        " head_seq, inbox_seq, opened_at, waiting_since, unread, shopper_delivered, shopper_read,"
        " agent_delivered, agent_read, last_seq, head, floor_seq, floor_head, oldest_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        kept.shop, s.conv, s.shopper_device, bearer_hash, static_cast<uint64_t>(s.state),
        s.assignee, s.version, s.head_seq, s.inbox_seq, s.opened_at, s.waiting_since, s.unread,
        s.shopper_delivered, s.shopper_read, s.agent_delivered, s.agent_read, last_seq(s), s.head,
        s.floor_seq, s.floor_head, s.oldest_at);
    kept.id = static_cast<uint64_t>(database_.last_id());
    for (const wire::Wrap& wrap : s.wraps) {
        database_.run("INSERT INTO wraps (conversation, gen, wrap) VALUES (?, ?, ?)", kept.id,
                      wrap.gen, wire::encode(wrap));
    }
}

void SqliteStore::update(const Kept& kept) {
    const ConversationState& s = kept.state;
    database_.run(
        "UPDATE conversations SET phase = ?, assignee = ?, version = ?, head_seq = ?,"
        " inbox_seq = ?, waiting_since = ?, unread = ?, shopper_delivered = ?, shopper_read = ?,"
        " agent_delivered = ?, agent_read = ?, last_seq = ?, head = ?, floor_seq = ?,"
        " floor_head = ?, oldest_at = ? WHERE id = ?",
        static_cast<uint64_t>(s.state), s.assignee, s.version, s.head_seq, s.inbox_seq,
        s.waiting_since, s.unread, s.shopper_delivered, s.shopper_read, s.agent_delivered,
        s.agent_read, last_seq(s), s.head, s.floor_seq, s.floor_head, s.oldest_at, kept.id);
}

uint64_t SqliteStore::next_inbox_seq(uint64_t shop) {
    Query query(database_,
                "UPDATE shops SET inbox_head = inbox_head + 1 WHERE id = ? RETURNING inbox_head",
                shop);
    const uint64_t seq = query.next() ? query.uint(0) : 0;
    while (query.next()) {
    }
    return seq;
}

uint64_t SqliteStore::shop_id(std::string_view name) {
    {
        Query query(database_, "SELECT id FROM shops WHERE name = ?", name);
        if (query.next()) return query.uint(0);
    }
    database_.run("INSERT INTO shops (name) VALUES (?)", name);
    return static_cast<uint64_t>(database_.last_id());
}

StoreAnswer SqliteStore::answer(const LoadShop& request) {
    ShopLoaded loaded;
    loaded.epoch = epoch_;
    Query shop(
        database_,
        "SELECT id, inbox_head, root_hash, settings, signed_roster FROM shops WHERE name = ?",
        request.shop);
    if (!shop.next()) return loaded;
    loaded.inbox_head = shop.uint(1);
    if (shop.is_null(2)) return loaded;
    ShopRecord record;
    record.shop = request.shop;
    record.root_hash = shop.fixed<32>(2);
    record.settings =
        decoded<wire::ShopSettings>(database_, shop.bytes(3), wire::decode_shop_settings);
    record.signed_roster =
        decoded<wire::SignedRoster>(database_, shop.bytes(4), wire::decode_signed_roster);
    Query profiles(database_, "SELECT profile FROM profiles WHERE shop = ? ORDER BY place",
                   shop.uint(0));
    while (profiles.next()) {
        record.profiles.push_back(
            decoded<wire::AgentProfile>(database_, profiles.bytes(0), wire::decode_agent_profile));
    }
    Query inboxes(database_,
                  "SELECT agent, sealed FROM sealed_inboxes WHERE shop = ? ORDER BY place",
                  shop.uint(0));
    while (inboxes.next()) {
        const Id agent = inboxes.fixed<16>(0);
        if (record.sealed_inboxes.empty() || record.sealed_inboxes.back().agent != agent) {
            record.sealed_inboxes.push_back({agent, {}});
        }
        if (inboxes.is_null(1)) continue;
        record.sealed_inboxes.back().sealed.push_back(
            decoded<wire::SealedInbox>(database_, inboxes.bytes(1), wire::decode_sealed_inbox));
    }
    loaded.record = std::move(record);
    return loaded;
}

StoreAnswer SqliteStore::answer(const ReadInbox& request) {
    InboxRead read;
    uint64_t shop_row = 0;
    {
        Query shop(database_, "SELECT id, inbox_head FROM shops WHERE name = ?", request.shop);
        if (!shop.next()) return read;
        shop_row = shop.uint(0);
        read.inbox_head = shop.uint(1);
    }
    Query query(database_,
                "SELECT " CONVERSATION_COLUMNS
                " FROM conversations c WHERE c.shop = ? AND c.inbox_seq > ?"
                " ORDER BY c.inbox_seq LIMIT ?",
                shop_row, request.after, request.rows_max);
    while (query.next()) read.conversations.push_back(read_conversation(query).state);
    return read;
}

// Those that wait first, then by age; ids break ties.
StoreAnswer SqliteStore::answer(const OpenConversations& request) {
    OpenListed listed;
    Query query(database_,
                "SELECT c.conv, c.assignee, c.waiting_since, c.opened_at FROM conversations c"
                " JOIN shops s ON s.id = c.shop WHERE s.name = ? AND c.phase = 1"
                " ORDER BY c.waiting_since = 0,"
                " CASE c.waiting_since WHEN 0 THEN c.opened_at ELSE c.waiting_since END, c.conv"
                " LIMIT ?",
                request.shop, request.rows_max + 1);
    while (query.next()) {
        if (listed.conversations.size() == request.rows_max) {
            listed.more = true;
            break;
        }
        OpenEntry entry;
        entry.conv = query.fixed<16>(0);
        if (!query.is_null(1)) entry.assignee = query.fixed<16>(1);
        entry.waiting_since = query.uint(2);
        entry.opened_at = query.uint(3);
        listed.conversations.push_back(entry);
    }
    return listed;
}

}  // namespace shopbell::server
