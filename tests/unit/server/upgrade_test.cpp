// SPDX-License-Identifier: Apache-2.0
// From HTTP to WebSocket: what is taken and each reason to refuse, over real sockets.
#include "tests/unit/server/running_server.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace shopbell::server::test {

namespace {

struct Refused {
    const char* claim;
    const char* what;  // of the good request, replaced by `by`
    const char* by;
    int status;
    const char* field;
};

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("an upgrade is answered as RFC 6455 says, and the relay speaks first") {
    const RunningServer server;
    SocketClient client("127.0.0.1", server.port());
    const HttpReply answer = client.exchange(SocketClient::upgrade_request(server.host()));
    REQUIRE(answer.status == 101);
    CHECK(answer.headers.at("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(answer.headers.at("sec-websocket-protocol") == "shopbell.v1");
    CHECK(answer.headers.count("sec-websocket-extensions") == 0);
    const auto challenge = client.wait_for<wire::Challenge>();
    REQUIRE(challenge);
    CHECK(challenge->frame_bytes_max == 131072);
    CHECK_FALSE(is_zero(challenge->nonce));
}

TEST_CASE("over IPv6 as well") {
    const RunningServer server;
    SocketClient client("::1", server.port_v6());
    client.upgrade("[::1]:" + std::to_string(server.port_v6()));
    CHECK(client.wait_for<wire::Challenge>());
}

TEST_CASE("a list of subprotocols and tokens in any case is fine") {
    const RunningServer server;
    std::string request = SocketClient::upgrade_request(server.host());
    request = replaced(request, "shopbell.v1", "other, shopbell.v1");
    request = replaced(request, "Connection: Upgrade", "Connection: keep-alive, UPGRADE");
    request = replaced(request, "Upgrade: websocket", "Upgrade: WebSocket");
    SocketClient client("127.0.0.1", server.port());
    CHECK(client.exchange(request).status == 101);
}

TEST_CASE("every refusal names what is missing") {
    const RunningServer server;
    const Refused table[] = {
        {"a plain GET", "Connection: Upgrade\r\nUpgrade: websocket\r\n", "", 426, "Upgrade"},
        {"Connection without upgrade", "Connection: Upgrade", "Connection: close", 426, "Upgrade"},
        {"another protocol", "Upgrade: websocket", "Upgrade: h2c", 426, "Upgrade"},
        {"POST", "GET ", "POST ", 400, "method"},
        {"HTTP/1.0", "HTTP/1.1", "HTTP/1.0", 400, "method"},
        {"version 8", "Version: 13", "Version: 8", 426, "Sec-WebSocket-Version"},
        {"no version", "Sec-WebSocket-Version: 13\r\n", "", 426, "Sec-WebSocket-Version"},
        {"no key", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400, "Sec-WebSocket-Key"},
        {"a short key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ==", 400, "Sec-WebSocket-Key"},
        {"a key that is no base64", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j*Q==", 400,
         "Sec-WebSocket-Key"},
        {"no subprotocol", "Sec-WebSocket-Protocol: shopbell.v1\r\n", "", 400,
         "Sec-WebSocket-Protocol"},
        {"another subprotocol", "shopbell.v1", "shopbell.v2", 400, "Sec-WebSocket-Protocol"},
        {"chunked", "Upgrade: websocket", "Upgrade: websocket\r\nTransfer-Encoding: chunked", 501,
         "Transfer-Encoding"},
    };
    for (const Refused& refused : table) {
        CAPTURE(refused.claim);
        const HttpReply reply =
            http(server.port(),
                 replaced(SocketClient::upgrade_request(server.host()), refused.what, refused.by));
        CHECK(reply.status == refused.status);
        CHECK(nlohmann::json::parse(reply.body)["error"]["field"] == refused.field);
    }
}

TEST_CASE("frames that came with the upgrade request are not lost") {
    const RunningServer server;
    SocketClient client("127.0.0.1", server.port());
    const Bytes ping = SocketClient::masked_frame(0x89, bytes_of("early"));
    client.send(SocketClient::upgrade_request(server.host()) + std::string(text_of(ping)));
    CHECK(client.reply().status == 101);
    CHECK(client.hear().opcode == 2);  // challenge
    const auto pong = client.hear();
    CHECK(pong.opcode == 10);
    CHECK(text_of(pong.payload) == "early");
}

}  // namespace shopbell::server::test
