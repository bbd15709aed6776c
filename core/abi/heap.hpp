// SPDX-License-Identifier: Apache-2.0
// The heap of the shopper's wasm: blocks of 2^n bytes, cut one after the other from memory that
// only grows, and kept by size once they are given back. Nothing is split, merged or moved: one
// Session asks for the same sizes again and again, and a cleverer heap is several times the code
// that a shopper downloads. Called by core/abi/wasm/operator_new.cpp.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace shopbell::abi {

// Memory lies between `begin` and wherever `reach(end)` can make it usable to.
template <bool (*reach)(uintptr_t end)>
class Heap {
public:
    explicit Heap(uintptr_t begin)
        : next_((begin + sizeof(Order) + alignment - 1) / alignment * alignment) {}

    // Aligned to 16 bytes. Null: memory has come to its end.
    void* take(size_t size) {
        if (size > size_max) return nullptr;
        const auto order =
            static_cast<Order>(std::bit_width((size + sizeof(Order) - 1) / alignment));
        if (Block* const block = kept_[order]) {
            kept_[order] = block->following;
            return block;
        }
        const uintptr_t taken = next_;
        const uintptr_t following = taken + (alignment << order);
        if (!reach(following)) return nullptr;
        next_ = following;
        order_of(taken) = order;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): a heap is where addresses become memory
        return reinterpret_cast<void*>(taken);
    }

    // What take() gave, or null.
    void give(void* taken) {
        if (!taken) return;
        auto* const block = static_cast<Block*>(taken);
        Block*& kept = kept_[order_of(reinterpret_cast<uintptr_t>(taken))];
        block->following = kept;
        kept = block;
    }

private:
    using Order = uint32_t;
    struct Block {
        Block* following;
    };

    static constexpr size_t alignment = 16;
    static constexpr size_t size_max = size_t{1} << 30;

    // In front of each block, in the last bytes of what is the block before it.
    static Order& order_of(uintptr_t taken) {
        // NOLINTNEXTLINE(performance-no-int-to-ptr): as above
        return *reinterpret_cast<Order*>(taken - sizeof(Order));
    }

    uintptr_t next_;  // where the next new block will be
    Block* kept_[32] = {};
};

}  // namespace shopbell::abi
