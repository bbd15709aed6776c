// SPDX-License-Identifier: Apache-2.0
// The few symbols of libsodium's core.c and runtime.c that its other files call. In wasm there is
// one thread and one implementation of each primitive, so nothing is locked or chosen, and misuse
// traps. __assert_fail traps as well: libc's own would bring stdio (4.5 kB of brotli).
#include <sodium/core.h>

int sodium_init(void) { return 0; }

void sodium_misuse(void) { __builtin_trap(); }

int sodium_set_misuse_handler(void (*handler)(void)) {
    (void)handler;
    return -1;
}

int sodium_crit_enter(void);
int sodium_crit_enter(void) { return 0; }

int sodium_crit_leave(void);
int sodium_crit_leave(void) { return 0; }

_Noreturn void __assert_fail(const char* expression, const char* file, int line,
                             const char* function);
_Noreturn void __assert_fail(const char* expression, const char* file, int line,
                             const char* function) {
    (void)expression, (void)file, (void)line, (void)function;
    __builtin_trap();
}
