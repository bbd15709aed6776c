// SPDX-License-Identifier: Apache-2.0
// A welcomed client's frames to the part that answers them, and the way of a row: checked as far as
// the Hub can, stored, then acknowledged and delivered in the order of the store's answers.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

void route(Turn& turn, PeerId id, wire::FrameFromClient frame);

void on_row_answer(Turn& turn, const Question& question, const StoreAnswer& answer);
void on_wrap_put(Turn& turn, const Question& question, const StoreAnswer& answer);

}  // namespace shopbell::relay
