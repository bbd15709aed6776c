// SPDX-License-Identifier: Apache-2.0
// The relay's machine: connections, shops, conversations, inbox, assignment, presence. One call per
// event; what it wants of its shell comes out as effects, to be carried out in order. It routes,
// stores and counts, and cannot read; it has no clock, socket, disk or randomness of its own. A
// value: copy it to rewind. The relay's shell, the two-party harness and the simulator run it.
#pragma once

#include "core/relay/events.hpp"
#include "core/relay/state.hpp"

#include <optional>

namespace shopbell::relay {

class Hub {
public:
    // `seed` is fresh for each run: nonces come from it.
    Hub(HubConfig config, const Key& seed);

    void handle(const Event& event, Now now, Effects& out);

    // Call handle(Wake{}) by then, on the monotonic clock.
    [[nodiscard]] std::optional<Millis> deadline() const { return state_.timers.earliest(); }

private:
    HubState state_;
};

}  // namespace shopbell::relay
