// SPDX-License-Identifier: Apache-2.0
// Curve25519 for both its uses, X25519 and Ed25519, small. libsodium's two sources are included
// untouched and so share one copy of the field's arithmetic. Four of their functions are large to
// be fast: two hold tables of multiples of the base point (30 kB and 1 kB), two multiply and reduce
// scalars without a loop (6 kB). They are renamed, and so dropped by the linker; ours stand in for
// them. What is secret goes through constant-time parts alone: no branch or address depends on it.
#include "private/ed25519_ref10.h"

#define ge25519_scalarmult_base ge25519_scalarmult_base_by_table
#define ge25519_double_scalarmult_vartime ge25519_double_scalarmult_by_table
#define sc25519_muladd sc25519_muladd_unrolled
#define sc25519_reduce sc25519_reduce_unrolled
#include "ed25519_ref10.c"
#undef ge25519_scalarmult_base
#undef ge25519_double_scalarmult_vartime
#undef sc25519_muladd
#undef sc25519_reduce
#include "x25519_ref10.c"

// The base point B = (x, 4/5) with x even, as RFC 8032 encodes it.
static void base_point(ge25519_p3* base) {
    static const unsigned char encoded[32] = {0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                              0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                              0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                              0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66};
    if (ge25519_frombytes(base, encoded) != 0) __builtin_trap();
}

// h = a * B
void ge25519_scalarmult_base(ge25519_p3* h, const unsigned char* a) {
    ge25519_p3 base;
    base_point(&base);
    ge25519_scalarmult(h, a, &base);
}

// P, 3P, 5P ... 15P
static void odd_multiples(ge25519_cached multiples[8], const ge25519_p3* point) {
    ge25519_p1p1 sum;
    ge25519_p3 twice, next;
    ge25519_p3_dbl(&sum, point);
    ge25519_p1p1_to_p3(&twice, &sum);
    ge25519_p3_to_cached(&multiples[0], point);
    for (int i = 1; i < 8; ++i) {
        ge25519_add(&sum, &twice, &multiples[i - 1]);
        ge25519_p1p1_to_p3(&next, &sum);
        ge25519_p3_to_cached(&multiples[i], &next);
    }
}

// sum += digit * P, for a digit as slide_vartime makes them: odd and at most 15, or 0.
static void add_digit(ge25519_p1p1* sum, const ge25519_cached multiples[8], int digit) {
    ge25519_p3 so_far;
    if (digit == 0) return;
    ge25519_p1p1_to_p3(&so_far, sum);
    if (digit > 0) {
        ge25519_add(sum, &so_far, &multiples[digit / 2]);
    } else {
        ge25519_sub(sum, &so_far, &multiples[-digit / 2]);
    }
}

// r = a * A + b * B, of public values only: it verifies signatures.
void ge25519_double_scalarmult_vartime(ge25519_p2* r, const unsigned char* a, const ge25519_p3* A,
                                       const unsigned char* b) {
    signed char a_digits[256], b_digits[256];
    ge25519_cached a_multiples[8], b_multiples[8];
    ge25519_p3 base;
    base_point(&base);
    odd_multiples(a_multiples, A);
    odd_multiples(b_multiples, &base);
    slide_vartime(a_digits, a);
    slide_vartime(b_digits, b);
    ge25519_p2_0(r);
    for (int i = 255; i >= 0; --i) {
        ge25519_p1p1 sum;
        ge25519_p2_dbl(&sum, r);
        add_digit(&sum, a_multiples, a_digits[i]);
        add_digit(&sum, b_multiples, b_digits[i]);
        ge25519_p1p1_to_p2(r, &sum);
    }
}

// s mod the order of B, by long division bit by bit: 64 bytes in, 32 out.
void sc25519_reduce(unsigned char s[64]) {
    static const uint32_t order[8] = {0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de,
                                      0,          0,          0,          0x10000000};
    uint32_t rest[8] = {0}, less[8];
    for (int bit = 511; bit >= 0; --bit) {
        uint32_t carry = s[bit / 8] >> bit % 8 & 1;
        uint64_t borrow = 0;
        for (int i = 0; i < 8; ++i) {
            const uint32_t twice = rest[i] << 1 | carry;
            const uint64_t difference = (uint64_t)twice - order[i] - borrow;
            carry = rest[i] >> 31;
            borrow = difference >> 63;
            rest[i] = twice;
            less[i] = (uint32_t)difference;
        }
        const uint32_t take_less = (uint32_t)borrow - 1;
        for (int i = 0; i < 8; ++i) rest[i] ^= take_less & (rest[i] ^ less[i]);
    }
    memcpy(s, rest, 32);  // wasm is little endian
    sodium_memzero(rest, sizeof rest);
    sodium_memzero(less, sizeof less);
}

// s = (a * b + c) mod the order of B: schoolbook, byte by byte, then reduced. The
// largest sum is below 2^512, and a column's below 2^22.
void sc25519_muladd(unsigned char s[32], const unsigned char a[32], const unsigned char b[32],
                    const unsigned char c[32]) {
    unsigned char sum[64] = {0};
    uint32_t column = 0;
    for (int i = 0; i < 64; ++i) {
        if (i < 32) column += c[i];
        for (int j = i < 32 ? 0 : i - 31; j <= i && j < 32; ++j) {
            column += (uint32_t)a[j] * b[i - j];
        }
        sum[i] = (unsigned char)column;
        column >>= 8;
    }
    sc25519_reduce(sum);
    memcpy(s, sum, 32);
    sodium_memzero(sum, sizeof sum);
}
