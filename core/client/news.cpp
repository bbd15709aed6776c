// SPDX-License-Identifier: Apache-2.0
#include "core/client/news.hpp"

#include "core/client/view.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

// Verified words from the other side; for an agent other agents stand on its own side. The answers
// to a survey wait for nobody.
bool from_other_side(const State& state, const TranscriptRow& row) {
    if (row_type(row.said) != RowType::message || row.said.problem != 0) return false;
    return state.is_agent() ? row.author == Author::shopper : row.author != Author::shopper;
}

}  // namespace

void announce(State& state, Turn& turn, Conversation& conversation, const TranscriptRow& row) {
    if (row.seq <= conversation.notified) return;
    conversation.notified = row.seq;
    if (!from_other_side(state, row) || row.seq <= conversation.read) return;
    turn.emit(boundary::Arrived{.conv = conversation.conv, .row = row_view(conversation, row)});
}

uint64_t unread_count(const State& state, const Conversation& conversation) {
    if (conversation.read >= conversation.head_seq) return 0;
    const bool complete = conversation.cursor() >= conversation.head_seq;
    if (state.is_agent() && !complete) return conversation.inbox_unread;
    uint64_t count = 0;
    const uint64_t read = std::max(conversation.read, conversation.floor);
    for (uint64_t seq = read + 1; seq <= conversation.cursor(); ++seq) {
        if (from_other_side(state, conversation.at(seq))) ++count;
    }
    return state.is_agent() ? std::min(count, conversation.inbox_unread) : count;
}

}  // namespace shopbell::client
