// SPDX-License-Identifier: Apache-2.0
#include "server-stub/config/config.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <boost/asio/ip/address.hpp>
#include <nlohmann/json.hpp>

namespace shopbell::server {
namespace {

using nlohmann::json;

constexpr size_t listen_max = 16;
constexpr size_t trusted_proxies_max = 64;
constexpr size_t host_bytes_max = 253;  // RFC 1035 §2.3.4, without the length octets

std::optional<uint16_t> parse_port(std::string_view text) {
    uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return port;
}

// "127.0.0.1:8787" or "[::1]:8787".
std::string parse_endpoint(std::string_view text, Endpoint& out) {
    const size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return "needs ADDRESS:PORT, such as 127.0.0.1:8787";
    std::string_view host = text.substr(0, colon);
    const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (brackets) host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(std::string(host), error);
    if (error || address.is_v6() != brackets) {
        return "'" + std::string(text) +
               "' is not an IPv4 address and port, nor an IPv6 one such as [::1]:8787";
    }
    const auto port = parse_port(text.substr(colon + 1));
    if (!port) return "'" + std::string(text) + "' has no port between 0 and 65535";
    out = Endpoint{address.to_string(), *port, address.is_v6(), address.is_loopback()};
    return "";
}

std::string set_listen(Config& config, const std::vector<std::string>& values) {
    config.listen.clear();
    if (values.empty()) return "needs at least one address";
    if (values.size() > listen_max) return "more than " + std::to_string(listen_max) + " addresses";
    for (const std::string& value : values) {
        Endpoint endpoint;
        const std::string wrong = parse_endpoint(value, endpoint);
        if (!wrong.empty()) return wrong;
        config.listen.push_back(std::move(endpoint));
    }
    return "";
}

std::string set_trusted_proxies(Config& config, const std::vector<std::string>& values) {
    config.trusted_proxies.clear();
    if (values.size() > trusted_proxies_max) {
        return "more than " + std::to_string(trusted_proxies_max) + " addresses";
    }
    for (const std::string& value : values) {
        boost::system::error_code error;
        const auto address = boost::asio::ip::make_address(value, error);
        if (error) return "'" + value + "' is not an IP address";
        config.trusted_proxies.push_back(address.to_string());
    }
    return "";
}

std::string set_data(Config& config, const std::string& value) {
    if (value.empty()) return "needs a folder";
    config.data = value;
    return "";
}

std::string set_public_url(Config& config, const std::string& value) {
    std::string wrong = value.empty() ? "" : origin_mistake(value);
    if (wrong.empty()) config.public_url = value;
    return wrong;
}

std::string set_demo(Config& config, const std::string& value) {
    if (value != "true" && value != "false") return "must be true or false";
    config.demo = value == "true";
    return "";
}

std::string set_log_level(Config& config, const std::string& value) {
    const auto level = parse_log_level(value);
    if (!level) return "'" + value + "' is not one of error, warn, info, debug";
    config.log_level = *level;
    return "";
}

bool is_list(std::string_view key) { return key == "listen" || key == "trusted_proxies"; }

// The one switch from a key to its rule; `values` has one element except for lists.
std::string set(Config& config, std::string_view key, const std::vector<std::string>& values) {
    if (key == "listen") return set_listen(config, values);
    if (key == "trusted_proxies") return set_trusted_proxies(config, values);
    const std::string& value = values.back();
    if (key == "data") return set_data(config, value);
    if (key == "public_url") return set_public_url(config, value);
    if (key == "demo") return set_demo(config, value);
    return set_log_level(config, value);
}

std::vector<std::string> split_at_commas(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const size_t comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
        while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
        parts.emplace_back(part);
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return parts;
}

std::string known_keys() {
    std::string names;
    for (const ConfigKey& key : config_keys()) {
        names += (names.empty() ? "" : ", ") + std::string(key.key);
    }
    return names;
}

const ConfigKey* find_key(std::string_view name) {
    const auto& keys = config_keys();
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const ConfigKey& key) { return key.key == name; });
    return found == keys.end() ? nullptr : &*found;
}

const ConfigKey* find_variable(std::string_view name) {
    const auto& keys = config_keys();
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const ConfigKey& key) { return key.variable == name; });
    return found == keys.end() ? nullptr : &*found;
}

// A JSON value as the texts that `set` takes, or what is wrong with its type.
std::string texts_of(std::string_view key, const json& value, std::vector<std::string>& out) {
    if (is_list(key)) {
        if (!value.is_array()) return "must be a list of texts";
        for (const json& item : value) {
            if (!item.is_string()) return "must be a list of texts";
            out.push_back(item.get<std::string>());
        }
        return "";
    }
    if (key == "demo") {
        if (!value.is_boolean()) return "must be true or false";
        out.emplace_back(value.get<bool>() ? "true" : "false");
        return "";
    }
    if (!value.is_string()) return "must be a text";
    out.push_back(value.get<std::string>());
    return "";
}

