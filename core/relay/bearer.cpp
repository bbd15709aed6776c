// SPDX-License-Identifier: Apache-2.0
#include "core/relay/bearer.hpp"

#include "core/crypto/hash.hpp"

namespace shopbell::relay {

// Known to this relay alone: no part of the wire format, so not among core/crypto's labels.
static constexpr std::string_view bearer_label = "shopbell/bearer/v1";
static constexpr std::string_view bearer_hash_label = "shopbell/bearerhash/v1";

// The device's size is fixed and the shop comes last: no two pairs give the same bytes.
Key bearer_of(const Key& bearer_key, std::string_view shop, const Key& device) {
    return crypto::keyed_hash256(bearer_key, {bytes_of(bearer_label), device, bytes_of(shop)});
}

Hash bearer_hash(const Key& bearer) {
    return crypto::hash256({bytes_of(bearer_hash_label), bearer});
}

}  // namespace shopbell::relay
