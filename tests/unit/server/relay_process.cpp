// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/server/relay_process.hpp"

#include <array>
#include <filesystem>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace shopbell::server::test {

namespace {

std::string binary() {
    return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "shopbell-relay")
        .string();
}

void read_rest(int descriptor, std::string& into) {
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t count = read(descriptor, buffer.data(), buffer.size());
        if (count <= 0) return;
        into.append(buffer.data(), static_cast<size_t>(count));
    }
}

}  // namespace

RelayProcess::RelayProcess(const std::vector<std::string>& words) {
    std::array<int, 2> out_ends{}, error_ends{};
    REQUIRE(pipe2(out_ends.data(), O_CLOEXEC) == 0);
    REQUIRE(pipe2(error_ends.data(), O_CLOEXEC) == 0);
    std::vector<std::string> all{binary()};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& word : all) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
        dup2(out_ends[1], STDOUT_FILENO);
        dup2(error_ends[1], STDERR_FILENO);
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    close(out_ends[1]);
    close(error_ends[1]);
    out_ = out_ends[0];
    errors_ = error_ends[0];
}

RelayProcess::~RelayProcess() {
    if (!ended_) {
        signal(SIGKILL);
        wait_exit();
    }
    close(out_);
    close(errors_);
}

std::string RelayProcess::wait_ready() {
    std::array<char, 4096> buffer{};
    while (out.find("\nready\n") == std::string::npos) {
        const ssize_t count = read(out_, buffer.data(), buffer.size());
        if (count <= 0) break;
        out.append(buffer.data(), static_cast<size_t>(count));
    }
    return out;
}

void RelayProcess::signal(int number) const { kill(pid_, number); }

int RelayProcess::wait_exit() {
    if (ended_) return status_;
    // Little enough is written to fit into the pipes; so the order does not matter.
    read_rest(out_, out);
    read_rest(errors_, errors);
    int status = 0;
    waitpid(pid_, &status, 0);
    ended_ = true;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return status_;
}

Ran run_relay(const std::vector<std::string>& words) {
    RelayProcess process(words);
    const int status = process.wait_exit();
    return {status, process.out, process.errors};
}

}  // namespace shopbell::server::test
