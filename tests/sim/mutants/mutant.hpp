// SPDX-License-Identifier: Apache-2.0
// Which rule is switched off in the mutants' build of the core; 0: none. Only generate.mjs puts
// uses of it into a copy of the sources; the product never sees it.
#pragma once

#include <cstdint>

namespace shopbell {

extern uint64_t mutant;

}  // namespace shopbell
