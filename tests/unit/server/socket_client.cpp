// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/server/socket_client.hpp"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace shopbell::server::test {

namespace {

constexpr time_t patience_s = 20;

int dial(const std::string& address, uint16_t port) {
    const bool v6 = address.find(':') != std::string::npos;
    const int made = socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(made >= 0);
    const timeval patience{patience_s, 0};
    setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const int on = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_in);
    if (v6) {
        auto* const to = reinterpret_cast<sockaddr_in6*>(&storage);
        to->sin6_family = AF_INET6;
        to->sin6_port = htons(port);
        inet_pton(AF_INET6, address.c_str(), &to->sin6_addr);
        size = sizeof(sockaddr_in6);
    } else {
        auto* const to = reinterpret_cast<sockaddr_in*>(&storage);
        to->sin_family = AF_INET;
        to->sin_port = htons(port);
        inet_pton(AF_INET, address.c_str(), &to->sin_addr);
    }
    REQUIRE(connect(made, reinterpret_cast<const sockaddr*>(&storage), size) == 0);
    return made;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

SocketClient::SocketClient(const std::string& address, uint16_t port)
    : address_(address), port_(port), socket_(dial(address, port)) {}

SocketClient::~SocketClient() { close(socket_); }

void SocketClient::reconnect() {
    close(socket_);
    socket_ = dial(address_, port_);
    held_.clear();
    close_code_.reset();
}

void SocketClient::take_little() {
    const int bytes = 4096;
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

void SocketClient::send(std::string_view bytes) {
    // The other side may have closed already: that is for the reader to find out.
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<size_t>(count));
    }
}

bool SocketClient::read_more() {
    char buffer[16384];
    const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) FAIL("the relay says nothing");
    if (count <= 0) return false;
    held_.append(buffer, static_cast<size_t>(count));
    return true;
}

std::string SocketClient::take(size_t count) {
    std::string taken = held_.substr(0, count);
    held_.erase(0, count);
    return taken;
}

HttpReply SocketClient::reply(bool is_head) {
    HttpReply reply;
    size_t end = 0;
    while ((end = held_.find("\r\n\r\n")) == std::string::npos) {
        if (!read_more()) return reply;
    }
    std::string head = take(end + 4);
    reply.status = std::atoi(head.c_str() + std::strlen("HTTP/1.1 "));
    for (size_t at = head.find("\r\n") + 2; at + 2 < head.size();) {
        const size_t stop = head.find("\r\n", at);
        const std::string line = head.substr(at, stop - at);
        const size_t colon = line.find(": ");
        reply.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
        at = stop + 2;
    }
    if (is_head || reply.status == 304 || reply.status == 204 || reply.status == 101) return reply;
    const size_t length = std::stoul(reply.headers["content-length"]);
    while (held_.size() < length) {
        if (!read_more()) break;
    }
    reply.body = take(length);
    return reply;
}

HttpReply SocketClient::exchange(std::string_view request) {
    send(request);
    return reply(request.starts_with("HEAD "));
}

bool SocketClient::at_end() {
    held_.clear();
    while (read_more()) held_.clear();
    return true;
}

std::string SocketClient::upgrade_request(const std::string& host, const std::string& more) {
    return "GET /ws HTTP/1.1\r\nHost: " + host +
           "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           "Sec-WebSocket-Protocol: shopbell.v1\r\n" +
           more + "\r\n";
}

void SocketClient::upgrade(const std::string& host, const std::string& origin) {
    const std::string more = origin.empty() ? "" : "Origin: " + origin + "\r\n";
    const HttpReply answer = exchange(upgrade_request(host, more));
    REQUIRE(answer.status == 101);
}

Bytes SocketClient::masked_frame(uint8_t first, ByteView payload) {
    const std::array<uint8_t, 4> mask{0x01, 0xfe, 0x80, 0x55};
    Bytes out{first};
    const size_t size = payload.size();
    const int extended = size < 126 ? 0 : size <= 0xffff ? 2 : 8;
    out.push_back(static_cast<uint8_t>(0x80 | (extended == 0   ? size
                                               : extended == 2 ? size_t{126}
                                                               : size_t{127})));
    for (int i = extended - 1; i >= 0; --i) out.push_back(static_cast<uint8_t>(size >> (8 * i)));
    append(out, mask);
    for (size_t i = 0; i < size; ++i) out.push_back(payload[i] ^ mask[i % 4]);
    return out;
}

void SocketClient::send_frame(uint8_t first, ByteView payload) {
    send(text_of(masked_frame(first, payload)));
}

SocketClient::Heard SocketClient::hear() {
    const auto need = [this](size_t count) {
        while (held_.size() < count) {
            if (!read_more()) return false;
        }
        return true;
    };
    if (!need(2)) return {};
    const auto byte = [this](size_t at) { return static_cast<uint8_t>(held_[at]); };
    CHECK((byte(0) & 0x70) == 0);
    CHECK((byte(0) & 0x80) != 0);  // never fragmented
    CHECK((byte(1) & 0x80) == 0);  // never masked
    size_t head = 2, size = byte(1);
    if (size >= 126) {
        const size_t extended = size == 126 ? 2 : 8;
        if (!need(2 + extended)) return {};
        size = 0;
        for (size_t i = 0; i < extended; ++i) size = size << 8 | byte(2 + i);
        head += extended;
    }
    if (!need(head + size)) return {};
    Heard heard;
    heard.opcode = byte(0) & 0x0f;
    take(head);
    heard.payload = to_bytes(bytes_of(take(size)));
    if (heard.opcode == 8 && heard.payload.size() >= 2) {
        close_code_ = static_cast<uint16_t>(heard.payload[0] << 8 | heard.payload[1]);
        send_frame(0x88, ByteView(heard.payload).first(2));  // as a browser does
    }
    return heard;
}

std::optional<wire::FrameFromRelay> SocketClient::next_frame() {
    for (;;) {
        const Heard heard = hear();
        if (heard.opcode == 0 || heard.opcode == 8) return std::nullopt;
        if (heard.opcode != 2) continue;
        auto frame = wire::decode_frame_from_relay(heard.payload);
        REQUIRE(frame.ok());
        return std::move(*frame);
    }
}

std::optional<uint16_t> SocketClient::close_code() {
    while (!close_code_) {
        if (hear().opcode == 0) break;
    }
    return close_code_;
}

HttpReply http(uint16_t port, const std::string& request) {
    SocketClient client("127.0.0.1", port);
    return client.exchange(request);
}

HttpReply http_get(uint16_t port, const std::string& path, const std::string& more) {
    return http(port, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                          "\r\n" + more + "\r\n");
}

HttpReply http_post(uint16_t port, const std::string& path, const std::string& json,
                    const std::string& more) {
    return http(port, "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                          "\r\nContent-Type: application/json\r\nContent-Length: " +
                          std::to_string(json.size()) + "\r\n" + more + "\r\n" + json);
}

}  // namespace shopbell::server::test
