// SPDX-License-Identifier: Apache-2.0
#include "core/abi/abi.hpp"

#include "core/base/invariant.hpp"
#include "core/client/session.hpp"

#ifdef SHOPBELL_WITH_ARGON2
#include "core/abi/calls.hpp"
#endif

namespace {

using namespace shopbell;

// The one place of the core with state of its own: a module instance is a Session.
struct Instance {
    Bytes input;
    Bytes output;
    client::Session session;
};

Instance& instance() {
    static Instance only;
    return only;
}

ByteView input(uint32_t size) {
    const Bytes& bytes = instance().input;
    SHOPBELL_ASSERT(size <= bytes.size());
    return ByteView(bytes).first(size);
}

uint32_t answer(Bytes bytes) {
    instance().output = std::move(bytes);
    return static_cast<uint32_t>(instance().output.size());
}

}  // namespace

extern "C" {

uint8_t* sb_input(uint32_t size) {
    instance().input.resize(size);
    return instance().input.data();
}

uint32_t sb_handle(uint32_t size, double monotonic_ms, double wall_ms) {
    // Clocks only: what the core computes with is whole milliseconds.
    const Now now{static_cast<Millis>(monotonic_ms), static_cast<Millis>(wall_ms)};
    return answer(instance().session.handle_batch(input(size), now));
}

const uint8_t* sb_output() { return instance().output.data(); }

#ifdef SHOPBELL_WITH_ARGON2
uint32_t sb_call(uint32_t size) { return answer(abi::answer_call(input(size))); }
#endif
}
