// SPDX-License-Identifier: Apache-2.0
// Everything the Hub waits for, ordered by when: one entry per timer, set again or cancelled by
// what it is for. The earliest one is the Hub's deadline. Timers whose peer, shop or conversation
// is gone by then fire into nothing.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/time.hpp"
#include "core/relay/events.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace shopbell::relay {

struct Timer {
    enum class Kind : uint8_t {
        peer,           // hello, idle, ping, heads, stall: whatever comes first for this connection
        shopper_gone,   // the grace of a conversation whose shopper left
        agent_gone,     // the grace after an agent's last connection
        agent_release,  // the end of an agent's hold on those who wait
        assignment,     // look at the shop's queue again
    };
    Kind kind = Kind::peer;
    PeerId peer = 0;
    std::string shop;
    Id id{};  // conversation or agent

    bool operator<(const Timer& other) const;
};

class Timers {
public:
    void set(const Timer& timer, Millis at);
    void cancel(const Timer& timer);
    [[nodiscard]] bool is_set(const Timer& timer) const { return at_.count(timer) != 0; }

    [[nodiscard]] std::optional<Millis> earliest() const;
    std::optional<Timer> take_due(Millis now);

private:
    std::map<Timer, Millis> at_;
    std::set<std::pair<Millis, Timer>> queue_;
};

}  // namespace shopbell::relay
