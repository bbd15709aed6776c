// SPDX-License-Identifier: Apache-2.0
// SHOPBELL_ASSERT states what must hold whatever anybody sends; it stays in release builds. A false
// one is a mistake of ours: the process ends (the relay recovers from disk, a page shows its error
// state) rather than go on with a state that nobody thought of. Input is refused, never asserted.
#pragma once

#include <cstdlib>

namespace shopbell {

// One place for a debugger's breakpoint; `condition` is in the core dump's backtrace.
[[noreturn]] inline void invariant_failed([[maybe_unused]] const char* condition) {
#ifdef __EMSCRIPTEN__
    __builtin_trap();
#else
    std::abort();
#endif
}

}  // namespace shopbell

#ifdef __EMSCRIPTEN__
#define SHOPBELL_ASSERT(condition) ((condition) ? (void)0 : ::shopbell::invariant_failed(""))
#else
#define SHOPBELL_ASSERT(condition) \
    ((condition) ? (void)0 : ::shopbell::invariant_failed(#condition))
#endif
