// SPDX-License-Identifier: Apache-2.0
#include "core/relay/cursors.hpp"

#include "core/relay/conversations.hpp"
#include "core/relay/pressure.hpp"
#include "core/relay/replies.hpp"
#include "core/relay/shops.hpp"

namespace shopbell::relay {

void on_cursor(Turn& turn, PeerId id, const wire::Cursor& cursor) {
    Peer& peer = *turn.peer(id);
    if (is_bot(*turn.shop(peer.shop), peer) || !may_ask(turn, id, "Cursor")) return;
    PutCursor put;
    put.shop = peer.shop;
    put.conv = cursor.conv;
    put.device = peer.device;
    put.role = peer.role;
    put.agent = peer.agent;
    put.delivered = cursor.delivered;
    put.read = cursor.read;
    turn.ask({Question::Purpose::cursor, peer.shop, id, cursor.conv, {}, 0, {}}, put);
}

void on_cursor_put(Turn& turn, const Question& question, const StoreAnswer& answer) {
    if (const auto* const failed = std::get_if<Failed>(&answer)) {
        refuse(turn, question.peer, {failed->code, "Cursor.conv", failed->message});
    } else if (const auto* const put = std::get_if<ConversationPut>(&answer)) {
        note_conversation(turn, question.shop, put->after);
    }
}

void send_cursor(Turn& turn, PeerId id, const Id& conv) {
    Peer& peer = *turn.peer(id);
    const Conversation* const conversation = turn.conversation(peer.shop, conv);
    if (conversation == nullptr || peer.next_seq.count(conv) == 0) return;
    if (!has_room(turn.config(), peer)) {
        peer.cursors_pending.insert(conv);
        return;
    }
    const ConversationState& state = *conversation->state;
    const bool agent = peer.role == Role::agent;
    wire::Cursor cursor;
    cursor.conv = conv;
    cursor.delivered = agent ? state.shopper_delivered : state.agent_delivered;
    cursor.read = agent ? state.shopper_read : state.agent_read;
    send(turn, id, cursor);
}

void tell_cursors(Turn& turn, const Conversation& conversation, const ConversationState& before) {
    const ConversationState& after = *conversation.state;
    const bool shopper_moved = before.shopper_delivered != after.shopper_delivered ||
                               before.shopper_read != after.shopper_read;
    const bool agent_moved =
        before.agent_delivered != after.agent_delivered || before.agent_read != after.agent_read;
    for (const PeerId id : conversation.subscribers) {
        const bool agent = turn.peer(id)->role == Role::agent;
        if (agent ? shopper_moved : agent_moved) send_cursor(turn, id, after.conv);
    }
}

void on_sync(Turn& turn, PeerId id, const wire::Sync& sync) {
    if (!may_ask(turn, id, "Sync")) return;
    const Peer& peer = *turn.peer(id);
    turn.ask({Question::Purpose::sync, peer.shop, id, sync.conv, {}, 0, {}},
             ReadSync{peer.shop, sync.conv, peer.device, peer.role, sync.mids});
}

void on_sync_read(Turn& turn, const Question& question, const StoreAnswer& answer) {
    if (const auto* const failed = std::get_if<Failed>(&answer)) {
        return refuse(turn, question.peer, {failed->code, "Sync.conv", failed->message});
    }
    const auto* const read = std::get_if<SyncRead>(&answer);
    const Shop* const shop = turn.shop(question.shop);
    if (read == nullptr || shop == nullptr) return;
    wire::Synced synced;
    synced.conv = question.conv;
    synced.known = read->known;
    synced.last_mid = read->last_mid;
    synced.head_seq = read->head_seq;
    synced.epoch = shop->epoch;
    send(turn, question.peer, synced);
}

}  // namespace shopbell::relay
