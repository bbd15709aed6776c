// SPDX-License-Identifier: Apache-2.0
// How often a sign-in failed lately, by mail address and by network address. In memory, bounded,
// and forgotten at a restart: it slows guessing down, it is no record of anybody.
#pragma once

#include "core/base/time.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace shopbell::server {

inline constexpr size_t failures_max = 10;
inline constexpr Millis failures_window_ms = 15 * 60 * 1000;

class Failures {
public:
    // 0: go on; else how long to wait.
    Millis wait_ms(const std::string& who, Now now);
    void note(const std::string& who, Now now);

private:
    void forget_old(Millis now);

    std::map<std::string, std::deque<Millis>> times_;  // monotonic
};

}  // namespace shopbell::server
