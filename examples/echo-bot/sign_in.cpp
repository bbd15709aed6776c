// SPDX-License-Identifier: Apache-2.0
#include "examples/echo-bot/sign_in.hpp"

#include "core/base/text_encoding.hpp"
#include "core/crypto/vault/shop.hpp"

#include <stdexcept>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <nlohmann/json.hpp>
#include <sys/random.h>

namespace shopbell::example {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using nlohmann::json;

json post(const RelayAddress& relay, const std::string& path, const json& body) {
    asio::io_context context;
    beast::tcp_stream stream(context);
    stream.connect(asio::ip::tcp::resolver(context).resolve(relay.host, relay.port));
    http::request<http::string_body> request(http::verb::post, path, 11);
    request.set(http::field::host, relay.authority());
    request.set(http::field::content_type, "application/json");
    request.body() = body.dump();
    request.prepare_payload();
    http::write(stream, request);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::read(stream, buffer, response);
    json answer = json::parse(response.body(), nullptr, false);
    if (response.result() != http::status::ok) {
        const std::string reason =
            answer.is_object() ? answer["error"].value("message", "") : response.body();
        throw std::runtime_error(path + ": " + reason);
    }
    return answer;
}

Bytes bytes_in(const json& object, const char* field) {
    const auto bytes = base64url_decode(object.at(field).get<std::string>());
    if (!bytes) throw std::runtime_error(std::string(field) + " is not base64url");
    return *bytes;
}

template <size_t N>
FixedBytes<N> fixed_in(const json& object, const char* field) {
    const auto fixed = to_fixed<N>(bytes_in(object, field));
    if (!fixed) throw std::runtime_error(std::string(field) + " has a wrong length");
    return *fixed;
}

Key random_key() {
    Key key;
    if (getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size())) {
        throw std::runtime_error("the kernel gave no random bytes");
    }
    return key;
}

template <class Answer>
Answer checked(const crypto::CallResult<Answer>& result) {
    if (!result) throw std::runtime_error(result.error().message);
    return result.value();
}

}  // namespace

boundary::Start sign_in(const RelayAddress& relay, const std::string& email,
                        const std::string& passphrase) {
    const json beginning = post(relay, "/v1/login/start", {{"email", email}});
    const auto derived = checked(
        crypto::derive_keys({.passphrase = passphrase, .salt = fixed_in<16>(beginning, "salt")}));
    const json welcome = post(
        relay, "/v1/login", {{"email", email}, {"login_key", base64url_encode(derived.login_key)}});
    const auto unlocked = checked(crypto::unlock({.seed = random_key(),
                                                  .agent = fixed_in<16>(welcome, "agent"),
                                                  .vault_key = derived.vault_key,
                                                  .vault = bytes_in(welcome, "vault")}));
    return {.role = 2,
            .shop = welcome.at("shop").get<std::string>(),
            .root_hash = fixed_in<32>(welcome, "root_hash"),
            .relay_origin = "ws://" + relay.authority(),
            .seed = random_key(),
            .keys = unlocked.keys,
            .stored = {},
            .follow = false};
}

}  // namespace shopbell::example
