// SPDX-License-Identifier: Apache-2.0
// Which requests for /ws become WebSockets. Pure, so that each refusal has its row in a table.
#pragma once

#include "server-stub/listener/http_rules.hpp"

#include <boost/beast/http/fields.hpp>

namespace shopbell::server {

inline constexpr const char* subprotocol = "shopbell.v1";

// A header's value; empty when it is not there.
std::string_view value_of(const boost::beast::http::fields& fields, boost::beast::http::field name);

std::optional<HttpRefusal> check_upgrade(std::string_view method, bool is_http_1_1,
                                         const boost::beast::http::fields& fields);

}  // namespace shopbell::server
