// SPDX-License-Identifier: Apache-2.0
// The demo shop as a process of its own serves it, and a shopper on one of its pages.
#pragma once

#include "core/crypto/device.hpp"
#include "core/crypto/hello.hpp"
#include "tests/unit/server/data_in_test.hpp"
#include "tests/unit/server/socket_client.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

inline const Id conv{0xc0, 2};

// The port in the line "health      http://127.0.0.1:PORT/healthz".
inline uint16_t port_in(const std::string& printed) {
    const std::string before = "health      http://127.0.0.1:";
    const size_t at = printed.find(before);
    REQUIRE(at != std::string::npos);
    return static_cast<uint16_t>(std::stoul(printed.substr(at + before.size())));
}

inline std::vector<std::string> serving(const TestFolder& folder,
                                        const std::string& more = "--demo") {
    return {"serve", more, "--listen", "127.0.0.1:0", "--data", folder.path().string()};
}

// A shopper of the demo shop, as a page on the loopback is.
struct Visitor {
    explicit Visitor(uint16_t port) : socket("127.0.0.1", port) {
        const std::string host = "127.0.0.1:" + std::to_string(port);
        socket.upgrade(host, "http://" + host);
        const auto challenge = socket.wait_for<wire::Challenge>();
        REQUIRE(challenge);
        wire::Hello hello;
        hello.role = 1;
        hello.shop = "demo";
        hello.device = device.sign_pk;
        hello.relay_origin = "ws://" + host;
        hello.sig = crypto::sign_hello(hello, challenge->nonce, device);
        socket.say(hello);
        welcome = socket.wait_for<wire::Welcome>();
        REQUIRE(welcome);
    }

    wire::Submission row(uint8_t mid, uint8_t prev) const {
        wire::Submission row;
        row.conv = conv;
        row.mid.fill(mid);
        if (prev != 0) row.prev.fill(prev);
        row.gen = 1;
        row.device = device.sign_pk;
        row.type = 1;
        row.ct = Bytes(272, mid);
        return row;
    }

    wire::Submission erasure(uint8_t mid, uint8_t prev) const {
        wire::Submission erasing = row(mid, prev);
        erasing.type = 2;
        erasing.pub = wire::encode(wire::EventPub{5, std::nullopt});
        return erasing;
    }

    wire::Open opening() const {
        wire::Open open;
        open.wrap.conv = conv;
        open.wrap.gen = 1;
        open.wrap.inbox_v = 1;
        open.wrap.shopper_box = device.box_pk;
        open.wrap.maker = device.sign_pk;
        open.first = row(1, 0);
        return open;
    }

    crypto::DeviceKeys device = crypto::DeviceKeys::from_seed(Key{1});
    SocketClient socket;
    std::optional<wire::Welcome> welcome;
};

}  // namespace shopbell::server::test
