// SPDX-License-Identifier: Apache-2.0
#include "core/client/session.hpp"

#include "core/client/cursors.hpp"
#include "core/client/disk.hpp"
#include "core/client/files.hpp"
#include "core/client/following.hpp"
#include "core/client/inbound.hpp"
#include "core/client/link.hpp"
#include "core/client/outbox.hpp"
#include "core/client/person.hpp"
#include "core/client/rekey.hpp"
#include "core/client/search.hpp"
#include "core/client/start.hpp"
#include "core/client/typing.hpp"
#include "core/client/view.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

struct DispatchEvent {
    State& state;
    Turn& turn;

    void operator()(const boundary::Start& event) const { start(state, turn, event); }
    void operator()(const boundary::SocketOpened&) const { socket_opened(state, turn); }
    void operator()(const boundary::SocketFrame& event) const {
        take_frame(state, turn, event.frame);
    }
    void operator()(const boundary::SocketClosed&) const { socket_closed(state, turn); }
    void operator()(const boundary::Wake&) const {}
    void operator()(const boundary::Poke&) const { try_now(state, turn); }
    void operator()(const boundary::StoreDone& event) const { store_done(state, event); }
    void operator()(const boundary::Compose& event) const { compose(state, turn, event); }
    void operator()(const boundary::Look& event) const { look(state, event); }
    void operator()(const boundary::Seen& event) const { seen(state, turn, event); }
    void operator()(const boundary::Write& event) const { write(state, turn, event); }
    void operator()(const boundary::Act& event) const { act(state, turn, event); }
    void operator()(const boundary::Attend& event) const { attend(state, turn, event); }
    void operator()(const boundary::Settle& event) const { settle(state, turn, event); }
    void operator()(const boundary::Forget&) const { forget(state, turn); }
    void operator()(const boundary::Merge& event) const { merge(state, turn, event); }
    void operator()(const boundary::Search& event) const { search(state, turn, event); }
    void operator()(const boundary::Share& event) const { share(state, turn, event); }
    void operator()(const boundary::WriteRow& event) const { write_row(state, turn, event); }
    void operator()(const boundary::Uploaded& event) const { take_uploaded(state, event); }
};

// Start is the first event, and the first alone.
bool in_its_place(const State& state, Turn& turn, bool is_start) {
    if (is_start != state.me.started) return true;
    turn.emit(boundary::Refused{
        .field = "start",
        .message = is_start ? "the session has started already" : "the first event must be Start",
        .limit = 0});
    return false;
}

// What every turn ends with: time that has passed, rows that may go out, cursors, disk, screen.
void finish(State& state, Turn& turn) {
    if (!state.me.started) return;
    link_due(state, turn);
    typing_due(state, turn);
    follow_conversations(state, turn);
    rekey_conversations(state, turn);
    pump_outboxes(state, turn);
    keep_changes(state, turn);
    send_cursors(state, turn);
    show_changes(state, turn);
}

template <class Event>
void take(State& state, Turn& turn, const Event& event) {
    if (!in_its_place(state, turn, std::is_same_v<Event, boundary::Start>)) return;
    DispatchEvent{state, turn}(event);
    finish(state, turn);
}

}  // namespace

void Session::handle(const Event& event, Now now, Effects& out) {
    wire::BatchWriter written;
    Turn turn{now, written};
    std::visit([&](const auto& one) { take(state_, turn, one); }, event);
    auto effects = boundary::decode_effect_batch(written.finish());
    SHOPBELL_ASSERT(effects);
    for (Effect& effect : *effects) out.push_back(std::move(effect));
}

Bytes Session::handle_batch(ByteView events, Now now) {
    wire::BatchWriter written;
    Turn turn{now, written};
    // All of it is read before any of it is taken.
    for (const bool taking : {false, true}) {
        const auto error = boundary::visit_event_batch(events, [&](const auto& event) {
            if (taking) take(state_, turn, event);
        });
        if (!error) continue;
        turn.emit(boundary::Refused{
            .field = error->field, .message = "the batch of events cannot be read", .limit = 0});
        break;
    }
    turn.emit(boundary::Deadline{.at = static_cast<uint64_t>(deadline().value_or(0))});
    return written.finish();
}

std::optional<Millis> Session::deadline() const {
    std::optional<Millis> earliest = link_deadline(state_);
    const auto consider = [&](Millis at) {
        if (at != 0 && (!earliest || at < *earliest)) earliest = at;
    };
    for (const Conversation& conversation : state_.conversations) {
        consider(conversation.typing_until);
        if (state_.online()) consider(conversation.retry_at);
    }
    return earliest;
}

}  // namespace shopbell::client
