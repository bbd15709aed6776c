// SPDX-License-Identifier: Apache-2.0
// The beginning of a Session: who this device is, what it kept, and the first dial.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

void start(State& state, Turn& turn, const boundary::Start& event);

}  // namespace shopbell::client
