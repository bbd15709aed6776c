// SPDX-License-Identifier: Apache-2.0
#include "server-stub/listener/http_rules.hpp"

#include <algorithm>
#include <charconv>

namespace shopbell::server {
namespace {

using Refused = std::optional<HttpRefusal>;

HttpRefusal refuse(unsigned status, std::string_view field, std::string_view message) {
    return HttpRefusal{status, std::string(field), std::string(message)};
}

bool is_token_character(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

bool same_name(std::string_view a, std::string_view lower) {
    return a.size() == lower.size() &&
           std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
               return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
           });
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The fields that decide where a request ends and whom it is for.
struct Framing {
    bool is_1_0 = false;
    int hosts = 0;
    int lengths = 0;
    uint64_t length = 0;
};

Refused check_request_line(std::string_view line, Framing& framing) {
    const size_t first = line.find(' ');
    const size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last || !is_token(line.substr(0, first))) {
        return refuse(400, "request line", "is not METHOD TARGET HTTP/1.1");
    }
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        const bool is_http = version.rfind("HTTP/", 0) == 0;
        return refuse(is_http ? 505 : 400, "request line",
                      "the version must be HTTP/1.1 or HTTP/1.0");
    }
    framing.is_1_0 = version == "HTTP/1.0";
    if (target.size() > http_target_bytes_max) {
        return target_too_long();
    }
    const bool has_space = target.find_first_of(" \t") != std::string_view::npos;
    const bool is_ascii = std::all_of(target.begin(), target.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (target.empty() || target.front() != '/' || has_space || !is_ascii) {
        return refuse(400, "target", "must be a path that begins with / in plain ASCII");
    }
    return std::nullopt;
}

Refused check_host(std::string_view value, Framing& framing) {
    if (++framing.hosts > 1) return refuse(400, "Host", "is given twice");
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]";
    if (value.empty() || value.size() > 261 ||
        value.find_first_not_of(allowed) != std::string_view::npos) {
        return refuse(400, "Host", "is not host or host:port");
    }
    return std::nullopt;
}

Refused check_length(std::string_view value, Framing& framing) {
    if (++framing.lengths > 1) return refuse(400, "Content-Length", "is given twice");
    const bool is_digits = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return c >= '0' && c <= '9';
    });
    if (!is_digits) return refuse(400, "Content-Length", "is not a number");
    const auto [end, error] =
        std::from_chars(value.data(), value.data() + value.size(), framing.length);
    if (error != std::errc{} || framing.length > http_body_bytes_max) {
        return refuse(413, "body", "is larger than 262144 bytes (http_body_bytes_max)");
    }
    return std::nullopt;
}

Refused check_field(std::string_view line, Framing& framing) {
    if (line.front() == ' ' || line.front() == '\t') {
        return refuse(400, "headers", "a folded header line is not taken");
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        return refuse(400, "headers", "a line is not NAME: VALUE");
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim(line.substr(colon + 1));
    if (same_name(name, "host")) return check_host(value, framing);
    if (same_name(name, "content-length")) return check_length(value, framing);
    if (same_name(name, "transfer-encoding")) {
        return refuse(501, "Transfer-Encoding", "is not taken in any form; send Content-Length");
    }
    if (same_name(name, "trailer")) return refuse(400, "Trailer", "trailers are not taken");
    if (same_name(name, "expect"))
        return refuse(417, "Expect", "is not taken; send the body at once");
    return std::nullopt;
}

}  // namespace

Refused check_head(std::string_view head) {
    Framing framing;
    size_t lines = 0;
    while (!head.empty()) {
        const size_t end = head.find("\r\n");
        if (end == std::string_view::npos) return refuse(400, "headers", "a line has no end");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end + 2);
        if (line.empty()) break;
        if (std::any_of(line.begin(), line.end(), is_control)) {
            return refuse(400, "headers", "control characters are not taken");
        }
        if (lines > http_fields_max)
            return refuse(431, "headers", "more than 64 (http_fields_max)");
        const Refused refused =
            lines++ == 0 ? check_request_line(line, framing) : check_field(line, framing);
        if (refused) return refused;
    }
    if (lines == 0) return refuse(400, "request line", "is not METHOD TARGET HTTP/1.1");
    if (framing.hosts == 0 && !framing.is_1_0) return refuse(400, "Host", "is missing");
    if (framing.is_1_0 && framing.length > 0) {
        return refuse(400, "body", "a body is not taken with HTTP/1.0");
    }
    return std::nullopt;
}

HttpRefusal head_too_large() {
    return refuse(431, "headers", "are larger than 16384 bytes (http_head_bytes_max)");
}

HttpRefusal target_too_long() {
    return refuse(414, "target", "is longer than 4096 bytes (http_target_bytes_max)");
}

HttpRefusal request_timeout() {
    return refuse(408, "request", "did not arrive within 10000 ms (http_request_ms_max)");
}

}  // namespace shopbell::server
