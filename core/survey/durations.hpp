// SPDX-License-Identifier: Apache-2.0
// A definition counts in hours and days, the relay's clock in milliseconds.
#pragma once

#include <cstdint>

namespace shopbell::survey {

inline constexpr uint64_t hour_ms = 3'600'000;
inline constexpr uint64_t day_ms = 24 * hour_ms;

}  // namespace shopbell::survey
