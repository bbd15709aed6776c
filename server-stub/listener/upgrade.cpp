// SPDX-License-Identifier: Apache-2.0
#include "server-stub/listener/upgrade.hpp"

#include "core/base/bytes.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>

namespace shopbell::server {

namespace http = boost::beast::http;

namespace {

constexpr size_t key_characters = 24;  // base64 of 16 bytes

bool is_websocket_key(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return text.size() == key_characters && text.substr(22) == "==" &&
           text.substr(0, 22).find_first_not_of(alphabet) == std::string_view::npos;
}

bool offers_subprotocol(std::string_view list) {
    for (const auto offered : http::token_list{{list.data(), list.size()}}) {
        if (std::string_view(offered.data(), offered.size()) == subprotocol) return true;
    }
    return false;
}

}  // namespace

std::string_view value_of(const http::fields& fields, http::field name) {
    const auto value = fields[name];
    return {value.data(), value.size()};
}

std::optional<HttpRefusal> check_upgrade(std::string_view method, bool is_http_1_1,
                                         const http::fields& fields) {
    if (method != "GET" || !is_http_1_1) {
        return HttpRefusal{400, "method", "/ws is taken with GET and HTTP/1.1 only"};
    }
    if (!http::token_list{fields[http::field::connection]}.exists("upgrade") ||
        !http::token_list{fields[http::field::upgrade]}.exists("websocket")) {
        return HttpRefusal{426, "Upgrade", "/ws speaks WebSocket: send Upgrade: websocket"};
    }
    if (value_of(fields, http::field::sec_websocket_version) != "13") {
        return HttpRefusal{426, "Sec-WebSocket-Version", "must be 13"};
    }
    if (fields.count(http::field::sec_websocket_key) != 1 ||
        !is_websocket_key(value_of(fields, http::field::sec_websocket_key))) {
        return HttpRefusal{400, "Sec-WebSocket-Key", "is not 16 bytes in base64"};
    }
    if (!offers_subprotocol(value_of(fields, http::field::sec_websocket_protocol))) {
        return HttpRefusal{400, "Sec-WebSocket-Protocol", "must offer shopbell.v1"};
    }
    return std::nullopt;
}

}  // namespace shopbell::server
