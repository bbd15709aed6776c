// SPDX-License-Identifier: Apache-2.0
// "Is writing": told at most every few seconds while somebody writes, and taken back by itself when
// no renewal comes. Never stored.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

void write(State& state, Turn& turn, const boundary::Write& event);
void take_typing(State& state, Turn& turn, const wire::Typing& typing);
void typing_due(State& state, Turn& turn);

// Takes the other side's indicator back.
void stop_typing(Turn& turn, Conversation& conversation);

}  // namespace shopbell::client
