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

// A file that is sealed or opened chunk by chunk (core/crypto/file.hpp); an instance holds one, and
// beginning lets go of the one before. Takes `size` bytes of input: key and header of the blob,
// both fresh randomness, to seal; with the blob's hash behind them, to open. `file_bytes`: of the
// file. Returns the number of its chunks; 0: that is no file we could seal.
SHOPBELL_EXPORT(sb_file_begin) uint32_t sb_file_begin(uint32_t size, double file_bytes);

// The next chunk of `size` bytes, plain or sealed. Returns the length of its other form at
// sb_output(), or -1: those are not the bytes that are due, or not what the hash and key are for.
SHOPBELL_EXPORT(sb_file_chunk) int32_t sb_file_chunk(uint32_t size);

// The hash of what was sealed, at sb_output(); returns its length.
SHOPBELL_EXPORT(sb_file_hash) uint32_t sb_file_hash();

// One of the console's key operations: a Call in, an Answer out (core/abi/calls.hpp). Only in the
// console's build.
SHOPBELL_EXPORT(sb_call) uint32_t sb_call(uint32_t size);
}
