// SPDX-License-Identifier: Apache-2.0
// The one place where the relay reads a clock. Everything behind the shell gets a Now as a
// parameter; the shell asks here once per event.
#pragma once

#include "core/base/time.hpp"

#include <chrono>
#include <functional>

namespace shopbell::server {

// Tests hand in another one.
using Clock = std::function<Now()>;

inline Now read_clock() {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const auto monotonic = std::chrono::steady_clock::now().time_since_epoch();
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    return Now{duration_cast<milliseconds>(monotonic).count(),
               duration_cast<milliseconds>(wall).count()};
}

}  // namespace shopbell::server
