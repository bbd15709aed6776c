// SPDX-License-Identifier: Apache-2.0
// The printed code that opens a shop whose owner forgot the passphrase: 256 bits in Crockford's
// base32, groups of four, the last group a checksum that catches typing mistakes. Its box key
// stands in the roster; the box sealed to it holds the root seed and every SE.
#pragma once

#include "core/crypto/device.hpp"
#include "core/crypto/rng.hpp"
#include "core/wire/calls.hpp"

#include <string>

namespace shopbell::crypto {

using RecoveryCode = SecretKey<32>;

std::string write_recovery_code(const RecoveryCode& code);

// Takes lower case, missing or other separators, and o, i, l for the digits they look like.
std::optional<RecoveryCode> read_recovery_code(std::string_view text);

BoxPair recovery_pair(const RecoveryCode& code);

std::optional<Bytes> seal_recovery_box(Rng& rng, const Key& recovery_pk,
                                       const boundary::RecoveryContent& content);
std::optional<boundary::RecoveryContent> open_recovery_box(ByteView box, const BoxPair& recovery);

}  // namespace shopbell::crypto
