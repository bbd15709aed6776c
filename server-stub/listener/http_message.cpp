// SPDX-License-Identifier: Apache-2.0
#include "server-stub/listener/http_message.hpp"

#include <nlohmann/json.hpp>

namespace shopbell::server {

HttpResponse error_response(unsigned status, std::string_view code, std::string_view field,
                            std::string_view message) {
    const nlohmann::json error{{"code", code}, {"field", field}, {"message", message}};
    HttpResponse response;
    response.status = status;
    response.content_type = "application/json";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.text = nlohmann::json{{"error", error}}.dump(-1, ' ', false,
                                                          nlohmann::json::error_handler_t::replace);
    return response;
}

HttpResponse method_not_allowed(std::string_view allowed) {
    HttpResponse response = error_response(405, "method_not_allowed", "method",
                                           "only " + std::string(allowed) + " is taken here");
    response.headers.emplace_back("Allow", std::string(allowed));
    return response;
}

HttpResponse text_response(unsigned status, std::string_view text) {
    HttpResponse response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.text = std::string(text) + "\n";
    return response;
}

}  // namespace shopbell::server
