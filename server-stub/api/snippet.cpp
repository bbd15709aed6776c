// SPDX-License-Identifier: Apache-2.0
#include "server-stub/api/snippet.hpp"

#include "core/base/text_encoding.hpp"

#include <nlohmann/json.hpp>

namespace shopbell::server {

// What runs in the panel's frame (widget/panel/config.ts).
static constexpr const char* frame_script_names[] = {"panel.js", "chat.js", "screen.js", "files.js",
                                                     "cards.js"};

LoaderPins read_pins(std::span<const EmbeddedFile> files) {
    for (const EmbeddedFile& file : files) {
        if (!file.path.starts_with("/w/") || !file.path.ends_with("/integrity.json")) continue;
        const auto* const text = reinterpret_cast<const char*>(file.raw.data());
        const auto json = nlohmann::json::parse(text, text + file.raw.size(), nullptr, false);
        if (!json.is_object()) break;
        LoaderPins pins{
            json.value("version", ""), json.value("/integrity/shopbell.js"_json_pointer, ""), {}};
        const auto hashes = json.value("sha256", nlohmann::json::object());
        for (const char* script : frame_script_names)
            pins.frame_sha256.push_back(hashes.value(script, ""));
        return pins;
    }
    return {};
}

std::string frame_scripts(const LoaderPins& pins) {
    std::string sources;
    for (const std::string& script : pins.frame_sha256) {
        if (!script.empty()) sources += " '" + script + "'";
    }
    return sources;
}

std::string shop_reference(std::string_view shop, const Hash& root_hash) {
    return std::string(shop) + "." + base64url_encode(root_hash);
}

Snippet make_snippet(const LoaderPins& pins, std::string_view relay_url, std::string_view shop,
                     const Hash& root_hash) {
    const std::string url(relay_url);
    const std::string data_shop =
        " data-shop=\"" + shop_reference(shop, root_hash) + "\"></script>";
    Snippet snippet;
    snippet.rolling = "<script async src=\"" + url + "/shopbell.js\"" + data_shop;
    if (!pins.version.empty()) {
        snippet.pinned = "<script async src=\"" + url + "/w/" + pins.version +
                         "/shopbell.js\" integrity=\"" + pins.loader_integrity +
                         "\" crossorigin=\"anonymous\"" + data_shop;
    }
    const std::string socket = "ws" + url.substr(4);  // http -> ws, https -> wss
    snippet.csp = "script-src " + url + " 'wasm-unsafe-eval'" + frame_scripts(pins) +
                  "; connect-src " + url + " " + socket +
                  "; img-src blob:; media-src blob:; trusted-types shopbell";
    return snippet;
}

}  // namespace shopbell::server
