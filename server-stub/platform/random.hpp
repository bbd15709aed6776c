// SPDX-License-Identifier: Apache-2.0
// The one place where the relay asks the kernel for randomness: seeds for the Hub, for the JSON
// API's generator and for the demo shop.
#pragma once

#include "core/base/bytes.hpp"

namespace shopbell::server {

// Ends the process if the kernel has none: nothing may go on without it.
Key random_key();

}  // namespace shopbell::server
