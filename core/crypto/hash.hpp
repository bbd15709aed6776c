// SPDX-License-Identifier: Apache-2.0
// BLAKE2b-256 over parts that follow one another, plain and keyed: docs/protocol.md's H256(a ‖ b)
// and H256(key; a ‖ b). Every hash and every derived key of the protocol is one of these two.
#pragma once

#include <initializer_list>

#include "core/base/bytes.hpp"

namespace shopbell::crypto {

Hash hash256(std::initializer_list<ByteView> parts);
Hash keyed_hash256(ByteView key32, std::initializer_list<ByteView> parts);

}  // namespace shopbell::crypto
