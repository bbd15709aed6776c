// SPDX-License-Identifier: Apache-2.0
// The words behind `shopbell-relay`: one command, its settings and its own arguments. Pure: main()
// executes what comes out. Mistakes are collected as in config.hpp, so that one run names them all.
#pragma once

#include "server-stub/config/config.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shopbell::server {

enum class Command { serve, init, check, backup, restore, help, version };

struct CommandLine {
    Command command = Command::help;
    std::string config_file;     // --config FILE
    std::vector<Setting> flags;  // for read_config
    std::string file;            // backup: to, restore: from
    std::vector<Mistake> mistakes;
};

CommandLine parse_command_line(const std::vector<std::string_view>& words);

std::string help_text();

}  // namespace shopbell::server
