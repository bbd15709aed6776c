// SPDX-License-Identifier: Apache-2.0
// HTTP over real sockets: what is served, what is refused and how, and that the relay goes on.
#include "tests/unit/server/running_server.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace shopbell::server::test {

namespace {

struct Oddity {
    const char* claim;
    std::string request;
    int status;
};

}  // namespace

TEST_CASE("health, readiness and unknown paths over both loopbacks") {
    const RunningServer server;
    for (const auto& loopback :
         {std::pair{"127.0.0.1", server.port()}, std::pair{"::1", server.port_v6()}}) {
        CAPTURE(loopback.first);
        SocketClient client(loopback.first, loopback.second);
        const std::string host = "\r\nHost: relay.example\r\n\r\n";
        CHECK(client.exchange("GET /healthz HTTP/1.1" + host).body == "ok\n");
        CHECK(client.exchange("GET /readyz HTTP/1.1" + host).body == "ready\n");
        const HttpReply head = client.exchange("HEAD /healthz HTTP/1.1" + host);
        CHECK(head.status == 200);
        CHECK(head.headers.at("content-length") == "3");
        const HttpReply missing = client.exchange("GET /nope HTTP/1.1" + host);
        CHECK(missing.status == 404);
        CHECK(nlohmann::json::parse(missing.body)["error"]["code"] == "not_found");
        CHECK(client.exchange("POST /healthz HTTP/1.1" + host).status == 405);
    }
}

TEST_CASE("requests may be cut at every byte and sent in one piece after another") {
    const RunningServer server;
    const std::string request = "GET /healthz HTTP/1.1\r\nHost: relay.example\r\nX: y\r\n\r\n";
    for (size_t cut = 1; cut < request.size(); ++cut) {
        SocketClient client("127.0.0.1", server.port());
        client.send(request.substr(0, cut));
        client.send(request.substr(cut));
        CHECK(client.reply().status == 200);
    }
    SocketClient client("127.0.0.1", server.port());
    client.send(request + request + request);
    for (int i = 0; i < 3; ++i) CHECK(client.reply().body == "ok\n");
}

