// SPDX-License-Identifier: Apache-2.0
// Virtual time: what is to happen, in the order of its time, and of being asked for where times are
// equal. Nothing in the simulator waits in any other way. Times are the world's true ones; every
// machine reads a clock of its own that may be wrong.
#pragma once

#include "core/base/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace shopbell::sim {

class Schedule {
public:
    using Step = std::function<void()>;

    [[nodiscard]] Millis now() const { return now_; }
    [[nodiscard]] uint64_t steps() const { return steps_; }

    void at(Millis when, Step step) {
        steps_due_.emplace(std::pair(when < now_ ? now_ : when, order_++), std::move(step));
    }
    void after(Millis delay, Step step) { at(now_ + delay, std::move(step)); }

    // Plays what is due up to and with `until`. False: it took more than steps_max steps.
    bool run_until(Millis until, uint64_t steps_max) {
        while (!steps_due_.empty() && steps_due_.begin()->first.first <= until) {
            if (steps_ >= steps_max) return false;
            now_ = steps_due_.begin()->first.first;
            const Step step = std::move(steps_due_.begin()->second);
            steps_due_.erase(steps_due_.begin());
            ++steps_;
            step();
        }
        now_ = until;
        return true;
    }

private:
    Millis now_ = 0;
    uint64_t order_ = 0;
    uint64_t steps_ = 0;
    std::map<std::pair<Millis, uint64_t>, Step> steps_due_;
};

}  // namespace shopbell::sim
