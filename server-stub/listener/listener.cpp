// SPDX-License-Identifier: Apache-2.0
#include "server-stub/listener/listener.hpp"

#include <boost/asio/ip/v6_only.hpp>

namespace shopbell::server {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

namespace {

constexpr int64_t accept_retry_ms = 100;

}  // namespace

Listener::Listener(asio::io_context& io, HttpService& service, const Log& log)
    : acceptor_(io), retry_(io), service_(service), log_(log) {}

std::string Listener::open(const Endpoint& endpoint) {
    Error error;
    const tcp::endpoint at(asio::ip::make_address(endpoint.address, error), endpoint.port);
    if (!error) acceptor_.open(at.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && endpoint.is_v6) acceptor_.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor_.bind(at, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        return "cannot listen on " + endpoint.address + " port " + std::to_string(endpoint.port) +
               ": " + error.message();
    }
    port_ = acceptor_.local_endpoint(error).port();
    accept_next();
    return "";
}

void Listener::accept_next() {
    acceptor_.async_accept([this](Error error, tcp::socket socket) {
        if (!acceptor_.is_open() || error == asio::error::operation_aborted) return;
        if (error) {
            // Out of descriptors, as a rule: those who are served go on, new ones wait.
            if (!starved_) log_.warn("accept_failed", {{"reason", error.message()}});
            starved_ = true;
            retry_.expires_after(std::chrono::milliseconds(accept_retry_ms));
            retry_.async_wait([this](Error stopped) {
                if (!stopped) accept_next();
            });
            return;
        }
        starved_ = false;
        Error ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        auto session = std::make_shared<HttpSession>(std::move(socket), service_);
        remember(session);
        session->start();
        accept_next();
    });
}

void Listener::remember(const std::shared_ptr<HttpSession>& session) {
    sessions_.emplace_back(session);
    if (sessions_.size() < sweep_at_) return;
    sessions_.remove_if([](const auto& weak) { return weak.expired(); });
    sweep_at_ = 64 + 2 * sessions_.size();
}

void Listener::stop() {
    Error ignored;
    acceptor_.close(ignored);
    retry_.cancel();
    for (const auto& weak : sessions_) {
        if (const auto session = weak.lock()) session->stop();
    }
}

}  // namespace shopbell::server
