// SPDX-License-Identifier: Apache-2.0
#include "core/client/typing.hpp"

#include "core/base/limits.hpp"
#include "core/client/link.hpp"

namespace shopbell::client {
namespace {

// Renewed at half the time after which the indicator goes out.
constexpr Millis renew_ms = static_cast<Millis>(limits::typing_ms_max / 2);

}  // namespace

void write(State& state, Turn& turn, const boundary::Write& event) {
    Conversation* conversation =
        event.conv ? find_conversation(state, *event.conv) : current_conversation(state);
    if (!conversation || !conversation->opened || !state.online()) return;
    const bool told = conversation->written_at != 0;
    if (event.on ? told && turn.now.monotonic < conversation->written_at + renew_ms : !told) return;
    conversation->written_at = event.on ? turn.now.monotonic : 0;
    send(turn, wire::encode(wire::Typing{.conv = conversation->conv, .on = event.on}));
}

void take_typing(State& state, Turn& turn, const wire::Typing& typing) {
    Conversation* conversation = find_conversation(state, typing.conv);
    if (!conversation) return;
    const bool was = conversation->typing_until != 0;
    conversation->typing_until =
        typing.on ? turn.now.monotonic + static_cast<Millis>(limits::typing_ms_max) : 0;
    if (was != typing.on) turn.emit(boundary::TypingChanged{.conv = typing.conv, .on = typing.on});
}

void typing_due(State& state, Turn& turn) {
    for (Conversation& conversation : state.conversations) {
        if (turn.now.monotonic >= conversation.typing_until) stop_typing(turn, conversation);
    }
}

void stop_typing(Turn& turn, Conversation& conversation) {
    if (conversation.typing_until == 0) return;
    conversation.typing_until = 0;
    turn.emit(boundary::TypingChanged{.conv = conversation.conv, .on = false});
}

}  // namespace shopbell::client
