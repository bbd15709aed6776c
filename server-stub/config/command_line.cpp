// SPDX-License-Identifier: Apache-2.0
#include "server-stub/config/command_line.hpp"

#include <algorithm>
#include <optional>

namespace shopbell::server {
namespace {

struct CommandName {
    std::string_view name;
    Command command;
    std::string_view argument, meaning;
};

constexpr CommandName command_names[] = {
    {"serve", Command::serve, "", "serve until SIGTERM or SIGINT"},
    {"init", Command::init, "", "print a one-time URL to set up a shop with"},
    {"check", Command::check, "", "name every mistake in the configuration"},
    {"backup", Command::backup, "FOLDER", "copy the data of a running relay to a new folder"},
    {"restore", Command::restore, "FOLDER", "put a backup into an empty data folder"},
};

const CommandName* find_command(std::string_view word) {
    const auto* found = std::find_if(std::begin(command_names), std::end(command_names),
                                     [&](const CommandName& c) { return c.name == word; });
    return found == std::end(command_names) ? nullptr : found;
}

const ConfigKey* find_flag(std::string_view flag) {
    const auto& keys = config_keys();
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const ConfigKey& key) { return key.flag == flag; });
    return found == keys.end() ? nullptr : &*found;
}

// Takes the value of the flag at `i`: behind '=', or the next word. A bare --demo means true.
std::optional<std::string> flag_value(const std::vector<std::string_view>& words, size_t& i,
                                      std::string_view flag) {
    const std::string_view word = words[i];
    if (word.size() > flag.size()) return std::string(word.substr(flag.size() + 1));
    if (flag == "--demo") return "true";
    if (i + 1 >= words.size()) return std::nullopt;
    return std::string(words[++i]);
}

void take_flag(const std::vector<std::string_view>& words, size_t& i, CommandLine& line) {
    const std::string flag(words[i].substr(0, words[i].find('=')));
    const ConfigKey* key = find_flag(flag);
    if (key == nullptr && flag != "--config") {
        line.mistakes.push_back({flag, "unknown flag; see shopbell-relay --help"});
        return;
    }
    const auto value = flag_value(words, i, flag);
    if (!value) {
        line.mistakes.push_back({flag, "needs a value"});
    } else if (key == nullptr) {
        line.config_file = *value;
    } else {
        line.flags.push_back({std::string(key->key), *value, flag});
    }
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string_view>& words) {
    CommandLine line;
    const CommandName* command = nullptr;
    for (size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--help" || word == "-h" || (word == "help" && command == nullptr)) {
            return CommandLine{};
        }
        if (word == "--version") {
            line.command = Command::version;
            return line;
        }
        if (word.rfind("--", 0) == 0) {
            take_flag(words, i, line);
        } else if (command == nullptr && find_command(word) != nullptr) {
            command = find_command(word);
        } else if (command != nullptr && !command->argument.empty() && line.file.empty()) {
            line.file = word;
        } else {
            line.mistakes.push_back(
                {std::string(word), command == nullptr
                                        ? "unknown command; see shopbell-relay --help"
                                        : "one word too many"});
        }
    }
    if (command != nullptr) {
        line.command = command->command;
        if (!command->argument.empty() && line.file.empty()) {
            line.mistakes.push_back({std::string(command->name), "needs a FOLDER"});
        }
    } else if (line.mistakes.empty() && !words.empty()) {
        line.mistakes.push_back({"shopbell-relay", "needs a command; see shopbell-relay --help"});
    }
    return line;
}

std::string help_text() {
    std::string text =
        "shopbell-relay routes and stores the sealed conversations of shops.\n\n"
        "Usage: shopbell-relay COMMAND [FLAGS]\n\nCommands\n";
    const auto pad = [](std::string line, size_t width) {
        line.resize(std::max(line.size() + 1, width), ' ');
        return line;
    };
    for (const CommandName& command : command_names) {
        const std::string left =
            "  " + std::string(command.name) + " " + std::string(command.argument);
        text += pad(left, 18) + std::string(command.meaning) + "\n";
    }
    text += "\nFlags, each also as a variable and as a key of the file\n";
    text += pad("  --config FILE", 36) + "a JSON file with any of these keys (SHOPBELL_CONFIG)\n";
    for (const ConfigKey& key : config_keys()) {
        text += pad("  " + std::string(key.flag) + " " + std::string(key.value), 36) +
                std::string(key.meaning) + "\n";
        text += pad("", 36) + std::string(key.variable) + ", \"" + std::string(key.key) + "\"\n";
    }
    text +=
        "\nFlags win over variables, variables over the file.\n"
        "  --help, --version\n";
    return text;
}

}  // namespace shopbell::server
