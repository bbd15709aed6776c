// SPDX-License-Identifier: Apache-2.0
// The embedded web files over HTTP: exact paths only, so nothing can be walked out of; brotli where
// the browser takes it, ETags, caching, and a Content-Security-Policy for every page. The demo
// storefront is served in demo mode alone, with the shop's id filled into its pages.
#pragma once

#include "server-stub/assets/embedded.hpp"
#include "server-stub/listener/http_message.hpp"

#include <optional>

namespace shopbell::server {

struct StaticSite {
    std::span<const EmbeddedFile> files;
    std::string demo_shop;        // SHOP.ROOTHASH for {{shop}}; empty outside demo mode
    std::string frame_scripts{};  // sources that the storefront's script-src adds for the chat
};

// Nothing for a path that is not a file of ours.
std::optional<HttpResponse> serve_static(const StaticSite& site, const HttpRequest& request);

// Exported for its tests: RFC 9110 §12.5.3, as far as "br" goes.
bool accepts_brotli(std::string_view accept_encoding);

}  // namespace shopbell::server
