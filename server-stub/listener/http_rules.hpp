// SPDX-License-Identifier: Apache-2.0
// What a request's head must look like before any parser interprets it. Parsers differ in what
// they forgive, and two that differ behind one another are how requests get smuggled; so the relay
// takes one narrow form (no Transfer-Encoding, no trailers, no folded lines, one Host, one length)
// and refuses the rest in clear words. Pure; called by HttpSession with the raw bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shopbell::server {

inline constexpr size_t http_head_bytes_max = 16 * 1024;
inline constexpr size_t http_target_bytes_max = 4096;
inline constexpr size_t http_body_bytes_max = 256 * 1024;
inline constexpr size_t http_fields_max = 64;
inline constexpr int64_t http_request_ms_max = 10'000;
inline constexpr int64_t http_idle_ms_max = 65'000;

// How long a client may take; tests make it shorter.
struct HttpTimes {
    int64_t request_ms_max = http_request_ms_max;
    int64_t idle_ms_max = http_idle_ms_max;
};

struct HttpRefusal {
    unsigned status = 400;
    std::string field;  // the header or part that is wrong
    std::string message;
};

// `head` is everything up to and including the empty line.
std::optional<HttpRefusal> check_head(std::string_view head);

// The refusals that need no whole head.
HttpRefusal head_too_large();
HttpRefusal target_too_long();
HttpRefusal request_timeout();

}  // namespace shopbell::server
