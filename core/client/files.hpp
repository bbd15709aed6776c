// SPDX-License-Identifier: Apache-2.0
// The files of own rows. They travel beside the socket, sealed, and a row that speaks of some goes
// out when the relay has them all; words do not wait behind it. The shell brings them, one of a row
// after the other, from where it keeps them.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

// Asks the shell for the next of them, once on each connection.
void bring_files(Turn& turn, const Conversation& conversation, OutboxRow& row);

void take_uploaded(State& state, const boundary::Uploaded& uploaded);

// The row is given up, and its files with it.
void drop_files(Turn& turn, const OutboxRow& row);

}  // namespace shopbell::client
