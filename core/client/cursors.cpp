// SPDX-License-Identifier: Apache-2.0
#include "core/client/cursors.hpp"

#include "core/client/link.hpp"

#include <algorithm>

namespace shopbell::client {

void seen(State& state, Turn& turn, const boundary::Seen& event) {
    Conversation* conversation = find_conversation(state, event.conv);
    if (!conversation) {
        turn.emit(
            boundary::Refused{.field = "seen.conv", .message = "no such conversation", .limit = 0});
        return;
    }
    const uint64_t read = std::min(event.seq, conversation->cursor());
    if (!state.focused || read <= conversation->read) return;
    conversation->read = read;
    keep(state, *conversation);
}

void take_cursor(State& state, Conversation& conversation, uint64_t delivered, uint64_t read) {
    const uint64_t before = std::min(conversation.other_delivered, conversation.other_read);
    if (std::max(delivered, read) <= conversation.other_delivered &&
        read <= conversation.other_read)
        return;
    conversation.other_delivered = std::max({conversation.other_delivered, delivered, read});
    conversation.other_read = std::max(conversation.other_read, read);
    for (uint64_t seq = std::max(before, conversation.floor) + 1;
         seq <= std::min(conversation.other_delivered, conversation.cursor()); ++seq) {
        TranscriptRow& row = conversation.at(seq);
        if (row.mine) touch_row(state, conversation, row);
    }
    keep(state, conversation);
}

void send_cursors(State& state, Turn& turn) {
    if (!state.online()) return;
    for (const Id& conv : state.changes.conversations) {
        Conversation& conversation = state.conversations.at(conv);
        // What comes into an erased conversation is not kept, so it was not delivered.
        if (!conversation.opened || !conversation.resumed || conversation.erased()) continue;
        if (conversation.retry_at != 0) continue;
        const uint64_t read = std::min(conversation.read, conversation.durable);
        if (conversation.durable == conversation.sent_delivered && read == conversation.sent_read)
            continue;
        conversation.sent_delivered = conversation.durable;
        conversation.sent_read = read;
        send(turn, wire::encode(wire::Cursor{
                       .conv = conv, .delivered = conversation.durable, .read = read}));
    }
}

}  // namespace shopbell::client
