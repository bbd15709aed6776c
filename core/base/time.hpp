// SPDX-License-Identifier: Apache-2.0
// The only clock the core sees: the shell reads both clocks once per call and passes them in, so
// that a test or the simulator can pass any others. Deadlines are monotonic; wall time is shown and
// written into rows, never trusted and never waited for.
#pragma once

#include <cstdint>

namespace shopbell {

using Millis = int64_t;

struct Now {
    Millis monotonic = 0;
    Millis wall = 0;  // since 1970, UTC

    bool operator==(const Now&) const = default;
};

// Wall time as the wire carries it. A clock that stands before 1970 counts as 0.
inline uint64_t unix_ms(Now now) { return now.wall < 0 ? 0 : static_cast<uint64_t>(now.wall); }

}  // namespace shopbell
