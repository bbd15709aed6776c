// SPDX-License-Identifier: Apache-2.0
// What a merchant pastes into a page: the rolling snippet, the pinned one (this loader and no
// other), and what a strict Content-Security-Policy must allow for it. Texts only; the pins come
// from the embedded integrity.json that the web build wrote.
#pragma once

#include "core/base/bytes.hpp"
#include "server-stub/assets/embedded.hpp"

#include <string>
#include <vector>

namespace shopbell::server {

struct LoaderPins {
    std::string version;                    // empty: this binary has no loader
    std::string loader_integrity;           // "sha384-..."
    std::vector<std::string> frame_sha256;  // "sha256-...": the scripts inside the frame
};

LoaderPins read_pins(std::span<const EmbeddedFile> files);

// What a script-src needs for the scripts inside the frame: " 'sha256-...' 'sha256-...'".
std::string frame_scripts(const LoaderPins& pins);

struct Snippet {
    std::string rolling, pinned, csp;
};

// "SHOP.ROOTHASH", the value of data-shop.
std::string shop_reference(std::string_view shop, const Hash& root_hash);

// `relay_url` as http(s)://host[:port].
Snippet make_snippet(const LoaderPins& pins, std::string_view relay_url, std::string_view shop,
                     const Hash& root_hash);

}  // namespace shopbell::server
