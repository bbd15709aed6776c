// SPDX-License-Identifier: Apache-2.0
#include "server-stub/config/command_line.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

TEST_CASE("a command, its flags in both forms and a config file are read") {
    const CommandLine line = parse_command_line(
        {"serve", "--data=here", "--listen", "127.0.0.1:1", "--demo", "--config", "relay.json"});
    CHECK(line.mistakes.empty());
    CHECK(line.command == Command::serve);
    CHECK(line.config_file == "relay.json");
    REQUIRE(line.flags.size() == 3);
    CHECK(line.flags[0].key == "data");
    CHECK(line.flags[0].value == "here");
    CHECK(line.flags[1].value == "127.0.0.1:1");
    CHECK(line.flags[2].value == "true");
}

TEST_CASE("a backup names its file, before or behind the flags") {
    CHECK(parse_command_line({"backup", "copy", "--data", "d"}).file == "copy");
    CHECK(parse_command_line({"restore", "--data", "d", "copy"}).file == "copy");
}

TEST_CASE("no words, --help and help show the help") {
    CHECK(parse_command_line({}).command == Command::help);
    CHECK(parse_command_line({"serve", "--help"}).command == Command::help);
    CHECK(parse_command_line({"help"}).mistakes.empty());
    CHECK(parse_command_line({"--version"}).command == Command::version);
}

TEST_CASE("every false word is named") {
    const CommandLine line = parse_command_line({"serve", "--lisen", "now", "--data"});
    REQUIRE(line.mistakes.size() == 3);
    CHECK(line.mistakes[0].where == "--lisen");
    CHECK(line.mistakes[1].where == "now");
    CHECK(line.mistakes[2].where == "--data");
    CHECK(parse_command_line({"fly"}).mistakes.size() == 1);
    CHECK(parse_command_line({"backup"}).mistakes.size() == 1);
    CHECK(parse_command_line({"backup", "a", "b"}).mistakes.size() == 1);
    CHECK(parse_command_line({"--demo"}).mistakes.size() == 1);
}

TEST_CASE("the help names every command, flag and variable") {
    const std::string help = help_text();
    for (const char* word : {"serve", "init", "check", "backup", "restore", "--config",
                             "SHOPBELL_CONFIG", "--version"}) {
        CAPTURE(word);
        CHECK(help.find(word) != std::string::npos);
    }
    for (const ConfigKey& key : config_keys()) {
        CHECK(help.find(key.flag) != std::string::npos);
        CHECK(help.find(key.variable) != std::string::npos);
    }
}

}  // namespace shopbell::server::test
