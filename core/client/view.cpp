// SPDX-License-Identifier: Apache-2.0
#include "core/client/view.hpp"

#include "core/base/limits.hpp"
#include "core/client/changes.hpp"
#include "core/client/news.hpp"
#include "core/client/outbox.hpp"
#include "core/client/transcript.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

constexpr uint64_t kind_text = 1, kind_event = 2, kind_placeholder = 3, kind_content = 4;
constexpr uint64_t status_none = 0, status_queued = 1, status_sending = 2, status_sent = 3,
                   status_delivered = 4, status_read = 5, status_not_sent = 6;

uint64_t kind_of(const Said& said) {
    if (said.problem != 0) return kind_placeholder;
    if (said.event) return kind_event;
    return said.content.empty() ? kind_text : kind_content;
}

void show_said(boundary::RowView& view, const Said& said) {
    view.kind = kind_of(said);
    view.body = said.body;
    view.page = said.page;
    view.content = said.content;
    view.pub = said.pub;
    if (!said.event) return;
    view.event = said.event->kind;
    view.event_agent = said.event->agent;
}

uint64_t status_of(const Conversation& conversation, uint64_t seq) {
    if (seq <= conversation.other_read) return status_read;
    return seq <= conversation.other_delivered ? status_delivered : status_sent;
}

uint64_t status_of(Stage stage) {
    switch (stage) {
        case Stage::keeping:
        case Stage::adrift:
            return status_none;
        case Stage::queued:
            return status_queued;
        case Stage::inflight:
            return status_sending;
        case Stage::acked:
            return status_sent;
        case Stage::halted:
            return status_not_sent;
    }
    return status_none;
}

std::optional<boundary::RowView> last_view(const State& state, const Conversation& conversation) {
    for (auto row = conversation.outbox.rbegin(); row != conversation.outbox.rend(); ++row) {
        if (!row->said.event) return row_view(state, *row);
    }
    const bool complete = conversation.cursor() >= conversation.head_seq;
    if (!complete && conversation.last) return row_view(conversation, *conversation.last);
    const std::vector<Reworded> changed = reworded(conversation);
    for (auto row = conversation.rows.rbegin(); row != conversation.rows.rend(); ++row) {
        if (row->said.event) continue;
        const Reworded* now = find_reworded(changed, row->seq);
        if (!now) return row_view(conversation, *row);
        if (now->words.empty()) continue;
        boundary::RowView view = row_view(conversation, *row);
        view.body = now->words;
        return view;
    }
    if (conversation.last && conversation.last->seq > conversation.cursor())
        return row_view(conversation, *conversation.last);
    return std::nullopt;
}

// What this side has done stands on its own screen at once, before the relay has heard of it.
void show_standing(const State& state, boundary::ConversationView& view,
                   const Conversation& conversation) {
    ConversationStatus status = conversation.status;
    view.assignee = conversation.assignee;
    for (const OutboxRow& row : conversation.outbox) {
        if (row.stage == Stage::halted || row.stage == Stage::adrift) continue;
        if (row.said.event) {
            follow_event(*row.said.event, status, view.assignee);
        } else if (!state.is_agent() && row_type(row.said) == RowType::message) {
            // The relay's own rule: a shopper's words open what was closed.
            status = ConversationStatus::open;
        }
    }
    // What waits in a deleted conversation does not bring it back.
    if (conversation.erased()) status = ConversationStatus::erased;
    view.state = static_cast<uint64_t>(status);
}

void show_conversation(const State& state, Turn& turn, const Conversation& conversation) {
    boundary::ConversationView view{};
    view.conv = conversation.conv;
    show_standing(state, view, conversation);
    view.head_seq = conversation.head_seq;
    view.opened_at = conversation.opened_at;
    view.waiting_since = conversation.waiting_since;
    view.unread = unread_count(state, conversation);
    view.online = conversation.online;
    view.complete = conversation.cursor() >= conversation.head_seq;
    view.forked = conversation.forked;
    view.last = last_view(state, conversation);
    turn.emit(boundary::ConversationChanged{.conversation = std::move(view)});
}

