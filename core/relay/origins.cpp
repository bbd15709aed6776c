// SPDX-License-Identifier: Apache-2.0
#include "core/relay/origins.hpp"

#include "core/base/limits.hpp"

#include <algorithm>

namespace shopbell::relay {

// Cuts `prefix` off, if it is there.
static bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

static bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

static bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool is_relay_origin(const HubConfig& config, std::string_view host,
                     std::string_view relay_origin) {
    const auto& configured = config.public_origins;
    if (!configured.empty()) {
        return std::find(configured.begin(), configured.end(), relay_origin) != configured.end();
    }
    std::string_view dialled = relay_origin;
    if (!take_prefix(dialled, "wss://") && !take_prefix(dialled, "ws://")) return false;
    return !dialled.empty() && equal_ignoring_case(dialled, host);
}

bool is_shop_page(const HubConfig& config, const ShopRecord& record, std::string_view origin) {
    if (origin.empty()) return true;
    if (origin == "null") return false;
    if (config.demo && record.shop == "demo" && is_loopback_origin(origin)) return true;
    const auto& origins = record.settings.origins;
    return std::find(origins.begin(), origins.end(), origin) != origins.end();
}

bool is_console_page(std::string_view relay_origin, std::string_view origin) {
    if (origin.empty()) return true;
    std::string_view relay = relay_origin;
    if (take_prefix(relay, "wss://")) return take_prefix(origin, "https://") && origin == relay;
    if (take_prefix(relay, "ws://")) return take_prefix(origin, "http://") && origin == relay;
    return false;
}

// Cuts a port off. False if what follows the colon is no number.
static bool take_port(std::string_view& host) {
    const size_t colon = host.rfind(':');
    if (colon == std::string_view::npos || ends_with(host, "]")) return true;
    const std::string_view port = host.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) {
        return false;
    }
    host = host.substr(0, colon);
    return true;
}

// 127.0.0.0/8 as digits and dots, so that 127.example.com is no address.
static bool is_loopback_v4(std::string_view host) {
    return take_prefix(host, "127.") && std::count(host.begin(), host.end(), '.') == 2 &&
           std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
}

bool is_loopback_origin(std::string_view origin) {
    std::string_view host = origin;
    if (!take_prefix(host, "http://") && !take_prefix(host, "https://")) return false;
    if (!take_port(host)) return false;
    return host == "localhost" || ends_with(host, ".localhost") || host == "[::1]" ||
           is_loopback_v4(host);
}

bool is_shop_id(std::string_view shop) {
    if (shop.empty() || shop.size() > limits::shop_id_bytes_max) return false;
    return std::all_of(shop.begin(), shop.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; });
}

}  // namespace shopbell::relay
