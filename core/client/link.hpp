// SPDX-License-Identifier: Apache-2.0
// The link to the relay: when to dial, how long to wait, the greeting (challenge, hello, welcome),
// and when a silent connection counts as dead. It knows nothing of conversations.
#pragma once

#include "core/client/state.hpp"

#include <optional>

namespace shopbell::client {

void dial(State& state, Turn& turn);
void socket_opened(State& state, Turn& turn);
void socket_closed(State& state, Turn& turn);

// The network came back or the person asked: no more waiting, also after a refusal.
void try_now(State& state, Turn& turn);

void take_challenge(State& state, Turn& turn, const wire::Challenge& challenge);
void take_bye(State& state, const wire::Bye& bye);

// Any frame shows that the other end lives.
void heard(State& state, Turn& turn);

// The link is refused for good until the person tries again, e.g. for a false roster.
void refuse_link(State& state, Turn& turn, wire::Code code, std::string message);

// Acts on a deadline that has passed.
void link_due(State& state, Turn& turn);
std::optional<Millis> link_deadline(const State& state);

void send(Turn& turn, Bytes frame);

}  // namespace shopbell::client
