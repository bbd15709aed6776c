// SPDX-License-Identifier: Apache-2.0
// One JSON line per event: time, level, event, numbers and short names. A relay's log may be read
// by more people than its data, so no content, key, token or mail address is ever handed to it;
// the field types leave no room for bytes. Every part of the shell writes through one Log.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace shopbell::server {

enum class LogLevel { error, warn, info, debug };

std::optional<LogLevel> parse_log_level(std::string_view name);

struct LogField {
    std::string_view name;
    std::variant<int64_t, std::string_view> value;

    LogField(std::string_view n, std::string_view text) : name(n), value(text) {}
    LogField(std::string_view n, const std::string& text)
        : name(n), value(std::string_view(text)) {}
    LogField(std::string_view n, const char* text) : name(n), value(std::string_view(text)) {}
    template <typename Integer>
    LogField(std::string_view n, Integer number) : name(n), value(static_cast<int64_t>(number)) {}
};

class Log {
public:
    // Lines go to the file descriptor, each in one write, so threads may share a Log.
    explicit Log(LogLevel level, int descriptor = 2) : level_(level), descriptor_(descriptor) {}

    void write(LogLevel level, std::string_view event,
               std::initializer_list<LogField> fields = {}) const;

    void error(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        write(LogLevel::error, event, fields);
    }
    void warn(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        write(LogLevel::warn, event, fields);
    }
    void info(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        write(LogLevel::info, event, fields);
    }
    void debug(std::string_view event, std::initializer_list<LogField> fields = {}) const {
        write(LogLevel::debug, event, fields);
    }

private:
    LogLevel level_;
    int descriptor_;
};

}  // namespace shopbell::server
