// SPDX-License-Identifier: Apache-2.0
// The shopper's wasm takes all its memory through new, on a heap of its own (core/abi/heap.hpp).
// Nobody can go on without memory: then the module traps and the page shows its error state.
#include "core/abi/heap.hpp"

#include <new>

extern "C" unsigned char __heap_base;  // the linker's: the stack and all static data lie below

namespace {

constexpr size_t page = 65536;

bool reach(uintptr_t end) {
    const size_t usable = __builtin_wasm_memory_size(0) * page;
    if (end <= usable) return true;
    return __builtin_wasm_memory_grow(0, (end - usable + page - 1) / page) != SIZE_MAX;
}

shopbell::abi::Heap<reach>& heap() {
    static shopbell::abi::Heap<reach> only(reinterpret_cast<uintptr_t>(&__heap_base));
    return only;
}

}  // namespace

void* operator new(size_t size) {
    void* const taken = heap().take(size);
    if (!taken) __builtin_trap();
    return taken;
}

void operator delete(void* taken) noexcept { heap().give(taken); }
