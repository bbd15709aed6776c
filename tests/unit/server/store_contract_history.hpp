// SPDX-License-Identifier: Apache-2.0
// The part of the store's contract that is about what a conversation has been: running hashes, the
// event that erases it, and retention. Run by check_store_contract against every store.
#pragma once

#include "core/crypto/head_hash.hpp"
#include "tests/unit/server/store_desk.hpp"

namespace shopbell::server::test {

inline constexpr uint64_t day_ms = 86'400'000;

// Running hashes of a conversation whose rows were written in this order, from seq 0 on.
inline std::vector<Hash> heads_of(const Id& conv, const std::vector<wire::Submission>& rows) {
    std::vector<Hash> heads{crypto::head_start(conv)};
    for (const wire::Submission& row : rows) {
        heads.push_back(crypto::head_next(heads.back(), row, heads.size()));
    }
    return heads;
}

inline std::optional<Hash> head_at(Desk& desk, const Id& conv, uint64_t at) {
    return desk.ask<ConversationLoaded>(LoadConversation{"tea", conv, at}).head_at;
}

inline ConversationState state_of(Desk& desk, const Id& conv) {
    const auto loaded = desk.ask<ConversationLoaded>(LoadConversation{"tea", conv});
    CHECK(loaded.conversation.has_value());
    return loaded.conversation.value_or(ConversationState{});
}

inline std::vector<uint64_t> seqs_of(Desk& desk, const Id& conv, uint64_t after = 0) {
    std::vector<uint64_t> seqs;
    const auto read = desk.ask<LogRead>(ReadLog{"tea", conv, after, 99, 1'000'000});
    for (const wire::Row& row : read.rows) seqs.push_back(row.seq);
    return seqs;
}

inline void check_heads(const MakeStore& make) {
    SUBCASE("every row has its running hash, and the conversation that of its head") {
        Desk desk(make);
        CHECK_FALSE(head_at(desk, conv_a, 0).has_value());
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(by_ada(conv_a, 2, 0));
        const auto third = desk.ask<RowCommitted>(by_ann(conv_a, 3, 1));
        const auto heads =
            heads_of(conv_a, {opening(conv_a, 1).first, by_ada(conv_a, 2, 0).submission,
                              by_ann(conv_a, 3, 1).submission});
        for (uint64_t at = 0; at <= 3; ++at)
            CHECK(head_at(desk, conv_a, at) == heads[static_cast<size_t>(at)]);
        CHECK_FALSE(head_at(desk, conv_a, 4).has_value());
        CHECK(third.after.head == heads[3]);
        CHECK(third.after.floor_seq == 0);
        CHECK(third.after.floor_head == heads[0]);
        CHECK(third.after.oldest_at == noon);
    }
}

// --- Erasure ----------------------------------------------------------------------------------

// Three rows, two of them unread, then the event that erases.
inline ConversationState erased_by_ada(Desk& desk) {
    desk.ask<RowCommitted>(opening(conv_a, 1));
    desk.ask<RowCommitted>(by_ann(conv_a, 2, 1));
    desk.ask<RowCommitted>(event_by_ada(conv_a, 3, 0, {3, ada}));
    return desk.ask<RowCommitted>(event_by_ada(conv_a, 4, 3, {5, std::nullopt})).after;
}

inline void check_erasure(const MakeStore& make) {
    SUBCASE("an erasing event leaves nothing but itself") {
        Desk desk(make);
        const ConversationState state = erased_by_ada(desk);
        const auto heads =
            heads_of(conv_a, {opening(conv_a, 1).first, by_ann(conv_a, 2, 1).submission,
                              event_by_ada(conv_a, 3, 0, {3, ada}).submission,
                              event_by_ada(conv_a, 4, 3, {5, std::nullopt}).submission});
        CHECK(state.state == ConversationPhase::erased);
        CHECK(state.head_seq == 4);
        CHECK(state.head == heads[4]);
        CHECK(state.floor_seq == 3);
        CHECK(state.floor_head == heads[3]);
        CHECK(state.inbox_seq == 4);
        CHECK(state.waiting_since == 0);
        CHECK(state.unread == 0);
        CHECK_FALSE(state.assignee.has_value());
        CHECK(state.wraps.empty());
        CHECK_FALSE(state.last.has_value());
        CHECK(state_of(desk, conv_a) == state);
        CHECK(seqs_of(desk, conv_a) == std::vector<uint64_t>{4});
        CHECK_FALSE(head_at(desk, conv_a, 2).has_value());
        CHECK(head_at(desk, conv_a, 3) == heads[3]);
        CHECK(head_at(desk, conv_a, 4) == heads[4]);
        CHECK(desk.ask<OpenListed>(OpenConversations{"tea", 9}).conversations.empty());
        CHECK(desk.ask<InboxRead>(ReadInbox{"tea", 0, 9}).conversations ==
              std::vector<ConversationState>{state});
    }
    SUBCASE("an erased conversation takes nothing more, and knows its erasing row alone") {
        Desk desk(make);
        const ConversationState state = erased_by_ada(desk);
        const AppendRow erasing = event_by_ada(conv_a, 4, 3, {5, std::nullopt});
        const auto again = desk.ask<RowCommitted>(erasing);
        CHECK(again.known);
        CHECK(again.row.seq == 4);
        CHECK(again.row.submission == erasing.submission);
        CHECK(desk.ask<RowRefused>(by_ann(conv_a, 2, 1)).code == wire::Code::erased);
        CHECK(desk.ask<RowRefused>(by_ann(conv_a, 5, 2)).code == wire::Code::erased);
        CHECK(desk.ask<RowRefused>(opening(conv_a, 1)).code == wire::Code::erased);
        AppendRow second = event_by_ada(conv_a, 5, 4, {5, std::nullopt});
        CHECK(desk.ask<RowRefused>(second).code == wire::Code::erased);
        PutWrap put{"tea", opening(conv_a, 1).wrap, ada_device, Role::agent};
        CHECK(desk.ask<Failed>(put).code == wire::Code::erased);
        CHECK_FALSE(
            desk.ask<ConversationPut>(SetAssignee{"tea", conv_a, std::nullopt, ada}).changed);
        const std::vector<Id> mids{an_id(3), an_id(4)};
        const auto sync =
            desk.ask<SyncRead>(ReadSync{"tea", conv_a, ada_device, Role::agent, mids});
        CHECK(sync.known == std::vector<Id>{an_id(4)});
        CHECK(sync.head_seq == 4);
        CHECK(state_of(desk, conv_a) == state);
    }
    SUBCASE("only whoever may write here erases, in its chain, of whatever generation") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(opening(conv_b, 1));
        AppendRow erasing = by_ann(conv_a, 2, 9);
        erasing.event = wire::EventPub{5, std::nullopt};
        erasing.submission.type = 2;
        erasing.submission.gen = 7;
        CHECK(desk.ask<RowRefused>(erasing).code == wire::Code::chain);
        AppendRow stranger = erasing;
        stranger.submission.device = a_key(0x0b);
        CHECK(desk.ask<RowRefused>(stranger).code == wire::Code::forbidden);
        CHECK(seqs_of(desk, conv_a) == std::vector<uint64_t>{1});
        erasing.submission.prev = an_id(1);
        const auto committed = desk.ask<RowCommitted>(erasing);
        CHECK(committed.after.state == ConversationPhase::erased);
        CHECK(seqs_of(desk, conv_a) == std::vector<uint64_t>{2});
        CHECK(seqs_of(desk, conv_b) == std::vector<uint64_t>{1});
        CHECK(state_of(desk, conv_b).wraps.size() == 1);
    }
    SUBCASE("a token's unread count forgets what was erased") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(by_ada(conv_a, 2, 0));
        CHECK(desk.ask<UnreadRead>(ReadUnread{ann_bearer}).unread == 1);
        desk.ask<RowCommitted>(event_by_ada(conv_a, 3, 2, {5, std::nullopt}));
        CHECK(desk.ask<UnreadRead>(ReadUnread{ann_bearer}).unread == 0);
    }
}

