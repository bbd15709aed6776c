// SPDX-License-Identifier: Apache-2.0
#include "core/client/inbox.hpp"

#include "core/client/following.hpp"
#include "core/client/keyring.hpp"
#include "core/client/news.hpp"
#include "core/client/transcript.hpp"

#include <algorithm>

namespace shopbell::client {

void take_inbox(State& state, Turn& turn, const wire::InboxEntry& entry) {
    if (!state.is_agent()) return;
    if (entry.inbox_seq > state.shop.inbox_cursor) {
        state.shop.inbox_cursor = entry.inbox_seq;
        state.changes.shop_kept = true;
    }
    const bool erased = static_cast<ConversationStatus>(entry.state) == ConversationStatus::erased;
    // Of what is gone already there is nothing to begin with.
    if (erased && !find_conversation(state, entry.conv)) return;
    Conversation& conversation = state.conversations.find_or_add(entry.conv);
    conversation.opened = true;
    take_status(conversation, entry.state, entry.assignee);
    conversation.status_seq = entry.head_seq;
    // A restored relay's log may be shorter; of what is resumed, resuming tells.
    const bool another_log = conversation.epoch != state.shop.epoch && !conversation.resumed;
    conversation.head_seq =
        another_log ? entry.head_seq : std::max(conversation.head_seq, entry.head_seq);
    conversation.opened_at = entry.opened_at;
    conversation.waiting_since = entry.waiting_since;
    conversation.inbox_unread = entry.unread;
    conversation.online = entry.online;
    accept_wraps(state, conversation, entry.wraps);
    keep(state, conversation);
    conversation.last_row = entry.last;
    conversation.last.reset();
    if (!entry.last) return;
    conversation.last = read_row(state, conversation, *entry.last);
    if (entry.inbox_seq <= state.link.inbox_caught_up_at) {
        // Waiting since before this sign-in: the list shows it, no tone.
        conversation.notified = std::max(conversation.notified, entry.last->seq);
        return;
    }
    announce(state, turn, conversation, *conversation.last);
}

}  // namespace shopbell::client
