// SPDX-License-Identifier: Apache-2.0
#include "server-stub/platform/random.hpp"

#include "core/base/invariant.hpp"

#include <sys/random.h>

namespace shopbell::server {

Key random_key() {
    Key key{};
    // Up to 256 bytes come whole once the kernel's generator is seeded.
    const ssize_t got = getrandom(key.data(), key.size(), 0);
    SHOPBELL_ASSERT(got == static_cast<ssize_t>(key.size()));
    return key;
}

}  // namespace shopbell::server
