// SPDX-License-Identifier: Apache-2.0
// An agent's search: words in everything that this device keeps of the shop, committed or still
// queued, also without a connection. It reads what is opened in memory and asks nobody, so the
// relay never learns what was looked for. Called by Session.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

// Emits Found, newest first, at most found_rows_max. ASCII letters match in either case, everything
// else as it is: folding the case of every script would need tables larger than the core.
void search(const State& state, Turn& turn, const boundary::Search& event);

}  // namespace shopbell::client
