// SPDX-License-Identifier: Apache-2.0
// A whole relay on free ports of both loopbacks, in this process, with the shop of tea_shop() set
// up and a folder that goes away with it.
#pragma once

#include "core/crypto/device.hpp"
#include "server-stub/server.hpp"
#include "tests/unit/server/data_in_test.hpp"
#include "tests/unit/server/socket_client.hpp"

#include <thread>

namespace shopbell::server::test {

inline constexpr char tea_page[] = "https://tea.example";

class RunningServer {
public:
    explicit RunningServer(const std::function<void(Config&)>& configure = {},
                           const ServerTuning& tuning = {}, const Log& log = Log(LogLevel::error));
    ~RunningServer();
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    void stop();  // as SIGTERM does

    [[nodiscard]] uint16_t port() const { return port_; }
    [[nodiscard]] uint16_t port_v6() const { return port_v6_; }
    // As a browser would send it.
    [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::string origin() const { return "ws://" + host(); }

private:
    TestFolder folder_;
    Log log_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
    uint16_t port_ = 0;
    uint16_t port_v6_ = 0;
};

// A shopper's browser: a device, its socket, and rows that follow one another.
class Shopper {
public:
    Shopper(const RunningServer& server, uint8_t number, const std::string& page = tea_page);

    // Anew, from another page.
    void connect(const std::string& page, const std::function<void(SocketClient&)>& prepare = {});
    wire::Hello hello(const std::string& shop = "tea");
    void sign(wire::Hello& hello);
    void join();
    wire::Open opening(const Id& conv);
    wire::Submission row(const Id& conv);

    const RunningServer& server;
    crypto::DeviceKeys device;
    SocketClient socket;

private:
    Id last_mid_{};
    uint8_t number_;
    uint16_t next_ = 1;
    Key nonce_{};
};

}  // namespace shopbell::server::test
