// SPDX-License-Identifier: Apache-2.0
// The simulator's only randomness: SplitMix64 over the seed of a run. The same seed makes the same
// world in the native and in the wasm build, so nothing of the standard library's distributions,
// which may differ between the two, is used. Each part of the world draws from a fork of its own.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace shopbell::sim {

class Dice {
public:
    explicit Dice(uint64_t seed) : state_(seed) {}

    uint64_t number() {
        state_ += 0x9e3779b97f4a7c15;
        uint64_t mixed = state_;
        mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
        return mixed ^ mixed >> 31;
    }
    // In [0, limit); 0 gives 0.
    uint64_t below(uint64_t limit) { return limit == 0 ? 0 : number() % limit; }
    // In [least, most].
    uint64_t between(uint64_t least, uint64_t most) { return least + below(most - least + 1); }
    Millis millis(Millis least, Millis most) {
        return least + static_cast<Millis>(below(static_cast<uint64_t>(most - least + 1)));
    }
    bool chance(uint64_t per_mille) { return below(1000) < per_mille; }

    // Mostly small, now and then up to `most`: delays on a real network are spread so.
    Millis spread(Millis most) {
        const Millis reach = most >> below(8);
        return millis(0, reach);
    }

    template <size_t N>
    FixedBytes<N> bytes() {
        FixedBytes<N> out;
        for (uint8_t& byte : out) byte = static_cast<uint8_t>(number());
        return out;
    }
    Key key() { return bytes<32>(); }
    Id id() { return bytes<16>(); }

    template <class T>
    T& pick(std::vector<T>& from) {
        return from[static_cast<size_t>(below(from.size()))];
    }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[static_cast<size_t>(below(from.size()))];
    }

    // Another stream; what is drawn from it changes nothing here.
    Dice fork() { return Dice(number()); }

private:
    uint64_t state_;
};

}  // namespace shopbell::sim
