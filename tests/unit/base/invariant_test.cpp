// SPDX-License-Identifier: Apache-2.0
// A broken invariant ends the process, so each case breaks one in a child. Not in wasm, which has
// no processes.
#ifndef __EMSCRIPTEN__
#include "core/base/result.hpp"

#include <csignal>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace shopbell;

namespace {

template <class Action>
int signal_of(Action action) {
    const pid_t child = fork();
    if (child == 0) {
        const rlimit no_core{0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        std::signal(SIGABRT, SIG_DFL);
        action();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace

TEST_CASE("a false invariant aborts, also in release") {
    CHECK(signal_of([] { SHOPBELL_ASSERT(1 + 1 == 3); }) == SIGABRT);
    CHECK(signal_of([] { SHOPBELL_ASSERT(1 + 1 == 2); }) == 0);
}

TEST_CASE("looking at the wrong half of a result aborts") {
    using Outcome = Result<int, char>;
    CHECK(signal_of([] { (void)Outcome('e').value(); }) == SIGABRT);
    CHECK(signal_of([] { (void)Outcome(1).error(); }) == SIGABRT);
    CHECK(signal_of([] { (void)Outcome(1).value(); }) == 0);
}
#endif
