// SPDX-License-Identifier: Apache-2.0
// The form of HTTP that the relay takes, and one row for each oddity that it refuses: what other
// parsers forgive, this one names.
#include "server-stub/listener/http_rules.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

namespace {

struct Oddity {
    const char* claim;
    std::string head;
    unsigned status;
    const char* field;
};

std::string get(const std::string& fields, const std::string& line = "GET / HTTP/1.1") {
    return line + "\r\nHost: relay.example\r\n" + fields + "\r\n";
}

}  // namespace

TEST_CASE("ordinary requests pass") {
    CHECK_FALSE(check_head(get("")));
    CHECK_FALSE(check_head(get("Content-Length: 262144\r\n", "POST /v1/login HTTP/1.1")));
    CHECK_FALSE(check_head(get("X-Empty:\r\nAccept: */*\r\n", "HEAD /a?b=%20&c HTTP/1.1")));
    CHECK_FALSE(check_head("GET /healthz HTTP/1.0\r\n\r\n"));
    CHECK_FALSE(check_head(get("Content-Length: 0\r\n", "POST / HTTP/1.0")));
    CHECK_FALSE(check_head("GET / HTTP/1.1\r\nHost: [::1]:8787\r\n\r\n"));
    CHECK_FALSE(check_head(get("Name: caf\xc3\xa9\r\n")));
}

TEST_CASE("each oddity is refused with a status and the part that is odd") {
    const std::string long_target = "GET /" + std::string(4096, 'a') + " HTTP/1.1";
    std::string many;
    for (int i = 0; i < 65; ++i) many += "X: y\r\n";
    const Oddity table[] = {
        {"chunked", get("Transfer-Encoding: chunked\r\n"), 501, "Transfer-Encoding"},
        {"chunked over 1.0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 501,
         "Transfer-Encoding"},
        {"chunked, identity", get("transfer-encoding: chunked, identity\r\n"), 501,
         "Transfer-Encoding"},
        {"identity", get("TRANSFER-ENCODING: identity\r\n"), 501, "Transfer-Encoding"},
        {"both framings", get("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 501,
         "Transfer-Encoding"},
        {"announced trailers", get("Trailer: X\r\n"), 400, "Trailer"},
        {"a body on 1.0", "POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\n", 400, "body"},
        {"two lengths", get("Content-Length: 3\r\nContent-Length: 3\r\n"), 400, "Content-Length"},
        {"a list of lengths", get("Content-Length: 3, 3\r\n"), 400, "Content-Length"},
        {"a signed length", get("Content-Length: +3\r\n"), 400, "Content-Length"},
        {"a hex length", get("Content-Length: 0x3\r\n"), 400, "Content-Length"},
        {"an empty length", get("Content-Length:\r\n"), 400, "Content-Length"},
        {"a body over the limit", get("Content-Length: 262145\r\n"), 413, "body"},
        {"a length beyond numbers", get("Content-Length: 99999999999999999999\r\n"), 413, "body"},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400, "Host"},
        {"two Hosts", get("Host: other.example\r\n"), 400, "Host"},
        {"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, "Host"},
        {"a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "Host"},
        {"a Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400, "Host"},
        {"a folded line", get("X: a\r\n b\r\n"), 400, "headers"},
        {"a folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400, "headers"},
        {"a space before the colon", get("X : a\r\n"), 400, "headers"},
        {"no colon", get("X\r\n"), 400, "headers"},
        {"an empty name", get(": a\r\n"), 400, "headers"},
        {"a NUL", get(std::string("X: a\0b\r\n", 8)), 400, "headers"},
        {"a bare carriage return", get("X: a\rb\r\n"), 400, "headers"},
        {"a delete character", get("X: \x7f\r\n"), 400, "headers"},
        {"too many fields", get(many), 431, "headers"},
        {"a long target", get("", long_target), 414, "target"},
        {"an absolute target", get("", "GET http://a/ HTTP/1.1"), 400, "target"},
        {"an asterisk", get("", "OPTIONS * HTTP/1.1"), 400, "target"},
        {"a space in the target", get("", "GET /a b HTTP/1.1"), 400, "target"},
        {"UTF-8 in the target", get("", "GET /caf\xc3\xa9 HTTP/1.1"), 400, "target"},
        {"two spaces", get("", "GET  / HTTP/1.1"), 400, "target"},
        {"no target", get("", "GET HTTP/1.1"), 400, "request line"},
        {"no version", get("", "GET /"), 400, "request line"},
        {"HTTP/0.9", get("", "GET / HTTP/0.9"), 505, "request line"},
        {"HTTP/2.0", get("", "GET / HTTP/2.0"), 505, "request line"},
        {"lower-case http", get("", "GET / http/1.1"), 400, "request line"},
        {"a method with a colon", get("", "G:T / HTTP/1.1"), 400, "request line"},
        {"an empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request line"},
        {"Expect", get("Expect: 100-continue\r\n"), 417, "Expect"},
    };
    for (const Oddity& odd : table) {
        CAPTURE(odd.claim);
        const auto refusal = check_head(odd.head);
        REQUIRE(refusal);
        CHECK(refusal->status == odd.status);
        CHECK(refusal->field == odd.field);
        CHECK_FALSE(refusal->message.empty());
    }
}

TEST_CASE("any byte of a good head may be flipped without harm") {
    const std::string good = get("Content-Length: 3\r\nAccept: */*\r\n", "POST /v1/login HTTP/1.1");
    for (size_t at = 0; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string flipped = good;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
            const auto refusal = check_head(flipped);
            if (refusal) CHECK(refusal->status >= 400);
        }
    }
}

}  // namespace shopbell::server::test
