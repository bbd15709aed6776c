// SPDX-License-Identifier: Apache-2.0
#include "core/relay/inbox.hpp"

#include "core/relay/presence.hpp"
#include "core/relay/pressure.hpp"

#include <algorithm>

namespace shopbell::relay {

static wire::InboxEntry entry_of(const Shop& shop, const ConversationState& state) {
    wire::InboxEntry entry;
    entry.inbox_seq = state.inbox_seq;
    entry.conv = state.conv;
    entry.state = static_cast<uint64_t>(state.state);
    entry.assignee = state.assignee;
    entry.head_seq = state.head_seq;
    entry.opened_at = state.opened_at;
    entry.waiting_since = state.waiting_since;
    entry.unread = state.unread;
    entry.online = is_online(shop, state.conv);
    entry.wraps = state.wraps;
    entry.last = state.last;
    return entry;
}

void feed_inbox(Turn& turn, const std::string& name, const ConversationState& after) {
    const Shop& shop = *turn.shop(name);
    Bytes frame;  // encoded for the first who needs it
    for (const PeerId id : shop.peers) {
        Peer& peer = *turn.peer(id);
        if (peer.role != Role::agent || after.inbox_seq <= peer.inbox_sent) continue;
        if (!peer.inbox_live || !has_room(turn.config(), peer)) {
            peer.inbox_live = false;
            if (has_ample_room(turn.config(), peer)) pump_inbox(turn, id);
            continue;
        }
        if (frame.empty()) {
            wire::Inbox inbox;
            inbox.entry = entry_of(shop, after);
            frame = wire::encode(inbox);
        }
        peer.inbox_sent = after.inbox_seq;
        peer.here_pending.erase(after.conv);  // of how it was before; the entry says that, too
        send_bytes(turn, id, frame);
    }
}

void pump_inbox(Turn& turn, PeerId id) {
    Peer& peer = *turn.peer(id);
    if (peer.role != Role::agent || peer.reading_inbox || peer.inbox_live) return;
    const Shop& shop = *turn.shop(peer.shop);
    if (peer.inbox_sent >= shop.inbox_head) {
        peer.inbox_live = true;
        return;
    }
    peer.reading_inbox = true;
    const uint64_t rows_max = turn.config().page_rows_max;
    turn.ask({Question::Purpose::inbox, peer.shop, id, {}, {}, rows_max, {}},
             ReadInbox{peer.shop, peer.inbox_sent, rows_max});
}

void on_inbox_read(Turn& turn, const Question& question, const StoreAnswer& answer) {
    Peer* const peer = turn.peer(question.peer);
    Shop* const shop = turn.shop(question.shop);
    if (peer == nullptr || shop == nullptr) return;
    peer->reading_inbox = false;
    const auto* const read = std::get_if<InboxRead>(&answer);
    if (read == nullptr) return;  // the next change, or drained frame, tries again
    for (const ConversationState& state : read->conversations) {
        if (state.inbox_seq <= peer->inbox_sent) continue;
        if (!has_room(turn.config(), *peer)) return;
        wire::Inbox inbox;
        inbox.entry = entry_of(*shop, state);
        peer->inbox_sent = state.inbox_seq;
        peer->here_pending.erase(state.conv);
        send(turn, question.peer, inbox);
    }
    // A short page: the rest of the feed, up to its head, was about conversations that moved on.
    if (read->conversations.size() < question.number) {
        peer->inbox_sent = std::max(peer->inbox_sent, read->inbox_head);
        shop->inbox_head = std::max(shop->inbox_head, read->inbox_head);
    }
    pump(turn, question.peer);
}

}  // namespace shopbell::relay
