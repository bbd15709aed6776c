// SPDX-License-Identifier: Apache-2.0
// Either a value or the reason why there is none; the core's substitute for exceptions. Whoever
// decodes, verifies or opens something returns one. Looking at the wrong half is a broken
// invariant, so ask `if (result)` first.
#pragma once

#include <utility>
#include <variant>

#include "core/base/invariant.hpp"

namespace shopbell {

template <class T, class E>
class [[nodiscard]] Result {
   public:
    // Implicit, so that a function says `return value;` or `return Error{...};`.
    Result(T value) : either_(std::in_place_index<0>, std::move(value)) {}
    Result(E error) : either_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return either_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return *held<0>(either_); }
    const T& value() const& { return *held<0>(either_); }
    T&& value() && { return std::move(*held<0>(either_)); }
    const E& error() const { return *held<1>(either_); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

   private:
    template <size_t I, class Variant>
    static auto held(Variant& either) {
        auto* const half = std::get_if<I>(&either);
        SHOPBELL_ASSERT(half != nullptr);
        return half;
    }

    std::variant<T, E> either_;
};

}  // namespace shopbell
