// SPDX-License-Identifier: Apache-2.0
// Bytes that nobody else may learn: wiped when they go, compared in constant time, turned into
// ordinary bytes only by name (`reveal`). Copyable, since a Session that holds some is a value.
// Whatever holds a private or symmetric key in the core holds it in one of these.
#pragma once

#include "core/base/bytes.hpp"

namespace shopbell::crypto {

void wipe(void* memory, size_t size);
bool equal_in_constant_time(ByteView a, ByteView b);

template <size_t N>
class SecretKey {
public:
    SecretKey() = default;
    explicit SecretKey(const FixedBytes<N>& bytes) : bytes_(bytes) {}
    SecretKey(const SecretKey&) = default;
    SecretKey& operator=(const SecretKey&) = default;
    ~SecretKey() { wipe(bytes_.data(), N); }

    [[nodiscard]] const FixedBytes<N>& reveal() const { return bytes_; }
    [[nodiscard]] const uint8_t* data() const { return bytes_.data(); }
    [[nodiscard]] uint8_t* data() { return bytes_.data(); }
    [[nodiscard]] static constexpr size_t size() { return N; }
    operator ByteView() const { return bytes_; }

    bool operator==(const SecretKey& other) const {
        return equal_in_constant_time(bytes_, other.bytes_);
    }

private:
    FixedBytes<N> bytes_{};
};

using SignKey = SecretKey<64>;          // Ed25519, as libsodium lays it out: seed and public key
using BoxKey = SecretKey<32>;           // X25519
using Seed = SecretKey<32>;             // what key pairs are made from
using ConversationKey = SecretKey<32>;  // K(conv, gen)

}  // namespace shopbell::crypto