// --- Retention --------------------------------------------------------------------------------

inline PutShop a_shop_that_keeps(uint64_t days) {
    PutShop put{a_shop()};
    put.record.settings.retention_days = days;
    return put;
}

// Five rows on the first five days, in a shop that keeps them for seven.
inline std::vector<Hash> write_five_days(Desk& desk) {
    desk.ask<Done>(a_shop_that_keeps(7));
    const std::vector<AppendRow> rows{
        by_ada(conv_a, 2, 0, noon + day_ms), by_ann(conv_a, 3, 1, noon + 2 * day_ms),
        by_ann(conv_a, 4, 3, noon + 3 * day_ms), by_ada(conv_a, 5, 2, noon + 4 * day_ms)};
    desk.ask<RowCommitted>(opening(conv_a, 1));
    std::vector<wire::Submission> submissions{opening(conv_a, 1).first};
    for (const AppendRow& row : rows) {
        desk.ask<RowCommitted>(row);
        submissions.push_back(row.submission);
    }
    return heads_of(conv_a, submissions);
}

inline TrimRows trim_on_day(uint64_t day, uint64_t rows_max = 99) {
    return {noon + day * day_ms, rows_max};
}

inline void check_retention(const MakeStore& make) {
    SUBCASE("rows that are older than the shop keeps them go, and the floor is theirs") {
        Desk desk(make);
        const auto heads = write_five_days(desk);
        const uint64_t version = state_of(desk, conv_a).version;
        CHECK(desk.ask<RowsTrimmed>(trim_on_day(7)) == RowsTrimmed{});  // on the day, not after it
        const auto trimmed = desk.ask<RowsTrimmed>(trim_on_day(9));
        REQUIRE(trimmed.conversations.size() == 1);
        CHECK_FALSE(trimmed.more);
        CHECK(trimmed.conversations[0].shop == "tea");
        const ConversationState state = state_of(desk, conv_a);
        CHECK(trimmed.conversations[0].after == state);
        CHECK(state.version == version + 1);
        CHECK(state.state == ConversationPhase::open);
        CHECK(state.floor_seq == 2);
        CHECK(state.floor_head == heads[2]);
        CHECK(state.head_seq == 5);
        CHECK(state.head == heads[5]);
        CHECK(state.oldest_at == noon + 2 * day_ms);
        CHECK(state.unread == 2);
        CHECK(state.last->seq == 5);
        CHECK(state.wraps.size() == 1);
        CHECK(seqs_of(desk, conv_a) == std::vector<uint64_t>{3, 4, 5});
        CHECK(seqs_of(desk, conv_a, 1) == std::vector<uint64_t>{3, 4, 5});
        CHECK_FALSE(head_at(desk, conv_a, 1).has_value());
        CHECK(head_at(desk, conv_a, 2) == heads[2]);
        CHECK(head_at(desk, conv_a, 4) == heads[4]);
        CHECK(desk.ask<RowsTrimmed>(trim_on_day(9)) == RowsTrimmed{});
    }
    SUBCASE("a shop without retention keeps everything") {
        Desk desk(make);
        write_five_days(desk);
        desk.ask<Done>(a_shop_that_keeps(0));
        CHECK(desk.ask<RowsTrimmed>(trim_on_day(9'999)) == RowsTrimmed{});
        CHECK(seqs_of(desk, conv_a).size() == 5);
    }
    SUBCASE("after a trim chains go on, running hashes are right and gone mids are known") {
        Desk desk(make);
        const auto heads = write_five_days(desk);
        desk.ask<RowsTrimmed>(trim_on_day(11));
        CHECK(seqs_of(desk, conv_a) == std::vector<uint64_t>{5});
        const auto known = desk.ask<RowCommitted>(by_ann(conv_a, 3, 1));
        CHECK(known.known);
        CHECK(known.row.seq == 3);
        CHECK(known.row.submission.mid == an_id(3));
        CHECK(known.row.submission.ct.empty());
        CHECK(desk.ask<RowCommitted>(opening(conv_a, 1)).row.seq == 1);
        CHECK(desk.ask<RowRefused>(by_ada(conv_a, 3, 5)).code == wire::Code::forbidden);
        const auto sync = desk.ask<SyncRead>(ReadSync{
            "tea", conv_a, ann_device, Role::shopper, {an_id(1), an_id(2), an_id(4), an_id(9)}});
        CHECK(sync.known == std::vector<Id>{an_id(1), an_id(4)});
        CHECK(sync.last_mid == an_id(4));
        const AppendRow next = by_ann(conv_a, 6, 4, noon + 11 * day_ms);
        const auto committed = desk.ask<RowCommitted>(next);
        CHECK(committed.row.seq == 6);
        CHECK(committed.after.head == crypto::head_next(heads[5], next.submission, 6));
    }
    SUBCASE("agents are fed a change when they would see one") {
        Desk desk(make);
        desk.ask<Done>(a_shop_that_keeps(7));
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(event_by_ada(conv_a, 2, 0, {3, ada}));
        desk.ask<ConversationPut>(cursor_of(Role::agent, 2, 2));
        AppendRow late = event_by_ada(conv_a, 3, 2, {1, std::nullopt});
        late.at = noon + 5 * day_ms;
        desk.ask<RowCommitted>(late);
        const uint64_t before = state_of(desk, conv_a).inbox_seq;
        desk.ask<RowsTrimmed>(trim_on_day(8, 1));
        const ConversationState without_last = state_of(desk, conv_a);
        CHECK_FALSE(without_last.last.has_value());
        CHECK(without_last.inbox_seq == before + 1);
        desk.ask<RowsTrimmed>(trim_on_day(8, 1));
        const ConversationState same = state_of(desk, conv_a);
        CHECK(same.floor_seq == 2);
        CHECK(same.inbox_seq == before + 1);
        CHECK(same.version == without_last.version + 1);
        const auto feed = desk.ask<InboxRead>(ReadInbox{"tea", before, 9});
        CHECK(feed.conversations == std::vector<ConversationState>{same});
        CHECK(feed.inbox_head == before + 1);
    }
    SUBCASE("a conversation without a row left is erased, and takes nothing more") {
        Desk desk(make);
        const auto heads = write_five_days(desk);
        desk.ask<RowsTrimmed>(trim_on_day(12));
        const ConversationState state = state_of(desk, conv_a);
        CHECK(state.state == ConversationPhase::erased);
        CHECK(state.floor_seq == 5);
        CHECK(state.floor_head == heads[5]);
        CHECK(state.head == heads[5]);
        CHECK(state.oldest_at == 0);
        CHECK(state.unread == 0);
        CHECK(state.waiting_since == 0);
        CHECK_FALSE(state.last.has_value());
        CHECK_FALSE(state.assignee.has_value());
        CHECK(state.wraps.empty());
        CHECK(seqs_of(desk, conv_a).empty());
        CHECK(head_at(desk, conv_a, 5) == heads[5]);
        CHECK(desk.ask<InboxRead>(ReadInbox{"tea", 0, 9}).conversations.size() == 1);
        CHECK(desk.ask<RowRefused>(by_ann(conv_a, 6, 4)).code == wire::Code::erased);
        CHECK(desk.ask<RowRefused>(by_ann(conv_a, 4, 3)).code == wire::Code::erased);
        CHECK(desk.ask<RowRefused>(opening(conv_a, 1)).code == wire::Code::erased);
        const auto sync = desk.ask<SyncRead>(
            ReadSync{"tea", conv_a, ann_device, Role::shopper, {an_id(1), an_id(4)}});
        CHECK(sync.known.empty());
        CHECK(is_zero(sync.last_mid));
        CHECK(desk.ask<RowsTrimmed>(trim_on_day(99)) == RowsTrimmed{});
    }
    SUBCASE("the row that erased a conversation stays, however old") {
        Desk desk(make);
        desk.ask<Done>(a_shop_that_keeps(7));
        const ConversationState state = erased_by_ada(desk);
        CHECK(desk.ask<RowsTrimmed>(trim_on_day(99)) == RowsTrimmed{});
        CHECK(state_of(desk, conv_a) == state);
        CHECK(seqs_of(desk, conv_a) == std::vector<uint64_t>{4});
    }
    SUBCASE("no more than rows_max go at once, over all shops, until nothing more is left") {
        Desk desk(make);
        write_five_days(desk);
        desk.ask<RowCommitted>(opening(conv_b, 1));
        PutShop cups = a_shop_that_keeps(3);
        cups.record.shop = "cups";
        desk.ask<Done>(cups);
        OpenConversation in_cups = opening(conv_a, 1);
        in_cups.shop = "cups";
        desk.ask<RowCommitted>(in_cups);
        size_t gone = 0;
        for (const bool last : {false, false, true}) {
            const auto trimmed = desk.ask<RowsTrimmed>(trim_on_day(12, 3));
            CHECK(trimmed.more == !last);
            gone += trimmed.conversations.size();
        }
        CHECK(gone >= 3);
        for (const Id& conv : {conv_a, conv_b}) CHECK(seqs_of(desk, conv).empty());
        CHECK(desk.ask<ConversationLoaded>(LoadConversation{"cups", conv_a}).conversation->state ==
              ConversationPhase::erased);
    }
    SUBCASE("a row that came before the one in front of it waits for that one") {
        Desk desk(make);
        desk.ask<Done>(a_shop_that_keeps(7));
        desk.ask<RowCommitted>(opening(conv_a, 1, noon + 5 * day_ms));
        desk.ask<RowCommitted>(by_ann(conv_a, 2, 1, noon));  // the clock was set back
        CHECK(desk.ask<RowsTrimmed>(trim_on_day(9)) == RowsTrimmed{});
        CHECK(desk.ask<RowsTrimmed>(trim_on_day(13)).conversations.size() == 1);
        CHECK(seqs_of(desk, conv_a).empty());
    }
}

}  // namespace shopbell::server::test
