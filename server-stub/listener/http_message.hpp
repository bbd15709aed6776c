// SPDX-License-Identifier: Apache-2.0
// A request and a response as the relay's own parts see them, without Beast: what the JSON API and
// the static files take and give. HttpSession translates.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shopbell::server {

struct HttpRequest {
    std::string method;
    std::string path;   // as sent, without the query; no percent-decoding: no path of ours needs it
    std::string query;  // without '?'
    std::string host;
    std::string origin;
    std::string authorization;
    std::string content_type;
    std::string accept_encoding;
    std::string if_none_match;
    std::string range;          // this and the next two: several headers as one, with commas
    std::string upload_offset;  // as in tus
    std::string upload_length;
    std::string body;
    std::string address;  // of the client, as far as trusted proxies tell
};

struct HttpResponse {
    unsigned status = 200;
    std::string content_type;
    std::vector<std::pair<std::string_view, std::string>> headers;
    std::string text;
    std::span<const std::byte> view;  // used when text is empty; lives as long as the program

    [[nodiscard]] std::string_view body() const {
        if (!text.empty()) return text;
        return {reinterpret_cast<const char*>(view.data()), view.size()};
    }
};

using Answered = std::function<void(HttpResponse)>;

// {"error":{"code","field","message"}}, the form of every refusal.
HttpResponse error_response(unsigned status, std::string_view code, std::string_view field,
                            std::string_view message);
HttpResponse method_not_allowed(std::string_view allowed);
HttpResponse text_response(unsigned status, std::string_view text);

}  // namespace shopbell::server
