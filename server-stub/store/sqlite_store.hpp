// SPDX-License-Identifier: Apache-2.0
// The relay's log and shops in SQLite. It only looks up and writes down: what a write does to a
// conversation is decided by core/relay/conversation_rules, the same for its in-memory twin, and
// both pass one contract test. Used on the writer's thread, and a second one, read-only, on the
// reader's.
#pragma once

#include "core/relay/store.hpp"
#include "server-stub/store/database.hpp"

#include <functional>

namespace shopbell::server {

class SqliteStore final : public relay::Store {
public:
    // The schema is open. `disk_low` is asked before each batch of writes; true refuses them.
    explicit SqliteStore(Database& database, std::function<bool()> disk_low = {});

    // A disk that is full or cannot be read is answered with `retry`; a broken one throws
    // DatabaseBroken, after which nothing that was not answered may be believed to be on disk.
    void apply(std::span<const relay::StoreRequest> batch,
               std::vector<relay::StoreAnswer>& answers) override;

    // Messages are refused before the disk is really full.
    [[nodiscard]] bool is_disk_low() const { return disk_low_ && disk_low_(); }
    // Why the newest batch was refused, as the disk said it; "" if it was not.
    [[nodiscard]] const std::string& refusal() const { return refusal_; }

private:
    struct Kept {
        uint64_t id = 0;    // 0: not yet in the table
        uint64_t shop = 0;  // rowid
        relay::ConversationState state;
    };

    relay::StoreAnswer answer(const relay::OpenConversation& request);
    relay::StoreAnswer answer(const relay::AppendRow& request);
    relay::StoreAnswer answer(const relay::PutCursor& request);
    relay::StoreAnswer answer(const relay::PutWrap& request);
    relay::StoreAnswer answer(const relay::SetAssignee& request);
    relay::StoreAnswer answer(const relay::PutShop& request);
    relay::StoreAnswer answer(const relay::PutBearer& request);
    relay::StoreAnswer answer(const relay::TrimRows& request);
    relay::StoreAnswer answer(const relay::TrimBearers& request);
    relay::StoreAnswer answer(const relay::LoadShop& request);
    relay::StoreAnswer answer(const relay::LoadConversation& request);
    relay::StoreAnswer answer(const relay::ReadLog& request);
    relay::StoreAnswer answer(const relay::ReadInbox& request);
    relay::StoreAnswer answer(const relay::ReadSync& request);
    relay::StoreAnswer answer(const relay::OpenConversations& request);
    relay::StoreAnswer answer(const relay::ReadUnread& request);
    relay::StoreAnswer answer(const relay::ReadBearer& request);

    relay::StoreAnswer append(Kept& kept, const relay::AppendRow& request, const Hash& bearer_hash);
    std::optional<wire::Row> find_row(const Kept& kept, const Id& mid);
    uint64_t trim(Kept& kept, uint64_t cutoff, uint64_t rows_max);
    void delete_rows(const Kept& kept);
    uint64_t count_unread(const Kept& kept);
    std::optional<Kept> find(std::string_view shop, const Id& conv);
    std::optional<Kept> find_oldest(uint64_t shop, uint64_t cutoff);
    Kept read_conversation(Query& query);
    wire::Row read_row(ByteView encoded);
    void insert(Kept& kept, const Hash& bearer_hash);
    void update(const Kept& kept);
    uint64_t next_inbox_seq(uint64_t shop);
    uint64_t shop_id(std::string_view name);  // makes the row if there is none

    Database& database_;
    std::function<bool()> disk_low_;
    std::string refusal_;
    uint64_t epoch_;
};

// A request refused, as a full disk does it. `why` goes to clients.
relay::StoreAnswer refuse_for_now(const relay::StoreRequest& request, std::string_view why);

}  // namespace shopbell::server
