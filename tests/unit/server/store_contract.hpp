// SPDX-License-Identifier: Apache-2.0
// What every Store must do, as claims that are run against SQLite's and against the in-memory twin.
// A test case calls check_store_contract with a function that makes an empty store; each claim gets
// one of its own. What only one of them can do (a full disk, opening again) stands in their own
// tests.
#pragma once

#include "tests/unit/server/store_contract_history.hpp"
#include "tests/unit/server/store_desk.hpp"

namespace shopbell::server::test {

// --- Rows -------------------------------------------------------------------------------------

inline void check_rows(const MakeStore& make) {
    SUBCASE("the first row of a conversation is seq 1, with the state that follows from it") {
        Desk desk(make);
        const auto committed = desk.ask<RowCommitted>(opening(conv_a, 1));
        CHECK_FALSE(committed.known);
        CHECK(committed.row.seq == 1);
        CHECK(committed.row.received_at == noon);
        CHECK(committed.row.submission == a_row(conv_a, 1, 0, ann_device));
        const ConversationState& state = committed.after;
        CHECK(state.conv == conv_a);
        CHECK(state.shopper_device == ann_device);
        CHECK(state.state == ConversationPhase::open);
        CHECK(state.head_seq == 1);
        CHECK(state.inbox_seq == 1);
        CHECK(state.version == 1);
        CHECK(state.opened_at == noon);
        CHECK(state.waiting_since == noon);
        CHECK(state.unread == 1);
        CHECK(state.wraps == std::vector<wire::Wrap>{opening(conv_a, 1).wrap});
        CHECK(state.last == committed.row);
        CHECK(desk.ask<ConversationLoaded>(LoadConversation{"tea", conv_a}).conversation == state);
    }
    SUBCASE("rows are numbered without gaps, each device chained for itself") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        CHECK(desk.ask<RowCommitted>(by_ada(conv_a, 2, 0)).row.seq == 2);
        CHECK(desk.ask<RowCommitted>(by_ann(conv_a, 3, 1)).row.seq == 3);
        CHECK(desk.ask<RowCommitted>(by_ada(conv_a, 4, 2)).row.seq == 4);
    }
    SUBCASE("a known mid is answered with its first row, and nothing changes") {
        Desk desk(make);
        const auto first = desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(by_ann(conv_a, 2, 1));
        const auto before = desk.ask<ConversationLoaded>(LoadConversation{"tea", conv_a});
        AppendRow again = by_ann(conv_a, 1, 0, noon + 999);
        again.submission.ct = Bytes(7, 7);  // sealed anew, as after a lost acknowledgement
        const auto known = desk.ask<RowCommitted>(again);
        CHECK(known.known);
        CHECK(known.row == first.row);
        CHECK(desk.ask<RowCommitted>(opening(conv_a, 1, noon + 999)).row == first.row);
        CHECK(desk.ask<ConversationLoaded>(LoadConversation{"tea", conv_a}) == before);
    }
    SUBCASE("a prev that is not the device's last mid is refused with that mid") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        const auto refused = desk.ask<RowRefused>(by_ann(conv_a, 3, 2));
        CHECK(refused.code == wire::Code::chain);
        CHECK(refused.last_mid == an_id(1));
        const auto first = desk.ask<RowRefused>(by_ada(conv_a, 3, 1));
        CHECK(first.code == wire::Code::chain);
        CHECK(is_zero(first.last_mid));
    }
    SUBCASE("one batch sees its own earlier rows, and refuses one without the others") {
        Desk desk(make);
        const auto answers = desk.ask_all(
            {opening(conv_a, 1), by_ann(conv_a, 2, 1), by_ann(conv_a, 9, 8), by_ann(conv_a, 3, 2)});
        CHECK(std::holds_alternative<RowCommitted>(answers[1]));
        CHECK(std::holds_alternative<RowRefused>(answers[2]));
        REQUIRE(std::holds_alternative<RowCommitted>(answers[3]));
        CHECK(std::get<RowCommitted>(answers[3]).row.seq == 3);
    }
    SUBCASE("a refused open leaves no conversation behind") {
        Desk desk(make);
        OpenConversation open = opening(conv_a, 2);
        open.first.prev = an_id(1);
        CHECK(desk.ask<RowRefused>(open).code == wire::Code::chain);
        CHECK_FALSE(
            desk.ask<ConversationLoaded>(LoadConversation{"tea", conv_a}).conversation.has_value());
        CHECK(desk.ask<InboxRead>(ReadInbox{"tea", 0, 9}).conversations.empty());
    }
    SUBCASE("what a writer may not do is refused by code") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        CHECK(desk.ask<RowRefused>(by_ann(conv_b, 2, 0)).code == wire::Code::unknown_conversation);
        AppendRow elsewhere = by_ann(conv_a, 2, 1);
        elsewhere.shop = "cups";
        CHECK(desk.ask<RowRefused>(elsewhere).code == wire::Code::unknown_conversation);
        AppendRow stranger = by_ada(conv_a, 2, 0);
        stranger.role = Role::shopper;
        CHECK(desk.ask<RowRefused>(stranger).code == wire::Code::forbidden);
        CHECK(desk.ask<RowRefused>(by_ada(conv_a, 1, 0)).code == wire::Code::forbidden);
        AppendRow old = by_ann(conv_a, 2, 1);
        old.submission.gen = 2;
        CHECK(desk.ask<RowRefused>(old).code == wire::Code::stale_gen);
        OpenConversation other_key = opening(conv_a, 1);
        other_key.wrap.made_at = 5;
        CHECK(desk.ask<RowRefused>(other_key).code == wire::Code::stale_gen);
        OpenConversation taken = opening(conv_a, 5);
        taken.first.device = taken.wrap.maker = a_key(0x0b);
        CHECK(desk.ask<RowRefused>(taken).code == wire::Code::conversation_exists);
    }
    SUBCASE("the same ids in another shop are another conversation") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(by_ann(conv_a, 2, 1));
        OpenConversation elsewhere = opening(conv_a, 1);
        elsewhere.shop = "cups";
        CHECK(desk.ask<RowCommitted>(elsewhere).after.head_seq == 1);
    }
}

