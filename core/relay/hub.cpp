// SPDX-License-Identifier: Apache-2.0
#include "core/relay/hub.hpp"

#include "core/relay/assignment.hpp"
#include "core/relay/connection.hpp"
#include "core/relay/conversations.hpp"
#include "core/relay/cursors.hpp"
#include "core/relay/inbox.hpp"
#include "core/relay/presence.hpp"
#include "core/relay/pressure.hpp"
#include "core/relay/replies.hpp"
#include "core/relay/routing.hpp"
#include "core/relay/shops.hpp"
#include "core/relay/subscriptions.hpp"

#include <utility>

namespace shopbell::relay {

Hub::Hub(HubConfig config, const Key& seed) : state_(std::move(config), seed) {}

static void on_timer(Turn& turn, const Timer& timer) {
    switch (timer.kind) {
        case Timer::Kind::peer:
            return on_peer_timer(turn, timer.peer);
        case Timer::Kind::shopper_gone:
            return on_shopper_gone(turn, timer);
        case Timer::Kind::agent_gone:
            return on_agent_gone(turn, timer);
        case Timer::Kind::agent_release:
            return on_agent_release(turn, timer);
        case Timer::Kind::assignment:
            return review_queue(turn, timer.shop);
    }
}

static void on_wake(Turn& turn) {
    while (const std::optional<Timer> timer = turn.hub.timers.take_due(turn.now.monotonic)) {
        on_timer(turn, *timer);
    }
}

static void give_back(Turn& turn, const Question& question) {
    if (Peer* const peer = turn.peer(question.peer)) peer->questions -= 1;
}

static void on_answer(Turn& turn, const StoreAnswered& answered) {
    const auto found = turn.hub.questions.find(answered.ticket);
    if (found == turn.hub.questions.end()) return;
    const Question question = std::move(found->second);
    turn.hub.questions.erase(found);
    const StoreAnswer& answer = answered.answer;
    switch (question.purpose) {
        case Question::Purpose::shop:
            return on_shop_loaded(turn, question, answer);
        case Question::Purpose::bearer:
            return;  // a disk that is full just now: the next visit puts it again
        case Question::Purpose::row:
            return on_row_answer(turn, question, answer);
        case Question::Purpose::conversation:
            give_back(turn, question);
            return on_conversation_loaded(turn, question, answer);
        case Question::Purpose::log:
            return on_log_read(turn, question, answer);
        case Question::Purpose::inbox:
            return on_inbox_read(turn, question, answer);
        case Question::Purpose::assignee:
            return on_assignee_set(turn, question, answer);
        case Question::Purpose::open_list:
            return on_open_listed(turn, question, answer);
        case Question::Purpose::sync:
            give_back(turn, question);
            return on_sync_read(turn, question, answer);
        case Question::Purpose::cursor:
            give_back(turn, question);
            return on_cursor_put(turn, question, answer);
        case Question::Purpose::rekey:
            give_back(turn, question);
            return on_wrap_put(turn, question, answer);
    }
}

namespace {

struct Dispatch {
    Turn& turn;

    void operator()(const PeerConnected& event) const { on_connected(turn, event); }
    void operator()(const PeerFrame& event) const { on_frame(turn, event); }
    void operator()(const PeerTooLarge& event) const { on_too_large(turn, event); }
    void operator()(const PeerDrained& event) const { on_drained(turn, event); }
    void operator()(const PeerClosed& event) const { on_closed(turn, event); }
    void operator()(const Wake&) const { on_wake(turn); }
    void operator()(const ShutDown&) const { on_shut_down(turn); }
    void operator()(const ShopPut& event) const { on_shop_put(turn, event); }
    void operator()(const RowsTrimmed& event) const {
        for (const TrimmedConversation& trimmed : event.conversations) {
            note_conversation(turn, trimmed.shop, trimmed.after);
        }
    }
    void operator()(const StoreAnswered& event) const { on_answer(turn, event); }
};

}  // namespace

void Hub::handle(const Event& event, Now now, Effects& out) {
    Turn turn{state_, now, out, {}, {}};
    std::visit(Dispatch{turn}, event);
    while (!turn.overrun.empty()) {
        dismiss(turn, *turn.overrun.begin(),
                {wire::Code::slow_consumer, "", "far over the outstanding limits"});
    }
    for (const PeerId id : turn.touched) set_peer_timer(turn, id);
}

}  // namespace shopbell::relay