void show_rows(const State& state, Turn& turn, Conversation& conversation) {
    boundary::RowsChanged changed{.conv = conversation.conv, .rows = {}};
    for (TranscriptRow& row : conversation.rows) {
        if (row.changed) changed.rows.push_back(row_view(conversation, row));
        row.changed = false;
    }
    for (OutboxRow& row : conversation.outbox) {
        if (row.changed) changed.rows.push_back(row_view(state, row));
        row.changed = false;
    }
    if (!changed.rows.empty()) turn.emit(changed);
}

void show_link(const State& state, Turn& turn) {
    constexpr uint64_t idle = 0, connecting = 1, online = 2, offline = 3, refused = 4;
    boundary::ConnectionChanged changed{};
    switch (state.link.state) {
        case LinkState::idle:
            changed.state = idle;
            break;
        case LinkState::dialling:
        case LinkState::greeting:
            // A first try is no failure yet; later ones keep saying offline until they succeed.
            changed.state = state.link.failures == 0 ? connecting : offline;
            break;
        case LinkState::online:
            changed.state = online;
            break;
        case LinkState::waiting:
            changed.state = offline;
            changed.retry_at = static_cast<uint64_t>(state.link.retry_wall);
            break;
        case LinkState::refused:
            changed.state = refused;
            changed.code = static_cast<uint64_t>(state.link.refusal);
            changed.message = state.link.message;
            break;
    }
    changed.queued = queued_count(state);
    turn.emit(changed);
}

void show_shop(const State& state, Turn& turn) {
    turn.emit(boundary::ShopChanged{.settings = state.shop.settings,
                                    .agents = state.shop.agents,
                                    .roster = state.shop.signed_roster,
                                    .bearer = state.shop.bearer});
}

}  // namespace

boundary::RowView row_view(const Conversation& conversation, const TranscriptRow& row) {
    boundary::RowView view{};
    view.mid = row.mid;
    view.seq = row.seq;
    view.author = static_cast<uint64_t>(row.author);
    view.mine = row.mine;
    view.agent = row.agent;
    view.at = time_to_show(row);
    view.status = row.mine ? status_of(conversation, row.seq) : status_none;
    view.reason = row.said.problem;
    show_said(view, row.said);
    return view;
}

boundary::RowView row_view(const State& state, const OutboxRow& row) {
    boundary::RowView view{};
    view.mid = row.submission.mid;
    view.at = row.created_at;
    view.status = status_of(row.stage);
    if (row.stage == Stage::adrift) {
        view.author = static_cast<uint64_t>(row.author);
        view.agent = row.agent;
    } else {
        view.author = static_cast<uint64_t>(state.is_agent() ? Author::agent : Author::shopper);
        view.mine = true;
        if (const AgentIdentity* self = state.agent()) view.agent = self->keys.agent;
    }
    view.reason =
        row.stage == Stage::halted ? static_cast<uint64_t>(row.refusal) : row.said.problem;
    show_said(view, row.said);
    return view;
}

uint64_t time_to_show(const TranscriptRow& row) {
    const uint64_t apart = row.sent_at > row.received_at ? row.sent_at - row.received_at
                                                         : row.received_at - row.sent_at;
    return apart <= limits::clock_skew_ms_max ? row.sent_at : row.received_at;
}

void show_changes(State& state, Turn& turn) {
    Changes changes = std::move(state.changes);
    state.changes = {};
    if (changes.shop) show_shop(state, turn);
    for (const Id& conv : changes.conversations) {
        Conversation& conversation = state.conversations.at(conv);
        conversation.touched = false;
        show_conversation(state, turn, conversation);
        if (conversation.shown || !state.is_agent()) show_rows(state, turn, conversation);
    }
    if (changes.link) show_link(state, turn);
}

}  // namespace shopbell::client
