// SPDX-License-Identifier: Apache-2.0
// What an operator may set, and how it is read: flags win over SHOPBELL_* variables, those over a
// JSON file. Every mistake is named at once, with the place it stands in, so that `check` can list
// them all. Pure: main() hands in the texts, nothing here opens a file or reads the environment.
#pragma once

#include "server-stub/log/log.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shopbell::server {

// A literal address: names would bind to whatever a resolver says today.
struct Endpoint {
    std::string address;  // without brackets
    uint16_t port = 0;    // 0: any free one, printed when serving
    bool is_v6 = false;
    bool is_loopback = false;
};

struct Config {
    std::vector<Endpoint> listen;
    std::string data = "shopbell-data";
    std::string public_url;  // http(s)://host[:port]; empty: what the browser dialled
    bool demo = false;
    LogLevel log_level = LogLevel::info;
    std::vector<std::string> trusted_proxies;  // their X-Forwarded-For counts
};

struct Mistake {
    std::string where;  // "relay.json:listen", "SHOPBELL_DATA", "--listen"
    std::string what;
};

// A setting as it was given: `key` as in the file, `where` for messages.
struct Setting {
    std::string key;
    std::string value;
    std::string where;
};

struct ConfigSources {
    std::vector<Setting> flags;
    std::vector<std::pair<std::string, std::string>> environment;
    std::string file_name;  // empty: no file
    std::string file_text;
};

struct ConfigRead {
    Config config;
    std::vector<Mistake> mistakes;
};

ConfigRead read_config(const ConfigSources& sources);

// One line for each key, for --help and docs/operators.md.
struct ConfigKey {
    std::string_view key, flag, variable, value, meaning;
};
const std::vector<ConfigKey>& config_keys();

// The rule for a relay's or page's origin, also used for settings.origins: scheme://host[:port]
// in lower case, nothing behind it. Returns what is wrong, or "".
std::string origin_mistake(std::string_view text);

}  // namespace shopbell::server