void read_file(const ConfigSources& sources, ConfigRead& read) {
    if (sources.file_name.empty()) return;
    json document;
    try {
        document = json::parse(sources.file_text);
    } catch (const json::parse_error& error) {
        // The library's text says where: "... at line 3, column 7: ...".
        std::string what = error.what();
        const size_t start = what.find("parse error");
        read.mistakes.push_back(
            {sources.file_name, start == std::string::npos ? what : what.substr(start)});
        return;
    }
    if (!document.is_object()) {
        read.mistakes.push_back({sources.file_name, "must be one JSON object"});
        return;
    }
    for (const auto& [key, value] : document.items()) {
        const std::string where = sources.file_name + ":" + key;
        if (!find_key(key)) {
            read.mistakes.push_back({where, "unknown key; known are " + known_keys()});
            continue;
        }
        std::vector<std::string> texts;
        std::string wrong = texts_of(key, value, texts);
        if (wrong.empty()) wrong = set(read.config, key, texts);
        if (!wrong.empty()) read.mistakes.push_back({where, wrong});
    }
}

void read_environment(const ConfigSources& sources, ConfigRead& read) {
    for (const auto& [name, value] : sources.environment) {
        if (name.rfind("SHOPBELL_", 0) != 0 || name == "SHOPBELL_CONFIG") continue;
        const ConfigKey* const key = find_variable(name);
        if (key == nullptr) {
            read.mistakes.push_back({name, "unknown variable; known keys are " + known_keys()});
            continue;
        }
        const std::string wrong =
            set(read.config, key->key,
                is_list(key->key) ? split_at_commas(value) : std::vector<std::string>{value});
        if (!wrong.empty()) read.mistakes.push_back({name, wrong});
    }
}

// A list's flag may be given several times; all of them together replace the list.
void read_flags(const ConfigSources& sources, ConfigRead& read) {
    for (const ConfigKey& key : config_keys()) {
        std::vector<std::string> values;
        std::string where;
        for (const Setting& flag : sources.flags) {
            if (flag.key != key.key) continue;
            where = flag.where;
            if (is_list(key.key)) {
                for (std::string& part : split_at_commas(flag.value))
                    values.push_back(std::move(part));
            } else {
                values = {flag.value};
            }
        }
        if (where.empty()) continue;
        const std::string wrong = set(read.config, key.key, values);
        if (!wrong.empty()) read.mistakes.push_back({where, wrong});
    }
}

}  // namespace

ConfigRead read_config(const ConfigSources& sources) {
    ConfigRead read;
    read.config.listen = {Endpoint{"127.0.0.1", 8787, false, true}};
    read_file(sources, read);
    read_environment(sources, read);
    read_flags(sources, read);
    for (const Endpoint& endpoint : read.config.listen) {
        if (read.config.demo && !endpoint.is_loopback) {
            read.mistakes.push_back(
                {"listen", "demo mode serves the loopback only, and " + endpoint.address +
                               " is not on it: its root key is the relay's own"});
        }
    }
    return read;
}

const std::vector<ConfigKey>& config_keys() {
    static const std::vector<ConfigKey> keys{
        {"listen", "--listen", "SHOPBELL_LISTEN", "ADDRESS:PORT",
         "where to serve; several are allowed (127.0.0.1:8787)"},
        {"data", "--data", "SHOPBELL_DATA", "FOLDER", "folder of the database (shopbell-data)"},
        {"public_url", "--public-url", "SHOPBELL_PUBLIC_URL", "URL",
         "how browsers reach the relay, such as https://chat.example.com"},
        {"demo", "--demo", "SHOPBELL_DEMO", "true|false",
         "serve the demo shop, on the loopback only (false)"},
        {"log_level", "--log-level", "SHOPBELL_LOG_LEVEL", "LEVEL",
         "error, warn, info or debug (info)"},
        {"trusted_proxies", "--trusted-proxies", "SHOPBELL_TRUSTED_PROXIES", "ADDRESS",
         "reverse proxies whose X-Forwarded-For is believed; several are allowed"}};
    return keys;
}

std::string origin_mistake(std::string_view text) {
    const std::string quoted = "'" + std::string(text) + "'";
    std::string_view rest = text;
    if (rest.rfind("https://", 0) == 0) {
        rest.remove_prefix(8);
    } else if (rest.rfind("http://", 0) == 0) {
        rest.remove_prefix(7);
    } else {
        return quoted + " does not start with https:// or http://";
    }
    std::string_view host = rest;
    const size_t colon = rest.find(':', rest.empty() || rest.front() != '[' ? 0 : rest.find(']'));
    if (colon != std::string_view::npos) {
        host = rest.substr(0, colon);
        const auto port = parse_port(rest.substr(colon + 1));
        if (!port || *port == 0) return quoted + " has no port between 1 and 65535";
    }
    if (host.size() > host_bytes_max) return quoted + " has a host longer than 253 bytes";
    const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    const std::string_view allowed =
        brackets ? "0123456789abcdef:.[]" : "0123456789abcdefghijklmnopqrstuvwxyz-.";
    if (host.empty() || host.find_first_not_of(allowed) != std::string_view::npos) {
        return quoted + " is not scheme://host[:port] in lower case with nothing behind it";
    }
    return "";
}

}  // namespace shopbell::server
