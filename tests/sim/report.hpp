// SPDX-License-Identifier: Apache-2.0
// The end of a run in words and numbers.
#pragma once

#include "tests/sim/tally.hpp"

#include <string>

namespace shopbell::sim {

std::string report(const Tally& tally);

}  // namespace shopbell::sim
