// SPDX-License-Identifier: Apache-2.0
// Listens on one address and starts an HttpSession for each connection. An IPv6 listener takes no
// IPv4, so that both can stand on one port. Owned by Server.
#pragma once

#include "server-stub/config/config.hpp"
#include "server-stub/listener/http_session.hpp"

#include <list>

namespace shopbell::server {

class Listener {
public:
    Listener(boost::asio::io_context& io, HttpService& service, const Log& log);

    // Returns what is wrong, or "" once connections are taken.
    std::string open(const Endpoint& endpoint);
    // Takes no more connections and ends the idle ones.
    void stop();

    [[nodiscard]] uint16_t port() const { return port_; }

private:
    void accept_next();
    void remember(const std::shared_ptr<HttpSession>& session);

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer retry_;
    HttpService& service_;
    const Log& log_;
    uint16_t port_ = 0;
    bool starved_ = false;  // said once, until a connection is taken again
    std::list<std::weak_ptr<HttpSession>> sessions_;
    size_t sweep_at_ = 64;
};

}  // namespace shopbell::server
