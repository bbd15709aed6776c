// SPDX-License-Identifier: Apache-2.0
// Leaves libsodium's 30 kB table of fixed-base multiples out of the wasm. The untouched source is
// included with its one function that reads the table renamed (and so dropped by the linker);
// ours multiplies the base point by the general constant-time routine instead: slower (about
// 0.1 ms a signature), and a third of the shopper's download smaller.
#define ge25519_scalarmult_base ge25519_scalarmult_base_by_table
#include "ed25519_ref10.c"
#undef ge25519_scalarmult_base

void ge25519_scalarmult_base(ge25519_p3* h, const unsigned char* a);

void ge25519_scalarmult_base(ge25519_p3* h, const unsigned char* a) {
    // The base point B = (x, 4/5) with x even, as RFC 8032 encodes it.
    static const unsigned char base_point[32] = {0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                                 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                                 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                                 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66};
    ge25519_p3 base;
    if (ge25519_frombytes(&base, base_point) != 0) __builtin_trap();
    ge25519_scalarmult(h, a, &base);
}
