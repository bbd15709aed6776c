// SPDX-License-Identifier: Apache-2.0
// Either a value or the reason why there is none; the core's substitute for exceptions. Whoever
// decodes, verifies or opens something returns one. Looking at the wrong half is a broken
// invariant, so ask `if (result)` first.
#pragma once

#include "core/base/invariant.hpp"

#include <optional>
#include <utility>

namespace shopbell {

// An optional and an error beside it, not a variant of both: half the code in wasm, where T is
// often a variant itself.
template <class T, class E>
class [[nodiscard]] Result {
public:
    // Implicit, so that a function says `return value;` or `return Error{...};`.
    Result(T value) : value_(std::move(value)) {}
    Result(E error) : error_(std::move(error)) {}

    [[nodiscard]] bool ok() const { return value_.has_value(); }
    explicit operator bool() const { return ok(); }

    T& value() & { return (SHOPBELL_ASSERT(ok()), *value_); }
    const T& value() const& { return (SHOPBELL_ASSERT(ok()), *value_); }
    T&& value() && { return (SHOPBELL_ASSERT(ok()), std::move(*value_)); }
    const E& error() const { return (SHOPBELL_ASSERT(!ok()), error_); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    // The value gives way to the reason why it was wrong after all.
    void fail(E error) {
        value_.reset();
        error_ = std::move(error);
    }

private:
    std::optional<T> value_;
    E error_{};
};

}  // namespace shopbell
