// SPDX-License-Identifier: Apache-2.0
// What the person in front of the screen does: writes, shares, looks, closes, assigns, decides
// about a message that was refused. Each is checked here and refused by the name of the field.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

void compose(State& state, Turn& turn, const boundary::Compose& event);
void share(State& state, Turn& turn, const boundary::Share& event);
// A change of another message, an invitation to a survey, the answers to one.
void write_row(State& state, Turn& turn, const boundary::WriteRow& event);
void look(State& state, const boundary::Look& event);
void act(State& state, Turn& turn, const boundary::Act& event);
void attend(State& state, Turn& turn, const boundary::Attend& event);
void settle(State& state, Turn& turn, const boundary::Settle& event);

}  // namespace shopbell::client
