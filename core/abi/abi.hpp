// SPDX-License-Identifier: Apache-2.0
// The C ABI between the core and a page: batched bytes in, batched bytes out. One instance of the
// module holds one Session; a page that wants another loads a fresh instance. Called by web/bridge.
#pragma once

#include <cstdint>

#ifdef __wasm__
#define SHOPBELL_EXPORT(name) __attribute__((export_name(#name)))
#else
#define SHOPBELL_EXPORT(name)
#endif

extern "C" {

// Room for the next call's input; valid until the next call of any function here.
SHOPBELL_EXPORT(sb_input) uint8_t* sb_input(uint32_t size);

// Takes `size` bytes of input: an array of boundary events. Times are milliseconds, monotonic and
// Unix. Returns the length of the answer at sb_output(): an array of boundary effects whose last is
// always Deadline. A batch that cannot be decoded is answered by Refused and changes nothing.
SHOPBELL_EXPORT(sb_handle) uint32_t sb_handle(uint32_t size, double monotonic_ms, double wall_ms);

// The answer of the last call; valid until the next call of any function here.
SHOPBELL_EXPORT(sb_output) const uint8_t* sb_output();

// One of the console's key operations: a Call in, an Answer out (core/abi/calls.hpp). Only in the
// console's build.
SHOPBELL_EXPORT(sb_call) uint32_t sb_call(uint32_t size);
}
