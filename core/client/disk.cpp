// SPDX-License-Identifier: Apache-2.0
#include "core/client/disk.hpp"

#include "core/base/text_encoding.hpp"
#include "core/client/kept_conversation.hpp"
#include "core/client/keyring.hpp"
#include "core/client/outbox.hpp"
#include "core/client/transcript.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

namespace shopbell::client {
namespace {

constexpr std::string_view device_key = "device", shop_key = "shop", conversation_prefix = "conv/",
                           row_prefix = "row/", outbox_prefix = "out/", everything = "*";

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

std::string row_key(const Id& conv, uint64_t seq) {
    return key_of(row_prefix, conv) + "/" + digits(seq);
}

std::string outbox_key(const Id& conv, const Id& mid) {
    return key_of(outbox_prefix, conv) + "/" + hex_encode(mid);
}

void put(State& state, std::string key, Bytes value) {
    state.changes.puts.push_back({.key = std::move(key), .value = std::move(value)});
}

// Removes are carried out before puts: what was put earlier in this turn must not come back.
void remove(State& state, std::string key) {
    std::erase_if(state.changes.puts, [&](const auto& entry) { return entry.key == key; });
    state.changes.removes.push_back(std::move(key));
}

// While others' changes are read, of which this tab notes nothing itself.
void remove_at_once(State& state, Turn& turn, std::string key) {
    boundary::Store removing;
    removing.id = state.next_store_id++;
    removing.removes.push_back(std::move(key));
    turn.emit(removing);
}

void restore_shop(State& state, ByteView value) {
    auto shop = boundary::decode_kept_shop(value);
    std::string_view problem;
    if (!shop || !accept_roster(state, shop->roster, problem)) return;
    state.shop.settings = std::move(shop->settings);
    state.shop.agents = std::move(shop->agents);
    for (wire::AgentProfile& agent : state.shop.agents) agent.state = 0;
    // Once it has a connection, a tab is told by that alone which log it sees.
    if (state.link.state == LinkState::idle) state.shop.epoch = shop->epoch;
    state.shop.inbox_cursor = shop->inbox_cursor;
    accept_sealed_inbox(state, shop->sealed_inbox);
}

void restore_kept_row(State& state, Turn& turn, ByteView value) {
    const auto kept = boundary::decode_kept_row(value);
    if (!kept) return;
    Conversation* conversation = find_conversation(state, kept->row.submission.conv);
    if (!conversation) return;
    // Stored by a tab that had not heard of the deletion.
    if (conversation->gone()) return remove_leftovers(state, turn, *conversation);
    if (!restore_row(state, *conversation, *kept)) return;
    conversation->durable = conversation->cursor();
    // It had only seemed to be refused.
    if (kept->row.submission.mid == state.discarded) state.discarded = {};
}

bool goes_before(const OutboxRow& a, const OutboxRow& b) {
    if (a.number != b.number) return a.number < b.number;
    return a.submission.mid < b.submission.mid;
}

// A row that waits is never given up because the note about its conversation cannot be read.
Conversation* conversation_of(State& state, const wire::Submission& submission) {
    if (Conversation* known = find_conversation(state, submission.conv)) return known;
    return state.is_agent() ? nullptr
                            : own_conversation(state, submission.conv, submission.sent_at);
}

OutboxRow read_outbox_row(const State& state, const Conversation& conversation,
                          const boundary::KeptOutboxRow& kept) {
    OutboxRow row;
    row.number = kept.number;
    row.submission.mid = kept.submission.mid;
    row.said = open_at_rest(state, conversation, kept.submission);
    row.said.files = kept.files;
    row.brought = kept.brought;
    row.stage = kept.author ? Stage::adrift : kept.halted ? Stage::halted : Stage::queued;
    row.refusal = static_cast<wire::Code>(kept.halted);
    row.author = static_cast<Author>(kept.author);
    row.agent = kept.agent;
    row.created_at = kept.submission.sent_at;
    // Two tabs may have deleted it at once.
    if (is_erasure(row.said) && conversation.erasure &&
        conversation.erasure->mid == kept.submission.mid)
        row.submission = *conversation.erasure;
    if (row.said.problem != 0 && row.stage == Stage::queued) {
        // Damaged on the disk: its words cannot be sent, and are not passed over in silence.
        row.stage = Stage::halted;
        row.refusal = wire::Code::malformed;
    }
    return row;
}

void restore_outbox_row(State& state, Turn& turn, ByteView value) {
    auto kept = boundary::decode_kept_outbox_row(value);
    // A disk gives back anything; authors are as in RowView, 0 for own rows.
    if (!kept || kept->author > static_cast<uint64_t>(Author::system)) return;
    Conversation* conversation = conversation_of(state, kept->submission);
    if (!conversation) return;
    const Id mid = kept->submission.mid;
    // Sent long ago, by a tab that could not note it any more.
    if (knows(*conversation, mid)) return remove_outbox_row(state, *conversation, mid);
    OutboxRow row = read_outbox_row(state, *conversation, *kept);
    // Stored by a tab that had not heard of the deletion. A shopper's words move on from there.
    const bool late = state.is_agent() && conversation->gone() && !is_erasure(row.said);
    if (late || mid == state.discarded)
        return remove_at_once(state, turn, outbox_key(conversation->conv, mid));
    state.next_number = std::max(state.next_number, row.number + 1);
    auto& outbox = conversation->outbox;
    size_t before = outbox.size();
    for (size_t i = 0; i < outbox.size(); ++i) {
        if (outbox[i].submission.mid != mid) continue;
        before = i;
        // On its way, or known to have arrived: no other tab knows better, but for its place.
        if (outbox[i].stage != Stage::inflight && outbox[i].stage != Stage::acked) continue;
        const uint64_t number = row.number;
        row = std::move(outbox[i]);
        row.number = number;
    }
    forget_outbox_row(*conversation, mid);
    size_t place = outbox.size();
    while (place > 0 && goes_before(row, outbox[place - 1])) --place;
    outbox.push_back(std::move(row));
    for (size_t i = outbox.size() - 1; i > place; --i) std::swap(outbox[i], outbox[i - 1]);
    state.changes.link = true;
    touch_row(state, *conversation, outbox[place]);
    if (place != before) show_anew(state, turn, *conversation, std::min(place, before));
}

// Of another tab's transaction: a row of the transcript that was cut back, one of the outbox, or
// all of a conversation that was erased. What is only being kept comes to the disk afterwards.
void merge_remove(State& state, Turn& turn, std::string_view key) {
    const auto conv = hex_decode_fixed<16>(key.substr(std::min<size_t>(key.size(), 4), 32));
    Conversation* conversation = conv ? find_conversation(state, *conv) : nullptr;
    if (!conversation) return;
    const bool all = key.back() == everything.front(), row = key.substr(0, 4) == row_prefix;
    auto& rows = conversation->rows;
    // Up to the floor rows have gone with the conversation's own note.
    const bool cut = row && !all && key > row_key(*conv, conversation->floor);
    while (cut && !rows.empty() && key <= row_key(*conv, rows.back().seq)) {
        turn.emit(boundary::RowRemoved{.conv = *conv, .mid = rows.back().mid});
        rows.pop_back();
    }
    std::erase_if(conversation->outbox, [&](const OutboxRow& entry) {
        const Id& mid = entry.submission.mid;
        const bool meant =
            all ? !row && entry.stage != Stage::keeping : key == outbox_key(*conv, mid);
        if (meant && !knows(*conversation, mid))
            turn.emit(boundary::RowRemoved{.conv = *conv, .mid = mid});
        if (meant && may_be_discarded(entry)) state.discarded = mid;
        return meant;
    });
    state.changes.link = true;
    touch(state, *conversation);
}

// What was just read is on the disk.
void nothing_new(State& state) {
    state.changes.shop_kept = false;
    for (Conversation& conversation : state.conversations) conversation.to_keep = false;
}

// A Session that has not started.
void start_over(State& state, Turn& turn) {
    turn.emit(boundary::Disconnect{.code = 1000});
    // Made anew in its place: an assignment's code would go through every field once more.
    std::destroy_at(&state);
    std::construct_at(&state);
}

// Conversations before what belongs to them, and rows in their order.
void take_stored(State& state, Turn& turn, const std::vector<boundary::Stored>& stored,
                 const std::vector<std::string>& removes) {
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
    each(conversation_prefix,
         [&](const auto& entry) { restore_kept_conversation(state, turn, entry.value); });
    for (const std::string& key : removes) merge_remove(state, turn, key);
    each(row_prefix, [&](const auto& entry) { restore_kept_row(state, turn, entry.value); });
    each(outbox_prefix, [&](const auto& entry) { restore_outbox_row(state, turn, entry.value); });
}

}  // namespace

void keep_row(State& state, const Conversation& conversation, const wire::Row& row,
              uint64_t problem) {
    put(state, row_key(conversation.conv, row.seq),
        boundary::encode(boundary::KeptRow{.row = row, .problem = problem}));
}

void keep_outbox_row(State& state, const Conversation& conversation, const OutboxRow& row) {
    boundary::KeptOutboxRow kept{
        .number = row.number,
        .submission =
            seal_said(state, conversation, row, key_at_rest(state, conversation), gen_at_rest),
        .halted = row.stage == Stage::halted ? static_cast<uint64_t>(row.refusal) : 0,
        .author = row.stage == Stage::adrift ? static_cast<uint64_t>(row.author) : 0,
        .agent = row.agent,
        .files = row.said.files,
        .brought = row.brought};
    put(state, outbox_key(conversation.conv, row.submission.mid), boundary::encode(kept));
}

void remove_kept_row(State& state, const Conversation& conversation, uint64_t seq) {
    remove(state, row_key(conversation.conv, seq));
}

void remove_all_rows(State& state, const Conversation& conversation) {
    for (const std::string_view prefix : {row_prefix, outbox_prefix})
        remove(state, key_of(prefix, conversation.conv) + std::string(everything));
}

void remove_leftovers(State& state, Turn& turn, const Conversation& conversation) {
    remove_at_once(state, turn, key_of(row_prefix, conversation.conv) + std::string(everything));
}

void remove_outbox_row(State& state, const Conversation& conversation, const Id& mid) {
    remove(state, outbox_key(conversation.conv, mid));
}

void keep_shop(State& state) {
    if (!state.shop.signed_roster) return;
    put(state, std::string(shop_key),
        boundary::encode(boundary::KeptShop{.settings = state.shop.settings,
                                            .agents = state.shop.agents,
                                            .roster = *state.shop.signed_roster,
                                            .inbox_cursor = state.shop.inbox_cursor,
                                            .sealed_inbox = state.shop.sealed_inbox,
                                            .epoch = state.shop.epoch}));
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

void restore(State& state, Turn& turn, const std::vector<boundary::Stored>& stored) {
    take_stored(state, turn, stored, {});
    nothing_new(state);
}

void merge(State& state, Turn& turn, const boundary::Merge& merged) {
    if (std::find(merged.removes.begin(), merged.removes.end(), everything) !=
        merged.removes.end()) {
        return start_over(state, turn);
    }
    take_stored(state, turn, merged.puts, merged.removes);
    state.changes.puts.clear();
    state.changes.removes.clear();
    // What a follower has read, the leader notes with all it knows itself.
    if (state.me.follows) nothing_new(state);
    state.changes.shop_kept = false;
}

void keep_changes(State& state, Turn& turn) {
    Changes& changes = state.changes;
    if (changes.shop_kept) keep_shop(state);
    changes.shop_kept = false;
    for (const Id& conv : changes.conversations) {
        Conversation& conversation = state.conversations.at(conv);
        if (!conversation.to_keep) continue;
        conversation.to_keep = false;
        put(state, key_of(conversation_prefix, conv),
            boundary::encode(kept_conversation(conversation)));
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
    const uint64_t id = state.next_store_id;
    start_over(state, turn);
    turn.emit(boundary::Store{.id = id, .puts = {}, .removes = {std::string(everything)}});
}

}  // namespace shopbell::client
