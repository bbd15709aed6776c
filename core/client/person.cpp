// SPDX-License-Identifier: Apache-2.0
#include "core/client/person.hpp"

#include "core/base/limits.hpp"
#include "core/client/content.hpp"
#include "core/client/history.hpp"
#include "core/client/link.hpp"
#include "core/client/outbox.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

void refuse(Turn& turn, const char* field, const char* message, uint64_t limit = 0) {
    turn.emit(boundary::Refused{.field = field, .message = message, .limit = limit});
}

bool is_blank(const std::string& text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
}

Conversation* conversation_for(State& state, Turn& turn, const std::optional<Id>& conv) {
    if (conv) {
        Conversation* named = find_conversation(state, *conv);
        return named && named->erased() ? nullptr : named;
    }
    if (state.is_agent()) return nullptr;
    Conversation* current = current_conversation(state);
    return current ? current : new_conversation(state, turn);
}

uint64_t kept_rows(const State& state) {
    uint64_t count = 0;
    for (const Conversation& conversation : state.conversations)
        count += conversation.outbox.size();
    return count;
}

// Of no kind if it is none.
wire::EventPub event_in(ByteView pub) {
    auto event = wire::decode_event_pub(pub);
    return event ? *event : wire::EventPub{};
}

// The names in a refusal: of the event, and of its field conv.
struct Names {
    const char* event;
    const char* conv;
};

void enqueue_said(State& state, Turn& turn, const std::optional<Id>& conv, Said said, Names names) {
    if (kept_rows(state) >= limits::outbox_rows_max) {
        return refuse(turn, names.event, "too many messages wait to be sent",
                      limits::outbox_rows_max);
    }
    Conversation* conversation = conversation_for(state, turn, conv);
    if (!conversation) return refuse(turn, names.conv, "no such conversation");
    if (!enqueue(state, turn, *conversation, state.rng->id(), std::move(said))) {
        return refuse(turn, names.conv, "the key of this conversation is not on this device");
    }
    conversation->written_at = 0;
}

}  // namespace

void compose(State& state, Turn& turn, const boundary::Compose& event) {
    if (is_blank(event.body)) return refuse(turn, "compose.body", "the message is empty");
    if (event.body.size() > limits::text_bytes_max) {
        return refuse(turn, "compose.body", "the message is too long", limits::text_bytes_max);
    }
    Said said;
    said.body = event.body;
    said.page = event.page;
    enqueue_said(state, turn, event.conv, std::move(said), {"compose", "compose.conv"});
}

void share(State& state, Turn& turn, const boundary::Share& event) {
    if (event.content.size() > limits::content_bytes_max) {
        return refuse(turn, "share.content", "the message is too long", limits::content_bytes_max);
    }
    auto said = read_content(RowType::message, event.content);
    if (!said || said->content.empty()) {
        return refuse(turn, "share.content", "must be a content with words of its own, no text");
    }
    said->files = event.files;
    enqueue_said(state, turn, event.conv, *std::move(said), {"share", "share.conv"});
}

void write_row(State& state, Turn& turn, const boundary::WriteRow& event) {
    const auto type = static_cast<RowType>(event.row_type);
    if (event.content.size() > limits::content_bytes_max) {
        return refuse(turn, "write_row.content", "the row is too long", limits::content_bytes_max);
    }
    auto said = type == RowType::message ? std::nullopt : read_content(type, event.content);
    if (!said) return refuse(turn, "write_row.content", "not the content of a row of this type");
    if (type == RowType::event) said->event = event_in(event.pub);
    const auto kind = said->event ? static_cast<EventKind>(said->event->kind) : EventKind{};
    const bool asks = kind == EventKind::survey_invited;
    const bool answers = type == RowType::survey && !state.is_agent() && !event.pub.empty();
    if (!asks && !answers && kind != EventKind::changed) {
        return refuse(turn, "write_row.pub",
                      "must be an invitation, a change, or a shopper's answers");
    }
    if (kind != EventKind::changed) said->pub = event.pub;
    enqueue_said(state, turn, event.conv, *std::move(said), {"write_row", "write_row.conv"});
}

void look(State& state, const boundary::Look& event) {
    const bool elsewhere = state.looking != event.conv;
    if (elsewhere && state.looking) {
        if (Conversation* before = find_conversation(state, *state.looking)) touch(state, *before);
    }
    state.looking = event.conv;
    state.focused = event.focused;
    if (!event.conv) return;
    Conversation* conversation = find_conversation(state, *event.conv);
    if (!conversation) return;
    touch(state, *conversation);
    // By this note the tab that has the socket knows that it is to be followed.
    if (state.me.follows && elsewhere) keep(state, *conversation);
    if (conversation->shown) return;
    conversation->shown = true;
    for (TranscriptRow& row : conversation->rows) row.changed = true;
    for (OutboxRow& row : conversation->outbox) row.changed = true;
}

void act(State& state, Turn& turn, const boundary::Act& event) {
    Conversation* conversation = find_conversation(state, event.conv);
    const auto kind = static_cast<EventKind>(event.event);
    const bool erases = kind == EventKind::erased;
    if (!conversation || conversation->erased() || !(conversation->opened || erases))
        return refuse(turn, "act.conv", "no such conversation");
    if (erases) {
        if (!erase(state, turn, *conversation))
            refuse(turn, "act.conv", "the key of this conversation is not on this device");
        return;
    }
    const bool known =
        kind == EventKind::closed || kind == EventKind::reopened || kind == EventKind::assigned;
    if (!known) return refuse(turn, "act.event", "no such event");
    if (!state.is_agent() && kind != EventKind::closed) {
        return refuse(turn, "act.event", "only an agent may do this");
    }
    if ((kind == EventKind::assigned) != event.agent.has_value()) {
        return refuse(turn, "act.agent", "an agent belongs to assigned, and only there");
    }
    Said said;
    said.event = wire::EventPub{.kind = event.event, .agent = event.agent};
    if (!enqueue(state, turn, *conversation, state.rng->id(), std::move(said))) {
        refuse(turn, "act.conv", "the key of this conversation is not on this device");
    }
}

void attend(State& state, Turn& turn, const boundary::Attend& event) {
    if (!state.is_agent()) return refuse(turn, "attend", "only agents attend");
    if (event.state != 1 && event.state != 2) return refuse(turn, "attend.state", "must be 1 or 2");
    state.attend = event.state;
    if (state.online()) send(turn, wire::encode(wire::Presence{.agent = {}, .state = event.state}));
}

void settle(State& state, Turn& turn, const boundary::Settle& event) {
    Conversation* conversation = find_conversation(state, event.conv);
    if (!conversation) return refuse(turn, "settle.conv", "no such conversation");
    const auto row =
        std::find_if(conversation->outbox.begin(), conversation->outbox.end(),
                     [&](const OutboxRow& entry) { return entry.submission.mid == event.mid; });
    const bool discards = event.action == 2;
    const bool settled = row == conversation->outbox.end() ||
                         (row->stage != Stage::halted && !(discards && may_be_discarded(*row)));
    if (settled) {
        return refuse(turn, "settle.mid", "no such message waits for a decision");
    }
    if (event.action == 1) return retry_row(state, *conversation, *row);
    if (discards) return discard_row(state, turn, *conversation, event.mid);
    refuse(turn, "settle.action", "must be 1 or 2");
}

}  // namespace shopbell::client
