// SPDX-License-Identifier: Apache-2.0
// How much memory a value holds. Session and Hub are copyable values, so what the heap gives out
// while one is copied is what it owns; the simulator's operator new counts. A machine that forgets
// to forget shows here long before a process would.
#pragma once

#include <cstdint>

namespace shopbell::sim {

// Bytes given out since the program began.
uint64_t heap_bytes_given();

template <class Copy>
uint64_t heap_bytes_of(const Copy& copy) {
    const uint64_t before = heap_bytes_given();
    const auto kept = copy();
    return heap_bytes_given() - before;
}

}  // namespace shopbell::sim
