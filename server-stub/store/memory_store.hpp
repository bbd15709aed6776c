// SPDX-License-Identifier: Apache-2.0
// The store's twin without a disk: a plain value that passes the same contract test as SQLite's.
// The unit tests, the two-party harness and the simulator run the Hub on it and copy it to rewind.
// It needs nothing but the core.
#pragma once

#include "core/relay/store.hpp"

#include <map>
#include <string>
#include <vector>

namespace shopbell::server {

class MemoryStore final : public relay::Store {
public:
    explicit MemoryStore(uint64_t epoch = 1) : epoch_(epoch) {}

    void apply(std::span<const relay::StoreRequest> batch,
               std::vector<relay::StoreAnswer>& answers) override;

    // As a full disk does: every write is refused with `retry`, and nothing changes.
    void set_full(bool full) { full_ = full; }

    // As a restore does: from here on it is another log.
    void begin_epoch() { ++epoch_; }

private:
    struct KeptRow {
        wire::Row row;
        Hash head{};  // running hash there
    };
    // Also of a row that retention took.
    struct KnownMid {
        uint64_t seq = 0;
        Key device{};
    };
    struct Conversation {
        relay::ConversationState state;
        std::vector<KeptRow> rows;  // without gaps up to the head, from floor_seq + 1
        std::map<Id, KnownMid> mids;
        std::map<Key, Id> last_mid_by_device;
        Hash bearer_hash{};
    };
    struct Shop {
        std::optional<relay::ShopRecord> record;
        std::map<Id, Conversation> conversations;
        std::map<uint64_t, Id> feed;  // each conversation once, under its newest inbox_seq
        uint64_t inbox_head = 0;
    };
    struct Bearer {
        relay::TokenHolder holder;
        uint64_t seen_at = 0;  // Unix ms
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

    relay::StoreAnswer append(Shop& shop, Conversation& conversation,
                              const relay::AppendRow& request);
    static uint64_t trim(Shop& shop, Conversation& conversation, uint64_t cutoff,
                         uint64_t rows_max);
    static uint64_t count_unread(const Conversation& conversation);
    static const KeptRow& row_at(const Conversation& conversation, uint64_t seq);
    Conversation* find(const std::string& shop, const Id& conv);
    static void move_in_feed(Shop& shop, const relay::ConversationState& state, uint64_t was);

    uint64_t epoch_;
    bool full_ = false;
    std::map<std::string, Shop> shops_;
    std::map<Hash, Bearer> bearers_;
};

}  // namespace shopbell::server
