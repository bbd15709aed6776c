// SPDX-License-Identifier: Apache-2.0
#include "core/client/disk.hpp"

#include "core/base/text_encoding.hpp"
#include "core/client/keyring.hpp"
#include "core/client/transcript.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

namespace shopbell::client {
namespace {

constexpr std::string_view device_key = "device", shop_key = "shop", conversation_prefix = "conv/",
                           row_prefix = "row/", outbox_prefix = "out/";

// Ten digits or more, so that keys sort as their numbers do.
std::string digits(uint64_t number) {
    char text[20];
    size_t first = sizeof text;
    for (; number != 0 || first > sizeof text - 10; number /= 10) {
        text[--first] = static_cast<char>('0' + number % 10);
    }
    return std::string(text + first, sizeof text - first);
}

std::string key_of(std::string_view prefix, const Id& conv) {
    return std::string(prefix) + hex_encode(conv);
}

std::string key_of(std::string_view prefix, const Id& conv, uint64_t number) {
    return key_of(prefix, conv) + "/" + digits(number);
}

void put(State& state, std::string key, Bytes value) {
    state.changes.puts.push_back({.key = std::move(key), .value = std::move(value)});
}

boundary::KeptConversation kept(const Conversation& conversation) {
    return {.conv = conversation.conv,
            .opened = conversation.opened,
            .state = static_cast<uint64_t>(conversation.status),
            .assignee = conversation.assignee,
            .head_seq = conversation.head_seq,
            .opened_at = conversation.opened_at,
            .waiting_since = conversation.waiting_since,
            .unread = conversation.inbox_unread,
            .read = conversation.read,
            .other_delivered = conversation.other_delivered,
            .other_read = conversation.other_read,
            .wraps = conversation.wraps,
            .last = conversation.last_row,
            .floor = 0,
            .floor_head = {},
            .epoch = 0,
            .erasure = {}};
}

void restore_shop(State& state, ByteView value) {
    auto shop = boundary::decode_kept_shop(value);
    std::string_view problem;
    if (!shop || !accept_roster(state, shop->roster, problem)) return;
    state.shop.settings = std::move(shop->settings);
    state.shop.agents = std::move(shop->agents);
    for (wire::AgentProfile& agent : state.shop.agents) agent.state = 0;
    state.shop.inbox_cursor = shop->inbox_cursor;
    accept_sealed_inbox(state, shop->sealed_inbox);
}

void restore_conversation(State& state, ByteView value) {
    auto kept = boundary::decode_kept_conversation(value);
    if (!kept) return;
    Conversation& conversation = state.conversations.find_or_add(kept->conv);
    conversation.opened = kept->opened;
    conversation.status = static_cast<ConversationStatus>(kept->state);
    conversation.assignee = kept->assignee;
    conversation.head_seq = kept->head_seq;
    conversation.opened_at = kept->opened_at;
    conversation.waiting_since = kept->waiting_since;
    conversation.inbox_unread = kept->unread;
    conversation.read = kept->read;
    conversation.other_delivered = kept->other_delivered;
    conversation.other_read = kept->other_read;
    conversation.wraps = std::move(kept->wraps);
    conversation.last_row = kept->last;
    if (state.is_agent() && kept->last)
        conversation.last = read_row(state, conversation, *kept->last);
    conversation.notified = kept->head_seq;
    touch(state, conversation);
}

void restore_kept_row(State& state, ByteView value) {
    const auto kept = boundary::decode_kept_row(value);
    if (!kept) return;
    Conversation* conversation = find_conversation(state, kept->row.submission.conv);
    if (!conversation || !restore_row(state, *conversation, *kept)) return;
    conversation->durable = conversation->cursor();
}

void restore_outbox_row(State& state, ByteView value) {
    auto kept = boundary::decode_kept_outbox_row(value);
    if (!kept) return;
    Conversation* conversation = find_conversation(state, kept->submission.conv);
    if (!conversation) return;
    OutboxRow row;
    row.number = kept->number;
    row.submission = std::move(kept->submission);
    row.said = open_own_row(state, *conversation, row.submission);
    row.stage = kept->halted ? Stage::halted : Stage::queued;
    row.refusal = static_cast<wire::Code>(kept->halted);
    row.created_at = row.submission.sent_at;
    state.next_number = std::max(state.next_number, row.number + 1);
    conversation->outbox.push_back(std::move(row));
    touch_row(state, *conversation, conversation->outbox.back());
}

}  // namespace

void keep_row(State& state, const Conversation& conversation, const wire::Row& row,
              uint64_t problem) {
    put(state, key_of(row_prefix, conversation.conv, row.seq),
        boundary::encode(boundary::KeptRow{.row = row, .problem = problem}));
}

void keep_outbox_row(State& state, const Conversation& conversation, const OutboxRow& row) {
    boundary::KeptOutboxRow kept{
        .number = row.number,
        .submission = row.submission,
        .halted = row.stage == Stage::halted ? static_cast<uint64_t>(row.refusal) : 0,
        .author = 0,
        .agent = {}};
    kept.submission.prev = {};
    kept.submission.sig = {};
    put(state, key_of(outbox_prefix, conversation.conv, row.number), boundary::encode(kept));
}

void remove_outbox_row(State& state, const Conversation& conversation, const OutboxRow& row) {
    state.changes.removes.push_back(key_of(outbox_prefix, conversation.conv, row.number));
}

void keep_shop(State& state) {
    if (!state.shop.signed_roster) return;
    put(state, std::string(shop_key),
        boundary::encode(boundary::KeptShop{.settings = state.shop.settings,
                                            .agents = state.shop.agents,
                                            .roster = *state.shop.signed_roster,
                                            .inbox_cursor = state.shop.inbox_cursor,
                                            .sealed_inbox = state.shop.sealed_inbox,
                                            .epoch = 0}));
}

void keep_device_seed(State& state, const Key& seed) {
    put(state, std::string(device_key), to_bytes(seed));
}

std::optional<Key> stored_device_seed(const std::vector<boundary::Stored>& stored) {
    for (const boundary::Stored& entry : stored) {
        if (entry.key == device_key) return to_fixed<32>(entry.value);
    }
    return std::nullopt;
}

void restore(State& state, const std::vector<boundary::Stored>& stored) {
    std::vector<const boundary::Stored*> entries;
    for (const boundary::Stored& entry : stored) entries.push_back(&entry);
    // A heap's sort: std::sort's code weighs six times as much on a shopper's way.
    const auto by_key = [](const auto* a, const auto* b) { return a->key < b->key; };
    std::make_heap(entries.begin(), entries.end(), by_key);
    std::sort_heap(entries.begin(), entries.end(), by_key);
    const auto each = [&](std::string_view prefix, const auto& take) {
        for (const boundary::Stored* entry : entries) {
            if (std::string_view(entry->key).substr(0, prefix.size()) == prefix) take(*entry);
        }
    };
    each(shop_key, [&](const auto& entry) { restore_shop(state, entry.value); });
    each(conversation_prefix, [&](const auto& entry) { restore_conversation(state, entry.value); });
    each(row_prefix, [&](const auto& entry) { restore_kept_row(state, entry.value); });
    each(outbox_prefix, [&](const auto& entry) { restore_outbox_row(state, entry.value); });
}

void keep_changes(State& state, Turn& turn) {
    Changes& changes = state.changes;
    if (changes.shop || changes.shop_kept) keep_shop(state);
    changes.shop_kept = false;
    for (const Id& conv : changes.conversations) {
        Conversation& conversation = state.conversations.at(conv);
        if (!conversation.to_keep) continue;
        conversation.to_keep = false;
        put(state, key_of(conversation_prefix, conv), boundary::encode(kept(conversation)));
    }
    if (changes.puts.empty() && changes.removes.empty()) return;
    const uint64_t id = state.next_store_id++;
    for (const Id& conv : changes.conversations) {
        Conversation& conversation = state.conversations.at(conv);
        bool waits = conversation.durable < conversation.cursor();
        for (OutboxRow& row : conversation.outbox) {
            if (row.stage != Stage::keeping || row.store_id != 0) continue;
            row.store_id = id;
            waits = true;
        }
        if (waits) state.keeping.push_back({id, conv, conversation.cursor()});
    }
    turn.emit(boundary::Store{
        .id = id, .puts = std::move(changes.puts), .removes = std::move(changes.removes)});
    changes.puts.clear();
    changes.removes.clear();
}

void store_done(State& state, const boundary::StoreDone& done) {
    for (const Keeping& entry : state.keeping) {
        if (entry.store_id != done.id) continue;
        Conversation& conversation = state.conversations.at(entry.conv);
        conversation.durable = std::max(conversation.durable, entry.cursor);
        touch(state, conversation);
        for (OutboxRow& row : conversation.outbox) {
            if (row.stage != Stage::keeping || row.store_id != done.id) continue;
            row.stage = Stage::queued;
            touch_row(state, conversation, row);
            state.changes.link = true;
        }
    }
    std::erase_if(state.keeping, [&](const Keeping& entry) { return entry.store_id == done.id; });
}

void forget(State& state, Turn& turn) {
    turn.emit(boundary::Disconnect{.code = 1000});
    const uint64_t id = state.next_store_id;
    // Made anew in its place: an assignment's code would go through every field once more.
    std::destroy_at(&state);
    std::construct_at(&state);
    turn.emit(boundary::Store{.id = id, .puts = {}, .removes = {"*"}});
}

}  // namespace shopbell::client
