// SPDX-License-Identifier: Apache-2.0
// Which mutant is on. The generated copies of the core's sources ask at each mutant's place; one
// comparison of a number is all that it costs there. A program of one thread, so a plain variable.
#pragma once

#include <cstdint>
#include <string_view>

namespace shopbell::sim {

// 0: none, the core is as it ships.
inline uint32_t active_mutant = 0;

inline bool mutant_on(uint32_t number) { return active_mutant == number; }

// 0 if there is no such mutant.
uint32_t mutant_number(std::string_view name);

}  // namespace shopbell::sim
