// SPDX-License-Identifier: Apache-2.0
#include "core/client/kept_conversation.hpp"

#include "core/client/cursors.hpp"
#include "core/client/disk.hpp"
#include "core/client/following.hpp"
#include "core/client/history.hpp"
#include "core/client/rekey.hpp"
#include "core/client/transcript.hpp"

#include <algorithm>

namespace shopbell::client {

boundary::KeptConversation kept_conversation(const Conversation& conversation) {
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
            .floor = conversation.floor,
            .floor_head = conversation.floor_head,
            .epoch = conversation.epoch,
            .erasure = conversation.erasure,
            .forked = conversation.forked};
}

void restore_kept_conversation(State& state, Turn& turn, ByteView value) {
    auto kept = boundary::decode_kept_conversation(value);
    if (!kept) return;
    Conversation& conversation = state.conversations.find_or_add(kept->conv);
    const bool readable = !conversation.wraps.empty();
    const bool leads = !state.me.follows && readable;
    const bool erases = conversation.erasure.has_value();
    const bool erased = static_cast<ConversationStatus>(kept->state) == ConversationStatus::erased;
    // What one log says of places, another one does not.
    const bool older = kept->epoch < conversation.epoch;
    const bool newer = kept->epoch > conversation.epoch;
    // A note from before must not bring back what is gone, nor its keys.
    const bool gone = conversation.gone() && (erased || !newer);
    // Nor what this tab has erased.
    const bool believed = !gone && (erased || !(leads || erases || older));
    touch(state, conversation);
    if (leads) share(state, conversation);
    // Two that lead must not answer each other's notes for ever: only what is behind is written
    // anew.
    const bool behind = kept->head_seq < conversation.head_seq || kept->read < conversation.read ||
                        kept->floor < conversation.floor;
    if (leads && !newer && (older || behind)) keep(state, conversation);
    conversation.opened |= kept->opened;
    conversation.forked |= kept->forked;
    if (kept->read > conversation.read) {
        conversation.read = kept->read;
        keep(state, conversation);
    }
    take_cursor(state, conversation, kept->other_delivered, kept->other_read);
    // A restored log may have begun anew with rows that this tab has let go of.
    if (newer ? believed && kept->floor != conversation.floor
              : !older && kept->floor > conversation.floor)
        drop_below(state, turn, conversation, kept->floor, kept->floor_head);
    if (!conversation.erasure) conversation.erasure = kept->erasure;
    // Another tab has signed it, and perhaps told the relay.
    if (leads && !kept->wraps.empty() && is_zero(conversation.wraps.front().sig))
        conversation.wraps.front() = kept->wraps.front();
    // Another log may have lost a key, and have made another one of that generation.
    const bool same_log = leads && kept->epoch == state.shop.epoch;
    for (const wire::Wrap& wrap : kept->wraps) {
        if (same_log && wrap.gen > newest_generation(conversation))
            conversation.wraps.push_back(wrap);
    }
    if (gone && !state.me.follows && !kept->wraps.empty()) keep(state, conversation);
    if (!believed) return;
    conversation.status = static_cast<ConversationStatus>(kept->state);
    conversation.assignee = kept->assignee;
    if (!older) {
        conversation.head_seq = kept->head_seq;
        conversation.epoch = kept->epoch;
    }
    conversation.opened_at = kept->opened_at;
    conversation.waiting_since = kept->waiting_since;
    conversation.inbox_unread = kept->unread;
    conversation.wraps = std::move(kept->wraps);
    conversation.keys.clear();
    conversation.last_row = kept->last;
    conversation.last.reset();
    if (state.is_agent() && kept->last)
        conversation.last = read_row(state, conversation, *kept->last);
    conversation.notified = std::max(conversation.notified, kept->head_seq);
    // What this tab has stored before it heard of the deletion, and the note of it.
    if (!readable || !conversation.gone()) return;
    remove_leftovers(state, turn, conversation);
    keep(state, conversation);
}

}  // namespace shopbell::client
