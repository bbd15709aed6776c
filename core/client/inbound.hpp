// SPDX-License-Identifier: Apache-2.0
// Frames from the relay: decoded, then handed to the part that they concern. A frame that cannot be
// decoded ends the connection, since nothing after it can be trusted to be in place.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

void take_frame(State& state, Turn& turn, ByteView frame);

}  // namespace shopbell::client