TEST_CASE("each oddity gets its status, a reason and the end of the connection") {
    const RunningServer server;
    const std::string host = "Host: relay.example\r\n";
    const Oddity table[] = {
        {"chunked",
         "POST /v1/login HTTP/1.1\r\n" + host +
             "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n",
         501},
        {"chunked over 1.0", "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n",
         501},
        {"chunked, identity",
         "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, identity\r\n\r\n", 501},
        {"trailers", "GET / HTTP/1.1\r\n" + host + "Trailer: X\r\n\r\n", 400},
        {"a body on 1.0", "POST / HTTP/1.0\r\n" + host + "Content-Length: 1\r\n\r\nx", 400},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
        {"bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
        {"one bare line feed", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
        {"a head over 16 kB", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(17'000, 'a'), 431},
        {"a target over 4 kB", "GET /" + std::string(5'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n",
         414},
        {"a target that fills the head", "GET /" + std::string(20'000, 'a'), 414},
        {"a body over 256 kB", "POST / HTTP/1.1\r\n" + host + "Content-Length: 300000\r\n\r\n",
         413},
        {"two lengths",
         "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
        {"a TLS greeting", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15),
         400},
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    };
    for (const Oddity& odd : table) {
        CAPTURE(odd.claim);
        SocketClient client("127.0.0.1", server.port());
        const HttpReply reply = client.exchange(odd.request);
        CHECK(reply.status == odd.status);
        CHECK(nlohmann::json::parse(reply.body)["error"]["message"] != "");
        CHECK(reply.headers.at("connection") == "close");
        CHECK(client.at_end());
    }
    CHECK(http_get(server.port(), "/healthz").status == 200);
}

TEST_CASE("a refused upload is answered before its body has come") {
    const RunningServer server;
    SocketClient client("127.0.0.1", server.port());
    client.send("POST /v1/login HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\n");
    client.send(std::string(200'000, 'x'));
    CHECK(client.reply().status == 413);
}

TEST_CASE("HTTP/1.0 and Connection: close end the connection behind the answer") {
    const RunningServer server;
    for (const char* request : {"GET /healthz HTTP/1.0\r\n\r\n",
                                "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"}) {
        SocketClient client("127.0.0.1", server.port());
        CHECK(client.exchange(request).status == 200);
        CHECK(client.at_end());
    }
}

TEST_CASE("the JSON API answers over the wire, with its errors as JSON") {
    const RunningServer server;
    const HttpReply start = http_post(server.port(), "/v1/login/start", R"({"email":"a@b"})");
    CHECK(start.status == 200);
    CHECK(start.headers.at("cache-control") == "no-store");
    const HttpReply foreign =
        http_post(server.port(), "/v1/login/start", "{}", "Origin: https://evil.example\r\n");
    CHECK(foreign.status == 403);
    const std::string own = "Origin: http://" + server.host() + "\r\n";
    CHECK(http_post(server.port(), "/v1/login/start", R"({"email":"a@b"})", own).status == 200);
    CHECK(http_get(server.port(), "/v1/shop").status == 401);
}

TEST_CASE("who forwards for whom is believed of trusted proxies only") {
    const auto limited = [](uint16_t port, const std::string& forwarded) {
        const std::string body =
            R"({"email":"a@b","login_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})";
        std::string email = body;
        return http_post(port, "/v1/login", email, "X-Forwarded-For: " + forwarded + "\r\n").status;
    };
    const RunningServer plain;
    for (int i = 0; i < 10; ++i)
        CHECK(limited(plain.port(), "192.0.2." + std::to_string(i)) == 401);
    CHECK(limited(plain.port(), "192.0.2.77") == 429);

    // Behind the proxy each address has its own ten, whatever a client puts in front.
    const RunningServer behind([](Config& config) { config.trusted_proxies = {"127.0.0.1"}; });
    const auto guess = [&](const std::string& email, const std::string& forwarded) {
        const std::string body =
            "{\"email\":\"" + email +
            "\",\"login_key\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}";
        return http_post(behind.port(), "/v1/login", body, "X-Forwarded-For: " + forwarded + "\r\n")
            .status;
    };
    for (int i = 0; i < 10; ++i) {
        CHECK(guess("u" + std::to_string(i) + "@b", "203.0.113.9, 192.0.2.1") == 401);
    }
    CHECK(guess("v@b", "198.51.100.1, 192.0.2.1") == 429);
    CHECK(guess("v@b", "203.0.113.9, 192.0.2.2") == 401);
}

TEST_CASE("the unread count is open to every page, and to no token but its own") {
    const RunningServer server;
    const HttpReply preflight =
        http(server.port(),
             "OPTIONS /v1/unread HTTP/1.1\r\nHost: a\r\nOrigin: https://tea.example\r\n"
             "Access-Control-Request-Headers: authorization\r\n\r\n");
    CHECK(preflight.status == 204);
    CHECK(preflight.headers.at("access-control-allow-origin") == "*");
    CHECK(preflight.headers.at("access-control-allow-headers") == "Authorization");
    CHECK(http_get(server.port(), "/v1/unread").status == 401);
    CHECK(http_get(server.port(), "/v1/unread", "Authorization: Bearer x\r\n").status == 401);
    const HttpReply none =
        http_get(server.port(), "/v1/unread",
                 "Authorization: Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n");
    CHECK(none.status == 200);
    CHECK(none.body == R"({"unread":0})");
    CHECK(none.headers.at("access-control-allow-origin") == "*");
}

TEST_CASE("a client that sends nothing, or half a request, holds nobody up") {
    const RunningServer server;
    SocketClient silent("127.0.0.1", server.port());
    SocketClient half("127.0.0.1", server.port());
    half.send("GET /healthz HT");
    CHECK(http_get(server.port(), "/healthz").status == 200);
    half.send("TP/1.1\r\nHost: a\r\n\r\n");
    CHECK(half.reply().status == 200);
}

TEST_CASE("half a request is timed out, an idle connection closed") {
    ServerTuning tuning;
    tuning.http.request_ms_max = 30;
    tuning.http.idle_ms_max = 30;
    const RunningServer server({}, tuning);
    SocketClient half("127.0.0.1", server.port());
    half.send("GET /healthz HT");
    CHECK(half.reply().status == 408);
    SocketClient idle("127.0.0.1", server.port());
    CHECK(idle.at_end());
}

}  // namespace shopbell::server::test