// --- What rows do to their conversation ---------------------------------------------------------

inline void check_states(const MakeStore& make) {
    SUBCASE("waiting starts with the first unanswered message and ends with the answer") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1, noon));
        CHECK(desk.ask<RowCommitted>(by_ann(conv_a, 2, 1, noon + 5)).after.waiting_since == noon);
        CHECK(desk.ask<RowCommitted>(by_ada(conv_a, 3, 0)).after.waiting_since == 0);
        const auto next = desk.ask<RowCommitted>(by_ann(conv_a, 4, 2, noon + 9));
        CHECK(next.after.waiting_since == noon + 9);
        CHECK(next.after.unread == 3);
    }
    SUBCASE("events close, open and assign; a shopper's message opens again") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        const auto assigned = desk.ask<RowCommitted>(event_by_ada(conv_a, 2, 0, {3, ada}));
        CHECK(assigned.after.assignee == ada);
        CHECK(assigned.after.waiting_since == noon);
        CHECK(assigned.after.last->seq == 1);
        const auto closed = desk.ask<RowCommitted>(event_by_ada(conv_a, 3, 2, {1, std::nullopt}));
        CHECK(closed.after.state == ConversationPhase::closed);
        CHECK(closed.after.waiting_since == 0);
        const auto by_event = desk.ask<RowCommitted>(event_by_ada(conv_a, 4, 3, {2, std::nullopt}));
        CHECK(by_event.after.state == ConversationPhase::open);
        desk.ask<RowCommitted>(event_by_ada(conv_a, 5, 4, {1, std::nullopt}));
        const auto by_message = desk.ask<RowCommitted>(by_ann(conv_a, 6, 1));
        CHECK(by_message.after.state == ConversationPhase::open);
        CHECK(by_message.after.assignee == ada);
        const auto freed = desk.ask<RowCommitted>(event_by_ada(conv_a, 7, 5, {3, std::nullopt}));
        CHECK_FALSE(freed.after.assignee.has_value());
    }
    SUBCASE("cursors go forward only, up to the head, and read implies delivered") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(by_ann(conv_a, 2, 1));
        desk.ask<RowCommitted>(by_ada(conv_a, 3, 0));
        const auto read_two = desk.ask<ConversationPut>(cursor_of(Role::agent, 0, 2));
        CHECK(read_two.changed);
        CHECK(read_two.after.agent_delivered == 2);
        CHECK(read_two.after.agent_read == 2);
        CHECK(read_two.after.unread == 0);
        CHECK_FALSE(desk.ask<ConversationPut>(cursor_of(Role::agent, 1, 1)).changed);
        const auto shopper = desk.ask<ConversationPut>(cursor_of(Role::shopper, 99, 1));
        CHECK(shopper.after.shopper_delivered == 3);
        CHECK(shopper.after.shopper_read == 1);
        CHECK(shopper.after.agent_read == 2);
        CHECK(shopper.after.version > read_two.after.version);
        CHECK(shopper.after.inbox_seq == read_two.after.inbox_seq);  // agents see no change
    }
    SUBCASE("unread counts the shopper's messages that no agent has read") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(by_ada(conv_a, 2, 0));
        desk.ask<RowCommitted>(by_ann(conv_a, 3, 1));
        const auto before = desk.ask<RowCommitted>(by_ann(conv_a, 4, 3));
        CHECK(before.after.unread == 3);
        const auto after = desk.ask<ConversationPut>(cursor_of(Role::agent, 3, 3));
        CHECK(after.after.unread == 1);
        CHECK(after.after.inbox_seq > before.after.inbox_seq);
    }
    SUBCASE("a cursor for nothing, or for another's conversation, fails by code") {
        Desk desk(make);
        CHECK(desk.ask<Failed>(cursor_of(Role::agent, 1, 1)).code ==
              wire::Code::unknown_conversation);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        PutCursor stranger = cursor_of(Role::shopper, 1, 1);
        stranger.device = a_key(0x0b);
        CHECK(desk.ask<Failed>(stranger).code == wire::Code::forbidden);
    }
    SUBCASE("the first wrap of a generation stands, and rows must be of the newest") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        PutWrap put{"tea", opening(conv_a, 1).wrap, ada_device, Role::agent};
        put.wrap.gen = 2;
        const auto changed = desk.ask<ConversationPut>(put);
        CHECK(changed.after.wraps.size() == 2);
        CHECK(changed.after.inbox_seq == 2);
        CHECK(desk.ask<Failed>(put).code == wire::Code::stale_gen);
        CHECK(desk.ask<RowRefused>(by_ann(conv_a, 2, 1)).code == wire::Code::stale_gen);
        put.wrap.gen = 3;
        put.role = Role::shopper;
        CHECK(desk.ask<Failed>(put).code == wire::Code::forbidden);
        put.wrap.conv = conv_b;
        CHECK(desk.ask<Failed>(put).code == wire::Code::unknown_conversation);
    }
    SUBCASE("an assignee is set only over the one that was seen, while it is open") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        const auto set = desk.ask<ConversationPut>(SetAssignee{"tea", conv_a, std::nullopt, ada});
        CHECK(set.changed);
        CHECK(set.after.assignee == ada);
        const auto late =
            desk.ask<ConversationPut>(SetAssignee{"tea", conv_a, std::nullopt, an_id(0xb0)});
        CHECK_FALSE(late.changed);
        CHECK(late.after == set.after);
        desk.ask<RowCommitted>(event_by_ada(conv_a, 2, 0, {1, std::nullopt}));
        CHECK_FALSE(
            desk.ask<ConversationPut>(SetAssignee{"tea", conv_a, ada, std::nullopt}).changed);
        CHECK(desk.ask<Failed>(SetAssignee{"tea", conv_b, std::nullopt, ada}).code ==
              wire::Code::unknown_conversation);
    }
}

