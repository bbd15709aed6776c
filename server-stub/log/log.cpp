// SPDX-License-Identifier: Apache-2.0
#include "server-stub/log/log.hpp"

#include <array>
#include <chrono>
#include <ctime>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace shopbell::server {
namespace {

constexpr std::array<std::string_view, 4> level_names{"error", "warn", "info", "debug"};

std::string wall_time_text() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::string out(text.data(), length);
    const std::string fraction = std::to_string(1000 + ms % 1000);
    return out + "." + fraction.substr(1) + "Z";
}

}  // namespace

std::optional<LogLevel> parse_log_level(std::string_view name) {
    for (size_t i = 0; i < level_names.size(); ++i) {
        if (level_names[i] == name) return static_cast<LogLevel>(i);
    }
    return std::nullopt;
}

void Log::write(LogLevel level, std::string_view event,
                std::initializer_list<LogField> fields) const {
    if (level > level_) return;
    nlohmann::ordered_json line;
    line["time"] = wall_time_text();
    line["level"] = level_names[static_cast<size_t>(level)];
    line["event"] = event;
    for (const LogField& field : fields) {
        std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
    }
    std::string text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text += '\n';
    // A full pipe or a closed stderr must not stop the relay: there is nowhere left to say so.
    [[maybe_unused]] const ssize_t written = ::write(descriptor_, text.data(), text.size());
}

}  // namespace shopbell::server
