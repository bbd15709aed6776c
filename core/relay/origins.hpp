// SPDX-License-Identifier: Apache-2.0
// Who may connect from where. A browser cannot lie about the page's Origin, so a page of another
// site cannot use its visitor's device; a client outside a browser sends none, could send any, and
// proves itself by keys alone. Pure string decisions, called while a hello is judged.
#pragma once

#include "core/relay/events.hpp"

#include <string_view>

namespace shopbell::relay {

// hello.relay_origin names this relay: configured, or as the upgrade's Host header says.
bool is_relay_origin(const HubConfig& config, std::string_view host, std::string_view relay_origin);

// A shopper's page: none, or exactly one of the shop's origins. `null` never is.
bool is_shop_page(const HubConfig& config, const ShopRecord& record, std::string_view origin);

// An agent's console: none, or the relay's own pages.
bool is_console_page(std::string_view relay_origin, std::string_view origin);

// http(s)://localhost, *.localhost, 127.*, [::1], with any port.
bool is_loopback_origin(std::string_view origin);

// Lower-case letters, digits and hyphens, 1 to shop_id_bytes_max.
bool is_shop_id(std::string_view shop);

}  // namespace shopbell::relay
