// SPDX-License-Identifier: Apache-2.0
// One end of Shopbell: a shopper's browser profile, an agent's console or a bot. The shell hands in
// what happened, with the time; the Session answers with what is to be done (dial, send, keep on
// disk, show). It has no clock, socket or disk of its own, so the same machine runs in a page, in a
// native process and in the simulator, and a copy of it is a snapshot.
#pragma once

#include "core/client/state.hpp"

#include <optional>
#include <vector>

namespace shopbell::client {

using boundary::Effect;
using boundary::Event;
using Effects = std::vector<Effect>;

class Session {
public:
    // Takes one event and appends what it wants to `out`, in the order in which it is to be done.
    // The first event is Start. An event that cannot be taken is answered by Refused, by name.
    void handle(const Event& event, Now now, Effects& out);

    // The same for an encoded array of events; the answer is an encoded array of effects whose last
    // is always Deadline. A batch that cannot be read is answered by Refused and changes nothing.
    Bytes handle_batch(ByteView events, Now now);

    // Monotonic time by which the shell must call handle(Wake{}); none: nothing is due.
    std::optional<Millis> deadline() const;

private:
    State state_;
};

}  // namespace shopbell::client
