// SPDX-License-Identifier: Apache-2.0
#include "server-stub/api/snippet.hpp"

#include <array>

#include <doctest/doctest.h>

namespace shopbell::server::test {

namespace {

constexpr std::string_view pins_json =
    R"({"version":"0123456789ab","integrity":{"shopbell.js":"sha384-LOADER","panel.js":"sha384-P"},)"
    R"("sha256":{"panel.js":"sha256-PANEL","chat.js":"sha256-CHAT","screen.js":"sha256-SCREEN",)"
    R"("files.js":"sha256-FILES","cards.js":"sha256-CARDS"}})";

EmbeddedFile file(std::string_view path, std::string_view text) {
    return {path,
            "application/json",
            {reinterpret_cast<const std::byte*>(text.data()), text.size()},
            {},
            "\"e\"",
            true};
}

}  // namespace

TEST_CASE("pins come from the embedded integrity.json") {
    const std::array<EmbeddedFile, 2> files{file("/a", ""),
                                            file("/w/01/integrity.json", pins_json)};
    const LoaderPins pins = read_pins(files);
    CHECK(pins.version == "0123456789ab");
    CHECK(pins.loader_integrity == "sha384-LOADER");
    CHECK(pins.frame_sha256 == std::vector<std::string>{"sha256-PANEL", "sha256-CHAT",
                                                        "sha256-SCREEN", "sha256-FILES",
                                                        "sha256-CARDS"});
}

TEST_CASE("without web files, or with a broken one, there is nothing to pin") {
    CHECK(read_pins({}).version.empty());
    for (const char* text : {"", "[]", "{", "{\"version\": \"1\"}"}) {
        const std::array<EmbeddedFile, 1> files{file("/w/01/integrity.json", text)};
        CHECK(read_pins(files).loader_integrity.empty());
    }
}

TEST_CASE("the snippets name shop, root, relay and, pinned, the very loader") {
    const LoaderPins pins{"0123456789ab", "sha384-LOADER", {"sha256-PANEL", "sha256-CHAT"}};
    const Snippet snippet = make_snippet(pins, "https://chat.example", "tea", Hash{});
    const std::string shop = "data-shop=\"tea.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"";
    CHECK(snippet.rolling ==
          "<script async src=\"https://chat.example/shopbell.js\" " + shop + "></script>");
    CHECK(snippet.pinned ==
          "<script async src=\"https://chat.example/w/0123456789ab/shopbell.js\" "
          "integrity=\"sha384-LOADER\" crossorigin=\"anonymous\" " +
              shop + "></script>");
    CHECK(snippet.csp ==
          "script-src https://chat.example 'wasm-unsafe-eval' 'sha256-PANEL' 'sha256-CHAT'; "
          "connect-src https://chat.example wss://chat.example; img-src blob:; media-src blob:; "
          "trusted-types shopbell");
}

}  // namespace shopbell::server::test
