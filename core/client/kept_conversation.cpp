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
namespace {

bool says_erased(const boundary::KeptConversation& kept) {
    return static_cast<ConversationStatus>(kept.state) == ConversationStatus::erased;
}

// How a note stands to what this tab holds of the conversation.
struct Standing {
    bool leads;         // this tab does, and could read the conversation
    bool older, newer;  // of another log: what one says of places, another one does not
    bool gone;          // a note from before must not bring back what is gone, nor its keys
    bool believed;      // nor what this tab has erased; and who leads knows better
};

Standing standing_of(const State& state, const Conversation& conversation,
                     const boundary::KeptConversation& kept) {
    Standing standing{};
    const bool erased = says_erased(kept);
    standing.leads = !state.me.follows && !conversation.wraps.empty();
    standing.older = kept.epoch < conversation.epoch;
    standing.newer = kept.epoch > conversation.epoch;
    standing.gone = conversation.gone() && (erased || !standing.newer);
    const bool knows_better = standing.leads || conversation.erasure || standing.older;
    // What others deleted in an older log is there again in this one.
    const bool deleted = erased && (!standing.older || kept.erasure);
    standing.believed = !standing.gone && (deleted || !knows_better);
    return standing;
}

// Two that lead must not answer each other's notes for ever: only what is behind is written anew.
bool is_behind(const Conversation& conversation, const boundary::KeptConversation& kept) {
    return kept.head_seq < conversation.head_seq || kept.read < conversation.read ||
           kept.floor < conversation.floor;
}

// A restored log may have begun anew with rows that this tab has let go of.
bool moves_floor(const Standing& standing, const Conversation& conversation,
                 const boundary::KeptConversation& kept) {
    if (standing.newer) return standing.believed && kept.floor != conversation.floor;
    return !standing.older && kept.floor > conversation.floor;
}

void take_keys(const State& state, Conversation& conversation,
               const boundary::KeptConversation& kept) {
    if (kept.wraps.empty()) return;
    // Another tab has signed it, and perhaps told the relay.
    if (is_zero(conversation.wraps.front().sig)) conversation.wraps.front() = kept.wraps.front();
    // Another log may have lost a key, and have made another one of that generation.
    if (kept.epoch != state.shop.epoch) return;
    for (const wire::Wrap& wrap : kept.wraps) {
        if (wrap.gen > newest_generation(conversation)) conversation.wraps.push_back(wrap);
    }
}

// What never goes back.
void take_lasting(State& state, Turn& turn, Conversation& conversation,
                  const boundary::KeptConversation& kept, const Standing& standing) {
    conversation.opened |= kept.opened;
    conversation.forked |= kept.forked;
    if (kept.read > conversation.read) {
        conversation.read = kept.read;
        keep(state, conversation);
    }
    take_cursor(state, conversation, kept.other_delivered, kept.other_read);
    if (moves_floor(standing, conversation, kept))
        drop_below(state, turn, conversation, kept.floor, kept.floor_head);
    if (!conversation.erasure) conversation.erasure = kept.erasure;
    if (standing.leads) take_keys(state, conversation, kept);
}

void take_all(State& state, Conversation& conversation, boundary::KeptConversation& kept,
              const Standing& standing) {
    conversation.status = static_cast<ConversationStatus>(kept.state);
    conversation.assignee = kept.assignee;
    if (!standing.older) {
        conversation.head_seq = kept.head_seq;
        conversation.epoch = kept.epoch;
    }
    conversation.opened_at = kept.opened_at;
    conversation.waiting_since = kept.waiting_since;
    conversation.inbox_unread = kept.unread;
    conversation.wraps = std::move(kept.wraps);
    conversation.keys.clear();
    conversation.last_row = kept.last;
    conversation.last.reset();
    if (state.is_agent() && kept.last)
        conversation.last = read_row(state, conversation, *kept.last);
    conversation.notified = std::max(conversation.notified, kept.head_seq);
}

}  // namespace

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
    const Standing standing = standing_of(state, conversation, *kept);
    const bool was_readable = !conversation.wraps.empty();
    touch(state, conversation);
    if (standing.leads) {
        share(state, conversation);
        if (!standing.newer && (standing.older || is_behind(conversation, *kept)))
            keep(state, conversation);
    }
    take_lasting(state, turn, conversation, *kept, standing);
    if (standing.gone && !state.me.follows && !kept->wraps.empty()) keep(state, conversation);
    if (!standing.believed) return;
    take_all(state, conversation, *kept, standing);
    // What this tab has stored before it heard of the deletion, and the note of it.
    if (!was_readable || !conversation.gone()) return;
    remove_leftovers(state, turn, conversation);
    keep(state, conversation);
}

}  // namespace shopbell::client
