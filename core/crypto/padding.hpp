// SPDX-License-Identifier: Apache-2.0
// Hides how long a message is: ISO/IEC 7816-4 padding (0x80, then zeros) to steps of 256 bytes up
// to 4 KiB and to Padmé lengths beyond, which leak at most log log of the length. Unpadding accepts
// only what padding makes. Called by message.
#pragma once

#include "core/base/bytes.hpp"

namespace shopbell::crypto {

// Length after padding; always at least one more.
size_t padded_size(size_t size);

Bytes pad(ByteView content);
std::optional<Bytes> unpad(ByteView padded);

}  // namespace shopbell::crypto
