// SPDX-License-Identifier: Apache-2.0
// The core's only randomness: a ChaCha20 stream over a seed that the shell took from its platform.
// A value, so that a copied Session draws the same numbers again and the simulator can replay a
// run; libsodium's own generator is never asked (its symbol traps in wasm). Two copies must never
// both go on to seal: that is for whoever copies to see to.
#pragma once

#include "core/crypto/secret_key.hpp"

namespace shopbell::crypto {

class Rng {
public:
    // `draws` goes on where another one with the same seed stood.
    explicit Rng(const Key& seed, uint64_t draws = 0) : seed_(seed), draws_(draws) {}

    // Draw n is ChaCha20-IETF(key = seed, nonce = four zero bytes and n as 8 bytes little endian).
    void fill(std::span<uint8_t> out);

    template <size_t N>
    FixedBytes<N> bytes() {
        FixedBytes<N> out;
        fill(out);
        return out;
    }
    Id id() { return bytes<16>(); }
    Key key() { return bytes<32>(); }
    Seed seed() { return Seed(key()); }
    uint64_t number();

    // Evenly spread over [0, limit); the bias of the remainder is below limit / 2^64. 0 gives 0.
    uint64_t below(uint64_t limit);

    [[nodiscard]] uint64_t draws() const { return draws_; }

private:
    Seed seed_;
    uint64_t draws_;
};

}  // namespace shopbell::crypto
