// SPDX-License-Identifier: Apache-2.0
// How the Hub says no: every code of the protocol leaves through one of these, so that the table in
// docs/protocol.md (which codes close, which are transient) is followed in one place.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

struct Refusal {
    wire::Code code = wire::Code::malformed;
    std::string field;    // as frame.field
    std::string message;  // for logs; names a field or a limit, never content
};

// Bye and close if the code says so, else Error. The peer may be gone afterwards.
void refuse(Turn& turn, PeerId id, const Refusal& refusal);

// Bye and close; the code must be one that closes.
void dismiss(Turn& turn, PeerId id, const Refusal& refusal);

void nack(Turn& turn, PeerId id, const Id& conv, const Id& mid, const RowRefused& refused);

// Counts a question to the store for this connection, or refuses it as rate_limited.
bool may_ask(Turn& turn, PeerId id, const char* frame);

}  // namespace shopbell::relay
