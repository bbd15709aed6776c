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
    const Conversation* conversation =
        event.conv ? find_conversation(state, *event.conv) : current_conversation(state);
    if (!conversation || !conversation->opened || !state.online()) return;
    const auto told = state.typed_at.find(conversation->conv);
    if (event.on) {
        if (told != state.typed_at.end() && turn.now.monotonic < told->second + renew_ms) return;
        state.typed_at[conversation->conv] = turn.now.monotonic;
    } else {
        if (told == state.typed_at.end()) return;
        state.typed_at.erase(told);
    }
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
    for (auto& [conv, conversation] : state.conversations) {
        if (conversation.typing_until == 0 || turn.now.monotonic < conversation.typing_until)
            continue;
        conversation.typing_until = 0;
        turn.emit(boundary::TypingChanged{.conv = conv, .on = false});
    }
}

}  // namespace shopbell::client
