// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/mutants/mutant.hpp"

namespace shopbell {

uint64_t mutant = 0;

}  // namespace shopbell
