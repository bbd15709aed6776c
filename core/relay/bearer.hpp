// SPDX-License-Identifier: Apache-2.0
// The token that lets a device ask over plain HTTP what it could ask over its socket. It follows
// from the relay's own key, the shop and the device, so that it stays the same from visit to visit;
// the store keeps only its hash. The Hub hands it out, the HTTP shell looks the hash up.
#pragma once

#include "core/base/bytes.hpp"

#include <string_view>

namespace shopbell::relay {

Key bearer_of(const Key& bearer_key, std::string_view shop, const Key& device);
Hash bearer_hash(const Key& bearer);

}  // namespace shopbell::relay
