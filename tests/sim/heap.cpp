// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/heap.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace shopbell::sim {
namespace {

uint64_t given = 0;

}  // namespace

uint64_t heap_bytes_given() { return given; }

void* give(std::size_t size) {
    given += size;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    std::abort();
}

}  // namespace shopbell::sim

void* operator new(std::size_t size) { return shopbell::sim::give(size); }
void* operator new[](std::size_t size) { return shopbell::sim::give(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
