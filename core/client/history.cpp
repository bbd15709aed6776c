// SPDX-License-Identifier: Apache-2.0
#include "core/client/history.hpp"

#include "core/client/disk.hpp"
#include "core/client/files.hpp"
#include "core/client/keyring.hpp"
#include "core/client/outbox.hpp"
#include "core/client/transcript.hpp"
#include "core/crypto/head_hash.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

constexpr uint64_t day_ms = 86'400'000;
constexpr wire::EventPub erased_event{.kind = static_cast<uint64_t>(EventKind::erased),
                                      .agent = std::nullopt};

void leave_screen(Turn& turn, const Conversation& conversation, const Id& mid) {
    turn.emit(boundary::RowRemoved{.conv = conversation.conv, .mid = mid});
}

void remove_row(State& state, Turn& turn, Conversation& conversation, const TranscriptRow& row) {
    remove_kept_row(state, conversation, row.seq);
    leave_screen(turn, conversation, row.mid);
}

void drop_outbox(State& state, Turn& turn, Conversation& conversation) {
    for (const OutboxRow& row : conversation.outbox) {
        drop_files(turn, row);
        remove_outbox_row(state, conversation, row.submission.mid);
        leave_screen(turn, conversation, row.submission.mid);
    }
    conversation.outbox.clear();
    state.changes.link = true;
}

bool holds(const Conversation& conversation, const Id& mid) {
    return knows(conversation, mid) ||
           std::any_of(conversation.outbox.begin(), conversation.outbox.end(),
                       [&](const OutboxRow& row) { return row.submission.mid == mid; });
}

// Rows, words and queue; what stays is a tombstone, and the keys until the relay has agreed.
void drop_everything(State& state, Turn& turn, Conversation& conversation) {
    drop_outbox(state, turn, conversation);
    remove_all_rows(state, conversation);
    const uint64_t cursor = conversation.cursor();
    const Hash head = head_at(conversation, cursor);
    drop_below(state, turn, conversation, cursor, head);
    conversation.last_row.reset();
    conversation.last.reset();
    conversation.assignee.reset();
    conversation.waiting_since = conversation.inbox_unread = 0;
    conversation.status = ConversationStatus::erased;
}

// An event of somebody else's is no news without its place; a row that was never understood has
// nothing to show. An opening row is a message, so that nothing can be opened with an event.
bool worth_keeping(const Conversation& conversation, const TranscriptRow& row, bool own,
                   bool first) {
    if (row.said.problem != 0) return false;
    if (!row.said.event) return true;
    return own && (conversation.opened || !first);
}

OutboxRow lost_row(const TranscriptRow& row, bool own) {
    OutboxRow lost;
    lost.submission.mid = row.mid;
    lost.said = row.said;
    lost.created_at = row.sent_at;
    if (!own) {
        lost.stage = Stage::adrift;
        lost.author = row.author;
        lost.agent = row.agent;
    }
    return lost;
}

// What was sent long ago comes before what waits, and before what another tab is just writing.
void number_before(State& state, const Conversation& conversation, std::vector<OutboxRow>& lost) {
    const auto& outbox = conversation.outbox;
    uint64_t number = outbox.empty() ? state.next_number : outbox.front().number;
    // A disk may give back any number; there is none below 0.
    number = std::max<uint64_t>(number, lost.size());
    for (auto row = lost.rbegin(); row != lost.rend(); ++row) {
        row->number = --number;
        keep_outbox_row(state, conversation, *row);
    }
}

// No row after `held` is held any more, also none that is just being written; the log ends at
// `head`.
void cut_cursors(State& state, Conversation& conversation, uint64_t held, uint64_t head) {
    conversation.durable = std::min(conversation.durable, held);
    for (Keeping& entry : state.keeping) {
        if (entry.conv == conversation.conv) entry.cursor = std::min(entry.cursor, held);
    }
    for (uint64_t* cursor : {&conversation.read, &conversation.notified,
                             &conversation.other_delivered, &conversation.other_read}) {
        *cursor = std::min(*cursor, head);
    }
}

