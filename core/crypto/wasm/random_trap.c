// SPDX-License-Identifier: Apache-2.0
// Stands in for libsodium's randombytes.c, whose Emscripten branch is JavaScript inside C. In the
// core randomness enters as a seed (core/crypto/rng.hpp), so libsodium is never asked for any:
// a call that does so all the same is a mistake of ours and traps.
#include <sodium/randombytes.h>

void randombytes_buf(void* const buf, const size_t size) {
    (void)buf, (void)size;
    __builtin_trap();
}

uint32_t randombytes_random(void) { __builtin_trap(); }

uint32_t randombytes_uniform(const uint32_t upper_bound) {
    (void)upper_bound;
    __builtin_trap();
}

void randombytes_stir(void) {}

void randombytes(unsigned char* const buf, const unsigned long long size) {
    (void)buf, (void)size;
    __builtin_trap();
}
