// SPDX-License-Identifier: Apache-2.0
// A small blocking client: plain bytes, one HTTP exchange, a WebSocket, and the protocol's frames
// on it. Every read waits for what it wants and gives up after twenty seconds, so that a relay that
// says nothing fails a test instead of hanging it.
#pragma once

#include "core/wire/messages.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shopbell::server::test {

struct HttpReply {
    int status = 0;                              // 0: the connection ended without one
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

class SocketClient {
public:
    // "127.0.0.1" or "::1".
    SocketClient(const std::string& address, uint16_t port);
    ~SocketClient();
    SocketClient(const SocketClient&) = delete;
    SocketClient& operator=(const SocketClient&) = delete;

    void reconnect();
    // Takes little before it has been read; to be called before anything is sent.
    void take_little();

    void send(std::string_view bytes);
    HttpReply reply(bool is_head = false);
    HttpReply exchange(std::string_view request);
    // True when the other side has closed, after whatever it still said.
    bool at_end();

    // --- WebSocket
    // The request for an upgrade; `more` are further header lines.
    static std::string upgrade_request(const std::string& host, const std::string& more = "");
    void upgrade(const std::string& host, const std::string& origin = "");
    void send_frame(uint8_t first, ByteView payload);
    static Bytes masked_frame(uint8_t first, ByteView payload);

    struct Heard {
        uint8_t opcode = 0;  // 0: the connection ended
        Bytes payload;
    };
    Heard hear();

    // --- Protocol
    template <class Frame>
    void say(const Frame& frame) {
        send_frame(0x82, wire::encode(frame));
    }
    // The next frame of this kind; others in between are dropped. Nothing when the relay closed.
    template <class Frame>
    std::optional<Frame> wait_for() {
        while (auto frame = next_frame()) {
            if (auto* const wanted = std::get_if<Frame>(&*frame)) return std::move(*wanted);
        }
        return std::nullopt;
    }
    std::optional<wire::FrameFromRelay> next_frame();
    // The close code once the relay has closed; frames in between are dropped.
    std::optional<uint16_t> close_code();

private:
    bool read_more();
    std::string take(size_t count);

    std::string address_;
    uint16_t port_;
    int socket_ = -1;
    std::string held_;
    std::optional<uint16_t> close_code_;
};

// One request on a connection of its own.
HttpReply http(uint16_t port, const std::string& request);
HttpReply http_get(uint16_t port, const std::string& path, const std::string& more = "");
HttpReply http_post(uint16_t port, const std::string& path, const std::string& json,
                    const std::string& more = "");

}  // namespace shopbell::server::test