// Rows after `to` are not in the relay's history: own ones are submitted again, before what waits.
void cut_back(State& state, Turn& turn, Conversation& conversation, uint64_t to) {
    std::vector<OutboxRow> lost;
    // One log has one history: a relay that shows another without a restore has shown two.
    if (conversation.cursor() > to && conversation.epoch == state.shop.epoch)
        conversation.forked = true;
    for (uint64_t seq = to + 1; seq <= conversation.cursor(); ++seq) {
        const TranscriptRow& row = conversation.at(seq);
        remove_row(state, turn, conversation, row);
        const bool own = row.device == state.me.device.sign_pk;
        if (worth_keeping(conversation, row, own, lost.empty())) lost.push_back(lost_row(row, own));
    }
    conversation.rows.resize(static_cast<size_t>(to - conversation.floor));
    number_before(state, conversation, lost);
    for (OutboxRow& waiting : conversation.outbox) lost.push_back(std::move(waiting));
    conversation.outbox = std::move(lost);
    show_anew(state, turn, conversation, 0);
    cut_cursors(state, conversation, to, to);
    conversation.sent_delivered = conversation.sent_read = 0;
    conversation.synced = false;
    keep(state, conversation);
}

// The relay's rows are the same up to `seq`.
void agree_up_to(State& state, Conversation& conversation, uint64_t seq) {
    if (seq < std::min(conversation.compare_until, conversation.cursor())) return;
    conversation.compare_until = 0;
    conversation.epoch = state.shop.epoch;
    keep(state, conversation);
}

// Of a restored relay that has lost a new key, or whose readers have made another one since. What
// must not be written under an older one is known by the roster, not by the relay (needs_rekey).
void drop_lost_wraps(State& state, Conversation& conversation, const std::vector<wire::Wrap>& now) {
    auto& wraps = conversation.wraps;
    if (!now.empty() && stands_for_first(state, conversation, now.front())) {
        wraps.front() = now.front();
        conversation.keys.clear();
        keep(state, conversation);
    }
    size_t same = std::min<size_t>(wraps.size(), 1);
    while (same < std::min(wraps.size(), now.size()) && wraps[same].sig == now[same].sig) ++same;
    if (same == wraps.size()) return;
    wraps.resize(same);
    conversation.keys.clear();
    // The same generation may come to be another key.
    for (OutboxRow& row : conversation.outbox) {
        if (!is_erasure(row.said)) row.submission.gen = gen_at_rest;
    }
    keep(state, conversation);
}

// The erasing row itself is no content; it goes out again whenever a relay needs to be told.
void queue_erasure(State& state, Turn& turn, Conversation& conversation) {
    OutboxRow row;
    row.submission = *conversation.erasure;
    row.said.event = erased_event;
    append_to_outbox(state, turn, conversation, std::move(row));
}

void compare(State& state, Turn& turn, Conversation& conversation, const wire::Resumed& resumed) {
    // Another history already where the relay's begins, or an older one than is held here.
    const bool elsewhere = resumed.floor < conversation.floor ||
                           (resumed.floor <= conversation.cursor() &&
                            head_at(conversation, resumed.floor) != resumed.floor_head);
    if (elsewhere) {
        cut_back(state, turn, conversation, conversation.floor);
        conversation.floor = resumed.floor;
        conversation.floor_head = resumed.floor_head;
        cut_cursors(state, conversation, resumed.floor, resumed.head_seq);
    }
    // At once: what another tab brings while the rest is compared comes after this answer.
    if (conversation.cursor() > resumed.head_seq)
        cut_back(state, turn, conversation, std::max(resumed.head_seq, conversation.floor));
    conversation.compare_until = resumed.head_seq;
    agree_up_to(state, conversation, resumed.from);
}

}  // namespace