// --- Reads ------------------------------------------------------------------------------------

inline void check_reads(const MakeStore& make) {
    SUBCASE("a shop is kept whole, and replaced whole") {
        Desk desk(make);
        CHECK_FALSE(desk.ask<ShopLoaded>(LoadShop{"tea"}).record.has_value());
        desk.ask<Done>(PutShop{a_shop()});
        CHECK(desk.ask<ShopLoaded>(LoadShop{"tea"}).record == a_shop());
        ShopRecord smaller = a_shop();
        smaller.profiles.pop_back();
        smaller.sealed_inboxes.clear();
        desk.ask<Done>(PutShop{smaller});
        desk.ask<RowCommitted>(opening(conv_a, 1));
        const auto loaded = desk.ask<ShopLoaded>(LoadShop{"tea"});
        CHECK(loaded.record == smaller);
        CHECK(loaded.inbox_head == 1);
        CHECK(loaded.epoch > 0);
        CHECK_FALSE(desk.ask<ShopLoaded>(LoadShop{"cups"}).record.has_value());
    }
    SUBCASE("the log is read in pages, by rows and by bytes, never less than one row") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        for (uint8_t mid = 2; mid <= 6; ++mid) {
            desk.ask<RowCommitted>(by_ann(conv_a, mid, static_cast<uint8_t>(mid - 1)));
        }
        const auto page = desk.ask<LogRead>(ReadLog{"tea", conv_a, 1, 2, 1'000'000});
        REQUIRE(page.rows.size() == 2);
        CHECK(page.rows[0].seq == 2);
        CHECK(page.rows[1].seq == 3);
        CHECK(page.rows[0].epoch == desk.ask<ShopLoaded>(LoadShop{"tea"}).epoch);
        CHECK(page.head_seq == 6);
        const uint64_t size = wire::encode(page.rows[0]).size();
        CHECK(desk.ask<LogRead>(ReadLog{"tea", conv_a, 0, 9, 3 * size}).rows.size() == 3);
        CHECK(desk.ask<LogRead>(ReadLog{"tea", conv_a, 0, 9, 1}).rows.size() == 1);
        CHECK(desk.ask<LogRead>(ReadLog{"tea", conv_a, 6, 9, 1'000'000}).rows.empty());
        CHECK(desk.ask<LogRead>(ReadLog{"tea", conv_b, 0, 9, 1'000'000}).head_seq == 0);
    }
    SUBCASE("the feed holds each conversation once, under its newest change") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(opening(conv_b, 2));
        const auto moved = desk.ask<RowCommitted>(by_ann(conv_a, 3, 1));
        const auto feed = desk.ask<InboxRead>(ReadInbox{"tea", 0, 9});
        REQUIRE(feed.conversations.size() == 2);
        CHECK(feed.conversations[0].conv == conv_b);
        CHECK(feed.conversations[1] == moved.after);
        CHECK(feed.inbox_head == 3);
        CHECK(desk.ask<InboxRead>(ReadInbox{"tea", 2, 9}).conversations.size() == 1);
        CHECK(desk.ask<InboxRead>(ReadInbox{"tea", 0, 1}).conversations.size() == 1);
        CHECK(desk.ask<InboxRead>(ReadInbox{"tea", 3, 9}).conversations.empty());
        CHECK(desk.ask<InboxRead>(ReadInbox{"cups", 0, 9}).inbox_head == 0);
    }
    SUBCASE("sync names the device's own committed rows") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(by_ada(conv_a, 2, 0));
        const std::vector<Id> mids{an_id(2), an_id(9), an_id(1)};
        const auto ann =
            desk.ask<SyncRead>(ReadSync{"tea", conv_a, ann_device, Role::shopper, mids});
        CHECK(ann.known == std::vector<Id>{an_id(1)});
        CHECK(ann.last_mid == an_id(1));
        CHECK(ann.head_seq == 2);
        const ReadSync stranger{"tea", conv_a, a_key(0x0b), Role::shopper, mids};
        CHECK(desk.ask<Failed>(stranger).code == wire::Code::forbidden);
        const ReadSync nowhere{"tea", conv_b, ann_device, Role::shopper, mids};
        CHECK(desk.ask<SyncRead>(nowhere) == SyncRead{});
    }
    SUBCASE("open conversations are listed, those that wait first, the longest first") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(an_id(1), 1, noon));
        desk.ask<RowCommitted>(by_ada(an_id(1), 11, 0));
        desk.ask<RowCommitted>(opening(an_id(2), 2, noon + 20));
        desk.ask<RowCommitted>(opening(an_id(3), 3, noon + 10));
        desk.ask<RowCommitted>(opening(an_id(4), 4, noon + 5));
        desk.ask<RowCommitted>(event_by_ada(an_id(4), 14, 0, {1, std::nullopt}));
        const auto all = desk.ask<OpenListed>(OpenConversations{"tea", 3});
        REQUIRE(all.conversations.size() == 3);
        CHECK_FALSE(all.more);
        CHECK(all.conversations[0] == OpenEntry{an_id(3), std::nullopt, noon + 10, noon + 10});
        CHECK(all.conversations[1].conv == an_id(2));
        CHECK(all.conversations[2] == OpenEntry{an_id(1), std::nullopt, 0, noon});
        const auto some = desk.ask<OpenListed>(OpenConversations{"tea", 2});
        CHECK(some.conversations.size() == 2);
        CHECK(some.more);
        CHECK(desk.ask<OpenListed>(OpenConversations{"cups", 2}).conversations.empty());
    }
    SUBCASE("a token's unread count is of the agents' messages in its conversations") {
        Desk desk(make);
        desk.ask<RowCommitted>(opening(conv_a, 1));
        desk.ask<RowCommitted>(by_ada(conv_a, 2, 0));
        desk.ask<RowCommitted>(event_by_ada(conv_a, 3, 2, {1, std::nullopt}));
        desk.ask<RowCommitted>(by_ada(conv_a, 4, 3));
        CHECK(desk.ask<UnreadRead>(ReadUnread{ann_bearer}).unread == 2);
        desk.ask<ConversationPut>(cursor_of(Role::shopper, 4, 2));
        CHECK(desk.ask<UnreadRead>(ReadUnread{ann_bearer}).unread == 1);
        CHECK(desk.ask<UnreadRead>(ReadUnread{a_key(1)}).unread == 0);
    }
}

