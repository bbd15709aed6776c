// SPDX-License-Identifier: Apache-2.0
// BLAKE2b-256 over parts that follow one another, plain and keyed: docs/protocol.md's H256(a ‖ b)
// and H256(key; a ‖ b). Every hash and every derived key of the protocol is one of these two.
#pragma once

#include "core/base/bytes.hpp"

#include <initializer_list>

namespace shopbell::crypto {

// `key` holds 32 bytes.
Hash hash256(std::initializer_list<ByteView> parts);
Hash keyed_hash256(ByteView key, std::initializer_list<ByteView> parts);

// A number as it is hashed: eight bytes, the highest first.
FixedBytes<8> be64(uint64_t number);

}  // namespace shopbell::crypto
