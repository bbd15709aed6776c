// SPDX-License-Identifier: Apache-2.0
// The shopper's heap, here over an array: what is taken is nobody else's until it is given back.
#include "core/abi/heap.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include <doctest/doctest.h>

namespace shopbell::abi {
namespace {

alignas(16) uint8_t memory[1 << 16];
uintptr_t usable_to = 0;  // the highest end that a heap asked for

uintptr_t address(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }

bool reach(uintptr_t end) {
    if (end > address(memory) + sizeof memory) return false;
    usable_to = std::max(usable_to, end);
    return true;
}

// As the linker may place it: not at a multiple of anything.
Heap<reach> fresh_heap() {
    usable_to = 0;
    return Heap<reach>(address(memory) + 13);
}

struct Taken {
    uint8_t* at;
    size_t size;
    uint8_t mark;

    bool intact() const {
        return std::all_of(at, at + size, [this](uint8_t byte) { return byte == mark; });
    }
};

TEST_CASE("heap: every size comes aligned, inside the memory asked for") {
    for (size_t size = 0; size <= 1'100; ++size) {
        Heap<reach> heap = fresh_heap();
        for (int i = 0; i < 3; ++i) {
            auto* taken = static_cast<uint8_t*>(heap.take(size));
            REQUIRE(taken != nullptr);
            CHECK(address(taken) % 16 == 0);
            CHECK(address(taken) >= address(memory) + 13);
            CHECK(address(taken) + size <= usable_to);
        }
    }
}

TEST_CASE("heap: blocks keep what is written into them while others come and go") {
    Heap<reach> heap = fresh_heap();
    std::vector<Taken> held;
    uint32_t walk = 1;
    for (int step = 0; step < 20'000; ++step) {
        walk = walk * 1'664'525 + 1'013'904'223;
        const uint32_t drawn = walk >> 16;
        if (held.size() < 20 || drawn % 2 == 0) {
            const size_t size = drawn % 11 == 0 ? drawn % 2'000 : drawn % 100;
            auto* at = static_cast<uint8_t*>(heap.take(size));
            if (at) {
                held.push_back({at, size, static_cast<uint8_t>(step)});
                std::memset(at, held.back().mark, size);
                continue;
            }
        }
        std::swap(held[drawn % held.size()], held.back());
        REQUIRE(held.back().intact());
        heap.give(held.back().at);
        held.pop_back();
    }
    for (const Taken& one : held) CHECK(one.intact());
}

TEST_CASE("heap: what is given back is taken again before any new memory") {
    Heap<reach> heap = fresh_heap();
    for (int round = 0; round < 10'000; ++round) {
        void* small = heap.take(20);
        void* large = heap.take(5'000);
        REQUIRE(small != nullptr);
        REQUIRE(large != nullptr);
        heap.give(large);
        heap.give(small);
    }
    CHECK(usable_to < address(memory) + 3 * 8'192);
}

TEST_CASE("heap: at the end of memory there is none, until some is given back") {
    Heap<reach> heap = fresh_heap();
    void* first = heap.take(30'000);
    REQUIRE(first != nullptr);
    CHECK(heap.take(60'000) == nullptr);
    CHECK(heap.take(~size_t{0}) == nullptr);
    CHECK(heap.take(size_t{1} << 31) == nullptr);
    heap.give(first);
    CHECK(heap.take(30'000) == first);
}

TEST_CASE("heap: giving back nothing is no mistake") {
    Heap<reach> heap = fresh_heap();
    heap.give(nullptr);
    CHECK(heap.take(1) != nullptr);
}

}  // namespace
}  // namespace shopbell::abi