inline void check_bearers(const MakeStore& make) {
    SUBCASE("a token tells what its device was at its newest visit") {
        Desk desk(make);
        const TokenHolder ann{"tea", ann_device, Role::shopper, Id{}};
        const TokenHolder desk_ada{"tea", ada_device, Role::agent, ada};
        desk.ask<Done>(PutBearer{ann_bearer, desk_ada, noon});
        desk.ask<Done>(PutBearer{ann_bearer, {"tea", ada_device, Role::shopper, Id{}}, noon + 1});
        desk.ask<Done>(PutBearer{a_key(2), ann, noon});
        CHECK(desk.ask<BearerRead>(ReadBearer{ann_bearer}).holder->role == Role::shopper);
        CHECK(desk.ask<BearerRead>(ReadBearer{a_key(2)}).holder == ann);
        CHECK_FALSE(desk.ask<BearerRead>(ReadBearer{a_key(3)}).holder.has_value());
    }
    SUBCASE("a token whose device came no more is forgotten, by the newest visit") {
        Desk desk(make);
        const TokenHolder ann{"tea", ann_device, Role::shopper, Id{}};
        constexpr uint64_t day = 86'400'000;
        desk.ask<Done>(PutBearer{ann_bearer, ann, noon});
        desk.ask<Done>(PutBearer{a_key(2), ann, noon});
        desk.ask<Done>(PutBearer{a_key(2), ann, noon + 2 * day});
        desk.ask<Done>(TrimBearers{noon + day});
        CHECK_FALSE(desk.ask<BearerRead>(ReadBearer{ann_bearer}).holder.has_value());
        CHECK(desk.ask<BearerRead>(ReadBearer{a_key(2)}).holder == ann);
    }
}

inline void check_store_contract(const MakeStore& make) {
    SUBCASE("rows:") { check_rows(make); }
    SUBCASE("states:") { check_states(make); }
    SUBCASE("reads:") { check_reads(make); }
    SUBCASE("bearers:") { check_bearers(make); }
    SUBCASE("heads:") { check_heads(make); }
    SUBCASE("erasure:") { check_erasure(make); }
    SUBCASE("retention:") { check_retention(make); }
}

}  // namespace shopbell::server::test
