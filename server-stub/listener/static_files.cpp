// SPDX-License-Identifier: Apache-2.0
#include "server-stub/listener/static_files.hpp"

#include <algorithm>

namespace shopbell::server {
namespace {

// 'self' covers the WebSocket of the same host (CSP 3). The widget on the page needs blob: pictures
// and sounds; the console needs the same for its preview of it.
constexpr std::string_view console_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";
// {{frame}}: the two scripts inside the chat's frame.
constexpr std::string_view storefront_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{{frame}}; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

// The console's worker fetches the console's files and does nothing else.
constexpr std::string_view worker_path = "/console/service-worker.js";
constexpr std::string_view worker_policy = "default-src 'none'; connect-src 'self'";

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

bool is_console(std::string_view path) {
    return path == "/console" || starts_with(path, "/console/");
}

// Whatever is neither widget, console nor icon belongs to the storefront.
bool is_demo_only(std::string_view path) {
    if (is_console(path) || path == "/shopbell.js" || starts_with(path, "/w/")) return false;
    return !starts_with(path, "/assets/icons/") && !starts_with(path, "/assets/sounds/");
}

bool is_page(const EmbeddedFile& file) { return starts_with(file.content_type, "text/html"); }

const EmbeddedFile* find_file(const StaticSite& site, std::string_view path) {
    const auto found = std::find_if(site.files.begin(), site.files.end(),
                                    [&](const EmbeddedFile& file) { return file.path == path; });
    if (found == site.files.end()) return nullptr;
    if (is_demo_only(path) && site.demo_shop.empty()) return nullptr;
    return &*found;
}

std::string_view cache_control(const EmbeddedFile& file) {
    if (file.immutable) return "public, max-age=31536000, immutable";
    // A relay that is away must not take the button off shops' pages: the browser goes on with the
    // loader that it has and asks again beside it (RFC 5861 §3).
    if (file.path == "/shopbell.js") return "public, max-age=300, stale-while-revalidate=604800";
    if (starts_with(file.path, "/assets/")) return "public, max-age=300";
    return "no-cache";
}

// `list` is the If-None-Match header: tags, or "*".
bool names_tag(std::string_view list, std::string_view tag) {
    return list == "*" || list.find(tag) != std::string_view::npos;
}

std::string replace_all(std::string text, std::string_view what, std::string_view by) {
    for (size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

void add_page_headers(const StaticSite& site, const EmbeddedFile& file, HttpResponse& response) {
    const std::string_view policy = is_console(file.path) ? console_policy : storefront_policy;
    response.headers.emplace_back(
        "Content-Security-Policy",
        replace_all(std::string(policy), "{{frame}}", site.frame_scripts));
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

// By its own path it could only serve what lies below /console/, not the page /console itself.
void add_worker_headers(HttpResponse& response) {
    response.headers.emplace_back("Service-Worker-Allowed", "/console");
    response.headers.emplace_back("Content-Security-Policy", worker_policy);
}

// A page of the storefront is filled in for this shop, so it has no tag and no compressed twin.
HttpResponse serve_filled(const StaticSite& site, const EmbeddedFile& file, HttpResponse response) {
    response.text =
        replace_all(std::string(reinterpret_cast<const char*>(file.raw.data()), file.raw.size()),
                    "{{shop}}", site.demo_shop);
    return response;
}

}  // namespace

bool accepts_brotli(std::string_view accept_encoding) {
    while (!accept_encoding.empty()) {
        const size_t comma = accept_encoding.find(',');
        std::string item(accept_encoding.substr(0, comma));
        accept_encoding.remove_prefix(comma == std::string_view::npos ? accept_encoding.size()
                                                                      : comma + 1);
        item.erase(
            std::remove_if(item.begin(), item.end(), [](char c) { return c == ' ' || c == '\t'; }),
            item.end());
        if (item == "br") return true;
        // "q=0", "q=0.0", ... say no.
        if (starts_with(item, "br;q="))
            return item.find_first_of("123456789", 5) != std::string::npos;
    }
    return false;
}

std::optional<HttpResponse> serve_static(const StaticSite& site, const HttpRequest& request) {
    if (request.path == "/" && site.demo_shop.empty()) {
        HttpResponse response = text_response(302, "The console is at /console.");
        response.headers.emplace_back("Location", "/console");
        return response;
    }
    const EmbeddedFile* file = find_file(site, request.path);
    if (file == nullptr) return std::nullopt;
    if (request.method != "GET" && request.method != "HEAD") return method_not_allowed("GET, HEAD");

    HttpResponse response;
    response.content_type = file->content_type;
    response.headers.emplace_back("Cache-Control", cache_control(*file));
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    if (is_page(*file)) {
        add_page_headers(site, *file, response);
        if (!is_console(file->path)) return serve_filled(site, *file, std::move(response));
    } else if (file->path == worker_path) {
        add_worker_headers(response);
    } else {
        // Shops' pages on other origins fetch these with integrity.
        response.headers.emplace_back("Access-Control-Allow-Origin", "*");
        response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    }
    response.headers.emplace_back("Vary", "Accept-Encoding");
    const bool brotli = !file->brotli.empty() && accepts_brotli(request.accept_encoding);
    std::string tag(file->etag);
    if (brotli) tag.insert(tag.size() - 1, "-br");
    const bool unchanged = names_tag(request.if_none_match, tag);
    response.headers.emplace_back("ETag", std::move(tag));
    if (unchanged) {
        response.status = 304;
        return response;
    }
    if (brotli) response.headers.emplace_back("Content-Encoding", "br");
    response.view = brotli ? file->brotli : file->raw;
    return response;
}

}  // namespace shopbell::server
