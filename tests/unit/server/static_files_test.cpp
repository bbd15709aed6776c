// SPDX-License-Identifier: Apache-2.0
#include "server-stub/listener/static_files.hpp"

#include <array>

#include <doctest/doctest.h>

namespace shopbell::server::test {

namespace {

std::span<const std::byte> bytes(std::string_view text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

const std::array<EmbeddedFile, 7> files{{
    {"/", "text/html; charset=utf-8", bytes("<p data-shop=\"{{shop}}\">{{shop}}"), bytes("BR"),
     "\"e1\"", false},
    {"/assets/icons/mark.svg", "image/svg+xml", bytes("<svg/>"), {}, "\"e2\"", false},
    {"/console", "text/html; charset=utf-8", bytes("<p>console"), bytes("BR"), "\"e3\"", false},
    {"/console/service-worker.js", "text/javascript", bytes("worker"), {}, "\"e7\"", false},
    {"/shop/css/base.css", "text/css", bytes("p{}"), {}, "\"e4\"", false},
    {"/shopbell.js", "text/javascript", bytes("loader"), bytes("br"), "\"e5\"", false},
    {"/w/0123/panel.js", "text/javascript", bytes("panel"), bytes("br"), "\"e6\"", true},
}};
const StaticSite demo{files, "demo.HASH"};
const StaticSite real{files, ""};

HttpRequest get(std::string path) {
    HttpRequest request;
    request.method = "GET";
    request.path = std::move(path);
    return request;
}

std::string header(const HttpResponse& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return "";
}

}  // namespace

TEST_CASE("exact paths are served and nothing else") {
    for (const char* path : {"/nope", "/console/", "/shopbell.js/", "/../etc/passwd", "//console",
                             "/%63onsole", "/CONSOLE", ""}) {
        CAPTURE(path);
        CHECK_FALSE(serve_static(demo, get(path)));
    }
    const auto found = serve_static(demo, get("/shopbell.js"));
    REQUIRE(found);
    CHECK(found->status == 200);
    CHECK(found->body() == "loader");
    CHECK(found->content_type == "text/javascript");
}

TEST_CASE("the storefront exists in demo mode only, with the shop filled in") {
    const auto page = serve_static(demo, get("/"));
    REQUIRE(page);
    CHECK(page->body() == "<p data-shop=\"demo.HASH\">demo.HASH");
    CHECK(header(*page, "ETag").empty());
    CHECK(serve_static(demo, get("/shop/css/base.css")));
    CHECK_FALSE(serve_static(real, get("/shop/css/base.css")));
    const auto root = serve_static(real, get("/"));
    REQUIRE(root);
    CHECK(root->status == 302);
    CHECK(header(*root, "Location") == "/console");
    CHECK(serve_static(real, get("/console")));
    CHECK(serve_static(real, get("/assets/icons/mark.svg")));
}

TEST_CASE("pages carry a policy, and the console cannot be framed") {
    const auto page = serve_static(real, get("/console"));
    REQUIRE(page);
    const std::string policy = header(*page, "Content-Security-Policy");
    for (const char* part : {"default-src 'none'", "'wasm-unsafe-eval'", "frame-ancestors 'none'",
                             "worker-src 'self'", "manifest-src 'self'", "style-src 'self'"}) {
        CAPTURE(part);
        CHECK(policy.find(part) != std::string::npos);
    }
    CHECK(policy.find("unsafe-inline") == std::string::npos);
    CHECK(header(*page, "X-Content-Type-Options") == "nosniff");
    CHECK_FALSE(header(*page, "Referrer-Policy").empty());
    CHECK(header(*page, "Access-Control-Allow-Origin").empty());
}

TEST_CASE(
    "the console's worker may serve the console, may only fetch, and is asked for each time") {
    const auto worker = serve_static(real, get("/console/service-worker.js"));
    REQUIRE(worker);
    CHECK(header(*worker, "Service-Worker-Allowed") == "/console");
    CHECK(header(*worker, "Content-Security-Policy") == "default-src 'none'; connect-src 'self'");
    CHECK(header(*worker, "Cache-Control") == "no-cache");
    CHECK(header(*worker, "Access-Control-Allow-Origin").empty());
    CHECK(header(*serve_static(real, get("/console")), "Service-Worker-Allowed").empty());
}

TEST_CASE("what shops' pages fetch is open to every origin") {
    const auto panel = serve_static(real, get("/w/0123/panel.js"));
    REQUIRE(panel);
    CHECK(header(*panel, "Access-Control-Allow-Origin") == "*");
}

TEST_CASE(
    "versioned files are kept for ever, the loader for minutes or until there is a new one, pages "
    "not at all") {
    CHECK(header(*serve_static(real, get("/w/0123/panel.js")), "Cache-Control") ==
          "public, max-age=31536000, immutable");
    CHECK(header(*serve_static(real, get("/shopbell.js")), "Cache-Control") ==
          "public, max-age=300, stale-while-revalidate=604800");
    CHECK(header(*serve_static(real, get("/console")), "Cache-Control") == "no-cache");
}

TEST_CASE("brotli is served to those who take it, under a tag of its own") {
    HttpRequest request = get("/shopbell.js");
    const std::string plain_tag = header(*serve_static(real, request), "ETag");
    request.accept_encoding = "gzip, br";
    const auto packed = serve_static(real, request);
    CHECK(packed->body() == "br");
    CHECK(header(*packed, "Content-Encoding") == "br");
    CHECK(header(*packed, "Vary") == "Accept-Encoding");
    CHECK(header(*packed, "ETag") != plain_tag);
    request.path = "/assets/icons/mark.svg";
    CHECK(header(*serve_static(real, request), "Content-Encoding").empty());
}

TEST_CASE("Accept-Encoding is read as far as br goes") {
    for (const char* yes : {"br", "gzip, deflate, br", "br;q=0.1", "gzip;q=1.0, br ; q=1"}) {
        CAPTURE(yes);
        CHECK(accepts_brotli(yes));
    }
    for (const char* no : {"", "gzip", "br;q=0", "br;q=0.000", "brotli", "*", "xbr"}) {
        CAPTURE(no);
        CHECK_FALSE(accepts_brotli(no));
    }
}

TEST_CASE("an unchanged file is answered without its body") {
    HttpRequest request = get("/shopbell.js");
    for (const char* tag : {"\"e5\"", "W/\"e5\"", "\"x\", \"e5\"", "*"}) {
        CAPTURE(tag);
        request.if_none_match = tag;
        const auto response = serve_static(real, request);
        CHECK(response->status == 304);
        CHECK(response->body().empty());
        CHECK(header(*response, "ETag") == "\"e5\"");
    }
    request.if_none_match = "\"e6\"";
    CHECK(serve_static(real, request)->status == 200);
    request.if_none_match = "\"e5\"";
    request.accept_encoding = "br";
    CHECK(serve_static(real, request)->status == 200);
}

TEST_CASE("files are only read") {
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
        HttpRequest request = get("/shopbell.js");
        request.method = method;
        const auto response = serve_static(real, request);
        CHECK(response->status == 405);
        CHECK(header(*response, "Allow") == "GET, HEAD");
    }
}

}  // namespace shopbell::server::test
