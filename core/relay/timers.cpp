// SPDX-License-Identifier: Apache-2.0
#include "core/relay/timers.hpp"

#include <tuple>

namespace shopbell::relay {

bool Timer::operator<(const Timer& other) const {
    return std::tie(kind, peer, shop, id) < std::tie(other.kind, other.peer, other.shop, other.id);
}

void Timers::set(const Timer& timer, Millis at) {
    const auto standing = at_.find(timer);
    if (standing != at_.end()) {
        if (standing->second == at) return;
        queue_.erase({standing->second, timer});
        standing->second = at;
    } else {
        at_.emplace(timer, at);
    }
    queue_.emplace(at, timer);
}

void Timers::cancel(const Timer& timer) {
    const auto standing = at_.find(timer);
    if (standing == at_.end()) return;
    queue_.erase({standing->second, timer});
    at_.erase(standing);
}

std::optional<Millis> Timers::earliest() const {
    if (queue_.empty()) return std::nullopt;
    return queue_.begin()->first;
}

std::optional<Timer> Timers::take_due(Millis now) {
    if (queue_.empty() || queue_.begin()->first > now) return std::nullopt;
    Timer timer = queue_.begin()->second;
    queue_.erase(queue_.begin());
    at_.erase(timer);
    return timer;
}

}  // namespace shopbell::relay
