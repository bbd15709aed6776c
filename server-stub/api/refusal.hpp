// SPDX-License-Identifier: Apache-2.0
// Why a call of the JSON API is not done, thrown from wherever it is found out and turned into
// {"error":{"code","field","message"}} by Api::handle. Every code stands here once.
#pragma once

#include "server-stub/listener/http_message.hpp"

#include <cstdint>
#include <optional>

namespace shopbell::server {

struct Refusal {
    unsigned status;
    std::string code;
    std::string field;
    std::string message;
    std::optional<int64_t> retry_ms = {};
};

Refusal bad_field(std::string_view field, std::string_view message);                        // 400
Refusal signed_out();                                                                       // 401
Refusal login_false();                                                                      // 401
Refusal forbidden(std::string_view message);                                                // 403
Refusal not_found(std::string_view field, std::string_view message);                        // 404
Refusal conflict(std::string_view code, std::string_view field, std::string_view message);  // 409
Refusal gone(std::string_view field, std::string_view message);                             // 410
Refusal rate_limited(int64_t retry_ms);                                                     // 429

HttpResponse response_of(const Refusal& refusal);

}  // namespace shopbell::server
