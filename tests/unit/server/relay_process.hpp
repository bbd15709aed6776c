// SPDX-License-Identifier: Apache-2.0
// The real binary as a real process: started with words, read by lines, ended by a signal. It
// stands beside the test program, where the build puts both.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace shopbell::server::test {

class RelayProcess {
public:
    explicit RelayProcess(const std::vector<std::string>& words);
    ~RelayProcess();  // kills what still runs
    RelayProcess(const RelayProcess&) = delete;
    RelayProcess& operator=(const RelayProcess&) = delete;

    // What it printed up to and with the line `ready`; everything if it ended without.
    std::string wait_ready();
    void signal(int number) const;
    // The exit status, or 128 and the signal that ended it.
    int wait_exit();

    // Both streams, once it has ended.
    std::string out;
    std::string errors;

private:
    pid_t pid_ = -1;
    int out_ = -1;
    int errors_ = -1;
    bool ended_ = false;
    int status_ = 0;
};

struct Ran {
    int status;
    std::string out, errors;
};
Ran run_relay(const std::vector<std::string>& words);

}  // namespace shopbell::server::test
