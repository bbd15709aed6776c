// SPDX-License-Identifier: Apache-2.0
// Frames and effects as a line of the trace: what a reader of a failed run looks for, no more.
#pragma once

#include "core/wire/boundary.hpp"

#include <string>

namespace shopbell::sim {

std::string frame_text(ByteView frame);
std::string effect_text(const boundary::Effect& effect);  // empty: not worth a line

}  // namespace shopbell::sim
