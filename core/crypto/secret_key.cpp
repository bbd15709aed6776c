// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/secret_key.hpp"

#include <sodium.h>

namespace shopbell::crypto {

void wipe(void* memory, size_t size) { sodium_memzero(memory, size); }

bool equal_in_constant_time(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace shopbell::crypto