void take_history(State& state, Turn& turn, Conversation& conversation,
                  const wire::Resumed& resumed) {
    conversation.compare_until = 0;
    conversation.opened = conversation.resumed = resumed.head_seq != 0;
    conversation.head_seq = resumed.head_seq;
    drop_lost_wraps(state, conversation, resumed.wraps);
    // What this device let go of, a restored relay has again.
    const bool deeper =
        resumed.floor < conversation.floor && conversation.epoch != state.shop.epoch;
    if (resumed.from != conversation.cursor() || deeper) {
        if (resumed.floor > conversation.cursor()) {
            drop_below(state, turn, conversation, resumed.floor, resumed.floor_head);
        }
        compare(state, turn, conversation, resumed);
        // Rows from there on would leave out what comes first: it is asked for again.
        if (conversation.cursor() < resumed.from) conversation.resumed = false;
    } else {
        conversation.epoch = state.shop.epoch;
        keep(state, conversation);
    }
    if (resumed.floor > conversation.floor)
        drop_below(state, turn, conversation, resumed.floor, resumed.floor_head);
    if (!conversation.opened) return;
    if (resumed.state != static_cast<uint64_t>(ConversationStatus::erased)) {
        if (conversation.erasure && conversation.outbox.empty())
            queue_erasure(state, turn, conversation);
    } else if (conversation.cursor() >= resumed.head_seq || conversation.wraps.empty()) {
        // The row that says so was here before, or is gone by retention; or words came in since.
        finish_erasure(state, turn, conversation);
    }
}

void compare_row(State& state, Turn& turn, Conversation& conversation, const wire::Row& row) {
    if (conversation.compare_until == 0 || row.seq <= conversation.floor ||
        row.seq > conversation.cursor()) {
        return;
    }
    const Hash head =
        crypto::head_next(head_at(conversation, row.seq - 1), row.submission, row.seq);
    if (head == conversation.at(row.seq).head) return agree_up_to(state, conversation, row.seq);
    cut_back(state, turn, conversation, row.seq - 1);
    conversation.compare_until = 0;
    conversation.epoch = state.shop.epoch;
}

void drop_below(State& state, Turn& turn, Conversation& conversation, uint64_t seq,
                const Hash& head) {
    auto& rows = conversation.rows;
    const uint64_t gone = std::min<uint64_t>(seq - conversation.floor, rows.size());
    for (uint64_t i = 0; i < gone; ++i)
        remove_row(state, turn, conversation, rows[static_cast<size_t>(i)]);
    rows.erase(rows.begin(), rows.begin() + static_cast<ptrdiff_t>(gone));
    conversation.floor = seq;
    conversation.floor_head = head;
    conversation.durable = std::clamp(conversation.durable, seq, conversation.cursor());
    keep(state, conversation);
}

void drop_expired(State& state, Turn& turn, uint64_t time) {
    const uint64_t days = state.shop.settings.retention_days;
    if (days == 0) return;
    for (Conversation& conversation : state.conversations) {
        const TranscriptRow* last = nullptr;
        for (const TranscriptRow& row : conversation.rows) {
            if (row.received_at + days * day_ms < time) last = &row;
        }
        if (!last) continue;
        const Hash head = last->head;
        drop_below(state, turn, conversation, last->seq, head);
    }
}

// Also of what was never sent as far as is known here: the tab that leads may have sent it, or this
// one before its disk was set back. The relay says if there is nothing to delete.
bool erase(State& state, Turn& turn, Conversation& conversation) {
    Said said;
    said.event = erased_event;
    if (!enqueue(state, turn, conversation, state.rng->id(), std::move(said))) return false;
    OutboxRow erasing = std::move(conversation.outbox.back());
    conversation.outbox.pop_back();
    // Its key will be gone by the time it goes out, and again after a restore of the relay.
    if (!seal_row(state, conversation, erasing)) return false;
    conversation.erasure = erasing.submission;
    drop_everything(state, turn, conversation);
    conversation.outbox.push_back(std::move(erasing));
    return true;
}

void finish_erasure(State& state, Turn& turn, Conversation& conversation) {
    std::vector<std::pair<Id, Said>> moved;
    for (OutboxRow& row : conversation.outbox) {
        const bool waits = row.stage != Stage::acked && row.stage != Stage::adrift;
        const bool words = !row.said.event && row.said.problem == 0;
        if (state.is_agent() || !waits || !words) continue;
        moved.emplace_back(crypto::moved_id(state.me.device, row.submission.mid), row.said);
        row.said.files.clear();  // they go with it
    }
    drop_everything(state, turn, conversation);
    forget_keys(conversation);
    for (auto& [mid, said] : moved) {
        Conversation* next = current_conversation(state);
        if (!next) next = new_conversation(state, turn);
        if (next && !holds(*next, mid)) enqueue(state, turn, *next, mid, std::move(said));
    }
}

}  // namespace shopbell::client
