// SPDX-License-Identifier: Apache-2.0
#include "server-stub/api/refusal.hpp"

#include <nlohmann/json.hpp>

namespace shopbell::server {
namespace {

Refusal make(unsigned status, std::string_view code, std::string_view field,
             std::string_view message) {
    return {status, std::string(code), std::string(field), std::string(message)};
}

}  // namespace

Refusal bad_field(std::string_view field, std::string_view message) {
    return make(400, "bad_field", field, message);
}

Refusal signed_out() { return make(401, "signed_out", "Authorization", "sign in first, or again"); }

Refusal login_false() {
    return make(401, "login_false", "login_key", "the mail address or the passphrase is wrong");
}

Refusal forbidden(std::string_view message) { return make(403, "forbidden", "", message); }

Refusal not_found(std::string_view field, std::string_view message) {
    return make(404, "not_found", field, message);
}

Refusal conflict(std::string_view code, std::string_view field, std::string_view message) {
    return make(409, code, field, message);
}

Refusal gone(std::string_view field, std::string_view message) {
    return make(410, "gone", field, message);
}

Refusal rate_limited(int64_t retry_ms) {
    Refusal refusal = make(429, "rate_limited", "", "too many attempts; wait and try again");
    refusal.retry_ms = retry_ms;
    return refusal;
}

HttpResponse response_of(const Refusal& refusal) {
    HttpResponse response =
        error_response(refusal.status, refusal.code, refusal.field, refusal.message);
    if (refusal.retry_ms) {
        auto json = nlohmann::json::parse(response.text);
        json["error"]["retry_ms"] = *refusal.retry_ms;
        response.text = json.dump();
        response.headers.emplace_back("Retry-After", std::to_string(*refusal.retry_ms / 1000 + 1));
    }
    if (refusal.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

}  // namespace shopbell::server
