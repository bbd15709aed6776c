// SPDX-License-Identifier: Apache-2.0
// One TCP connection while it speaks HTTP: reads a head within its limits, has it checked and
// parsed, answers, and goes on; or hands the socket over after a WebSocket upgrade. It runs on the
// IO thread and lives as long as one of its operations is under way.
#pragma once

#include "core/base/bytes.hpp"
#include "server-stub/listener/http_message.hpp"
#include "server-stub/listener/http_rules.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <set>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/span.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace shopbell::server {

// Whom a session asks; it outlives every session.
class HttpService {
public:
    virtual ~HttpService() = default;
    // `answered` may be called later, on the IO thread.
    virtual void answer(HttpRequest request, Answered answered) = 0;
    // Takes the socket of a finished upgrade and what its client has sent behind the request.
    virtual void take_peer(boost::asio::ip::tcp::socket socket, std::string host,
                           std::string origin, Bytes carried) = 0;
    // Addresses whose X-Forwarded-For is believed.
    [[nodiscard]] virtual bool is_trusted_proxy(const std::string& address) const = 0;
    [[nodiscard]] virtual HttpTimes http_times() const = 0;
    // True from SIGTERM on: no further request on a kept connection.
    [[nodiscard]] virtual bool is_stopping() const = 0;
};

class HttpSession : public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(boost::asio::ip::tcp::socket socket, HttpService& service);
    void start();
    // Ends the session unless a request is under way; then it ends behind the answer.
    void stop();

private:
    using BeastRequest = boost::beast::http::request<boost::beast::http::string_body>;
    using BeastResponse = boost::beast::http::response<boost::beast::http::span_body<const char>>;
    using Upgrading = boost::beast::websocket::stream<boost::asio::ip::tcp::socket&>;

    void read_more();
    void take_bytes();
    void parse();
    void handle(BeastRequest request, size_t used);
    HttpRequest translate(BeastRequest& request) const;
    void upgrade(BeastRequest request);
    void refuse(const HttpRefusal& refusal);
    void respond(HttpResponse response, bool is_head, bool keep_alive);
    void next_request();
    void drain_and_close();
    void arm(int64_t ms, bool answer_timeout);
    void close();

    boost::asio::ip::tcp::socket socket_;
    HttpService& service_;
    boost::asio::steady_timer timer_;
    std::string buffer_;
    size_t head_bytes_ = 0;  // 0 until the empty line is found
    HttpResponse response_;
    std::optional<BeastResponse> writing_;
    std::optional<BeastRequest> upgrade_request_;
    std::optional<Upgrading> upgrading_;
    size_t drained_bytes_ = 0;
    bool answering_ = false;
    bool ended_ = false;
};

}  // namespace shopbell::server
