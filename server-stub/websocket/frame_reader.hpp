// SPDX-License-Identifier: Apache-2.0
// Reads a client's WebSocket frames (RFC 6455) out of bytes that arrive cut anywhere. Pure and
// bounded: it keeps at most one message and one control frame, and nothing at all between frames.
// A client must mask, may fragment, and sends binary messages only; whatever else comes is one
// Violation with the close code to answer, after which the reader takes no more.
#pragma once

#include "core/base/bytes.hpp"

#include <string>
#include <variant>
#include <vector>

namespace shopbell::server {

inline constexpr uint16_t close_normal = 1000;
inline constexpr uint16_t close_protocol_error = 1002;
inline constexpr uint16_t close_not_accepted = 1003;
inline constexpr uint16_t close_bad_data = 1007;
inline constexpr uint16_t close_too_big = 1009;

class FrameReader {
public:
    struct Message {
        Bytes data;
    };
    struct PingFrame {
        Bytes data;
    };
    struct PongFrame {};
    struct CloseFrame {
        uint16_t code;  // 1005: the frame carried none
        std::string reason;
    };
    struct Violation {
        uint16_t code;
        const char* reason;
    };
    using Item = std::variant<Message, PingFrame, PongFrame, CloseFrame, Violation>;

    explicit FrameReader(size_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

    // Appends what became complete. Nothing is appended after a CloseFrame or Violation.
    void feed(ByteView input, std::vector<Item>& out);

    // What is held between calls: 0 when no frame is half read.
    [[nodiscard]] size_t held_bytes() const { return message_.capacity() + control_.capacity(); }

private:
    enum class Opcode : uint8_t { continuation, text, binary, close = 8, ping, pong };

    bool take_head(ByteView& input, std::vector<Item>& out);
    bool begin_frame(std::vector<Item>& out);
    const Violation* head_mistake() const;
    void take_payload(ByteView& input);
    void end_frame(std::vector<Item>& out);
    void end_close(std::vector<Item>& out);
    void violate(const Violation& violation, std::vector<Item>& out);
    [[nodiscard]] bool is_control() const { return (opcode_ & 8) != 0; }

    size_t message_bytes_max_;
    Bytes message_;  // the fragments so far, unmasked
    Bytes control_;
    uint64_t payload_left_ = 0;
    std::array<uint8_t, 14> head_{};
    uint8_t head_size_ = 0;
    std::array<uint8_t, 4> mask_{};
    uint8_t mask_at_ = 0;
    uint8_t opcode_ = 0;
    bool final_ = false;
    bool in_payload_ = false;
    bool in_message_ = false;
    bool ended_ = false;
};

}  // namespace shopbell::server
