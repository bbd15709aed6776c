// SPDX-License-Identifier: Apache-2.0
// A fuzzer's input as a series of choices, and the check that turns a broken promise into a crash
// the fuzzer keeps. Choices are taken from the front and are 0 behind the end, so that a longer
// input is the shorter one with something added. For the targets of this folder.
#pragma once

#include "core/base/bytes.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

// Not assert(): it stays in every build, and names itself before it ends the process.
#define FUZZ_CHECK(condition) \
    ((condition) ? (void)0 : ::shopbell::fuzz::promise_broken(#condition, __FILE__, __LINE__))

namespace shopbell::fuzz {

[[noreturn]] inline void promise_broken(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    std::abort();
}

class Fuzzed {
public:
    explicit Fuzzed(ByteView input) : left_(input) {}

    [[nodiscard]] bool empty() const { return left_.empty(); }

    uint8_t byte() {
        if (left_.empty()) return 0;
        const uint8_t first = left_.front();
        left_ = left_.subspan(1);
        return first;
    }

    bool chance(unsigned one_in) { return below(one_in) == one_in - 1; }

    // In [0, limit); 0 if there is nothing to choose from.
    size_t below(size_t limit) {
        if (limit <= 1) return 0;
        const size_t drawn = limit <= 256 ? byte() : size_t{byte()} << 8 | byte();
        return drawn % limit;
    }

    // Mostly small; else near the places where widths, halves and safe integers end.
    uint64_t number() {
        const uint8_t shape = byte();
        if (shape < 0xc0) return shape & 0x3f;
        const unsigned width = shape >> 3 & 7;
        uint64_t value = (uint64_t{1} << (width * 8 + 5)) - 1;
        if ((shape & 4) != 0) value = uint64_t{byte()} << (width * 8 % 48) | byte();
        return (value + (shape & 3)) & ((uint64_t{1} << 53) - 1);
    }

    Bytes bytes(size_t size_max) {
        const size_t size = std::min(below(size_max + 1), left_.size());
        const Bytes taken = to_bytes(left_.first(size));
        left_ = left_.subspan(size);
        return taken;
    }

    ByteView rest() { return std::exchange(left_, {}); }

private:
    ByteView left_;
};

// SplitMix64 over a hash of the input: where to cut it, without a place in it that says so.
class Cuts {
public:
    explicit Cuts(ByteView input) {
        for (const uint8_t byte : input) state_ = (state_ ^ byte) * 0x100000001b3;
    }

    uint64_t any() {
        uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    // The next piece of what is left, at least a byte of it: often one, sometimes many.
    ByteView piece(ByteView& left) {
        const size_t most = any() % 4 == 0 ? 4096 : 1 + any() % 24;
        const size_t size = std::min<size_t>(left.size(), 1 + any() % most);
        const ByteView first = left.first(size);
        left = left.subspan(size);
        return first;
    }

private:
    uint64_t state_ = 0xcbf29ce484222325;
};

}  // namespace shopbell::fuzz
