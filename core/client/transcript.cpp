// SPDX-License-Identifier: Apache-2.0
#include "core/client/transcript.hpp"

#include "core/client/disk.hpp"
#include "core/client/keyring.hpp"
#include "core/crypto/head_hash.hpp"
#include "core/crypto/message.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

// A sender's rows come in the order in which it sent them, and none is left out (design §5.4): the
// relay has checked that before it committed, and a reader does not take its word for it.
bool in_chain(const Conversation& conversation, const wire::Submission& submission) {
    for (auto row = conversation.rows.rbegin(); row != conversation.rows.rend(); ++row) {
        if (row->device == submission.device && is_true(row->said))
            return row->mid == submission.prev;
    }
    return conversation.floor > 0 || is_zero(submission.prev);
}

// Fills what does not depend on opening the row.
TranscriptRow frame_row(const State& state, const Conversation& conversation,
                        const wire::Row& row) {
    TranscriptRow entry;
    entry.mid = row.submission.mid;
    entry.seq = row.seq;
    entry.sent_at = row.submission.sent_at;
    entry.received_at = row.received_at;
    if (const auto writer = writer_of(state, conversation, row.submission)) {
        entry.author = writer->author;
        entry.agent = writer->agent;
        entry.mine = writer->mine;
    }
    entry.device = row.submission.device;
    return entry;
}

// The sender said which history it saw: another one at the same place is a fork (design §6).
void check_fork(State& state, Conversation& conversation, const wire::Submission& submission) {
    const uint64_t seen = submission.head_seq;
    if (conversation.forked || seen < conversation.floor || seen > conversation.cursor()) return;
    if (head_at(conversation, submission.head_seq) == submission.head_hash) return;
    conversation.forked = true;
    touch(state, conversation);
}

void append_row(State& state, Conversation& conversation, const wire::Submission& submission,
                TranscriptRow entry) {
    entry.head =
        crypto::head_next(head_at(conversation, conversation.cursor()), submission, entry.seq);
    if (!is_true(entry.said)) {
        // A false row must not stand in the place of a true one with the same id.
        std::copy_n(entry.head.begin(), entry.mid.size(), entry.mid.begin());
    }
    conversation.rows.push_back(std::move(entry));
    conversation.head_seq = std::max(conversation.head_seq, conversation.cursor());
    touch_row(state, conversation, conversation.rows.back());
}

// What waits under this row's id is in the log now. Its own words this device knows with the key or
// without; a row of somebody else's that only took the id is a false one.
void take_from_outbox(State& state, Conversation& conversation, const wire::Submission& submission,
                      Said& said) {
    if (!is_true(said)) return;
    for (const OutboxRow& row : conversation.outbox) {
        if (row.submission.mid != submission.mid) continue;
        const bool own = submission.device == state.me.device.sign_pk;
        if (own == (row.stage == Stage::adrift)) {
            said = unreadable(reason_malformed);
            return;
        }
        if (said.problem == reason_key) said = row.said;
        return drop_from_outbox(state, conversation, submission.mid);
    }
}

// What the newest row makes of its conversation, by the relay's own rule. No older one brings back
// what was deleted.
void follow_row(State& state, Conversation& conversation, const TranscriptRow& row) {
    if (conversation.erased()) return;
    if (row.said.event) {
        follow_event(*row.said.event, conversation.status, conversation.assignee);
    } else if (row.author == Author::shopper && row_type(row.said) == RowType::message) {
        conversation.status = ConversationStatus::open;
    }
    keep(state, conversation);
}

}  // namespace

bool forget_outbox_row(Conversation& conversation, const Id& mid) {
    return std::erase_if(conversation.outbox,
                         [&](const OutboxRow& row) { return row.submission.mid == mid; }) != 0;
}

void drop_from_outbox(State& state, Conversation& conversation, const Id& mid) {
    if (!forget_outbox_row(conversation, mid)) return;
    remove_outbox_row(state, conversation, mid);
    state.changes.link = true;
}

bool knows(const Conversation& conversation, const Id& mid) {
    return std::any_of(conversation.rows.begin(), conversation.rows.end(),
                       [&](const TranscriptRow& row) { return row.mid == mid; });
}

void follow_event(const wire::EventPub& event, ConversationStatus& status,
                  std::optional<Id>& assignee) {
    switch (static_cast<EventKind>(event.kind)) {
        case EventKind::closed:
            status = ConversationStatus::closed;
            break;
        case EventKind::reopened:
            status = ConversationStatus::open;
            break;
        case EventKind::assigned:
            assignee = event.agent;
            break;
        case EventKind::survey_invited:
        case EventKind::changed:
            break;
        case EventKind::erased:
            status = ConversationStatus::erased;
            break;
    }
}

Applied apply_row(State& state, Conversation& conversation, const wire::Row& row) {
    if (row.seq <= conversation.cursor()) return Applied::ignored;
    if (row.seq > conversation.cursor() + 1) return Applied::gap;
    TranscriptRow entry = frame_row(state, conversation, row);
    if (knows(conversation, row.submission.mid)) {
        entry.said.problem = reason_malformed;
    } else {
        entry.said = open_row(state, conversation, row.submission);
        if (is_true(entry.said) && !in_chain(conversation, row.submission))
            entry.said = unreadable(reason_malformed);
        if (entry.said.problem == 0) check_fork(state, conversation, row.submission);
    }
    // Until the erasing row comes, nothing else is kept of what this device has erased.
    const bool unwanted = conversation.erasure && !is_erasure(entry.said);
    if (unwanted) entry.said = unreadable(reason_key);
    if (!unwanted) take_from_outbox(state, conversation, row.submission, entry.said);
    if (entry.said.problem == 0) {
        // Older rows tell how it came to what the relay has said of it already.
        if (row.seq > conversation.status_seq) follow_row(state, conversation, entry);
    }
    if (!unwanted) keep_row(state, conversation, row, entry.said.problem);
    append_row(state, conversation, row.submission, std::move(entry));
    return Applied::yes;
}

bool restore_row(State& state, Conversation& conversation, const boundary::KeptRow& kept) {
    const wire::Row& row = kept.row;
    if (row.seq != conversation.cursor() + 1) return false;
    TranscriptRow entry = frame_row(state, conversation, row);
    entry.said.problem = kept.problem;
    // A key that was missing then may have come since.
    if (kept.problem == 0 || kept.problem == reason_key) {
        entry.said = open_row(state, conversation, row.submission);
    }
    if (knows(conversation, entry.mid)) entry.said.problem = reason_malformed;
    // Another tab could read it: this one's keys are of before, and the relay has newer ones.
    const bool merges = state.link.state != LinkState::idle;
    if (merges && kept.problem == 0 && entry.said.problem != 0) return false;
    if (entry.said.problem == 0) check_fork(state, conversation, row.submission);
    if (is_true(entry.said) && forget_outbox_row(conversation, entry.mid))
        state.changes.link = true;
    append_row(state, conversation, row.submission, std::move(entry));
    return true;
}

TranscriptRow read_row(State& state, Conversation& conversation, const wire::Row& row) {
    TranscriptRow entry = frame_row(state, conversation, row);
    entry.said = open_row(state, conversation, row.submission);
    return entry;
}

Hash head_at(const Conversation& conversation, uint64_t seq) {
    if (seq == 0) return crypto::head_start(conversation.conv);
    if (seq == conversation.floor) return conversation.floor_head;
    return conversation.at(seq).head;
}

}  // namespace shopbell::client
