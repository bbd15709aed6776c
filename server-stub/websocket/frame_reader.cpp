// SPDX-License-Identifier: Apache-2.0
#include "server-stub/websocket/frame_reader.hpp"

#include "core/base/utf8.hpp"

#include <utility>

namespace shopbell::server {
namespace {

using Violation = FrameReader::Violation;

constexpr uint8_t final_bit = 0x80, reserved_bits = 0x70, opcode_bits = 0x0f;
constexpr uint8_t mask_bit = 0x80, length_bits = 0x7f;
constexpr uint64_t control_bytes_max = 125;

constexpr Violation reserved_set{close_protocol_error, "reserved bits are set"};
constexpr Violation unmasked{close_protocol_error, "a client's frame is not masked"};
constexpr Violation unknown_opcode{close_protocol_error, "unknown opcode"};
constexpr Violation control_cut{close_protocol_error, "a control frame is fragmented"};
constexpr Violation control_long{close_protocol_error, "a control frame is longer than 125 bytes"};
constexpr Violation length_long{close_protocol_error, "a length is not in its shortest form"};
constexpr Violation length_over{close_protocol_error, "a length above 2^63"};
constexpr Violation not_begun{close_protocol_error, "a continuation of nothing"};
constexpr Violation not_ended{close_protocol_error, "a new message inside a fragmented one"};
constexpr Violation text_refused{close_not_accepted, "text messages are not taken"};
constexpr Violation too_big{close_too_big, "the message is too large"};
constexpr Violation close_short{close_protocol_error, "a close frame of one byte"};
constexpr Violation close_code_false{close_protocol_error, "a close code that nobody may send"};
constexpr Violation close_reason_false{close_bad_data, "a close reason that is not UTF-8"};

// How many bytes the head has, as far as its first two tell.
size_t head_bytes(const std::array<uint8_t, 14>& head) {
    const uint8_t length = head[1] & length_bits;
    return 2u + (length == 126 ? 2u : length == 127 ? 8u : 0u) + ((head[1] & mask_bit) ? 4u : 0u);
}

uint64_t big_endian(const uint8_t* bytes, size_t count) {
    uint64_t value = 0;
    for (size_t i = 0; i < count; ++i) value = value << 8 | bytes[i];
    return value;
}

bool may_be_sent(uint16_t code) {
    if (code >= 3000) return code <= 4999;
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

}  // namespace

void FrameReader::feed(ByteView input, std::vector<Item>& out) {
    while (!ended_) {
        if (!in_payload_) {
            if (!take_head(input, out)) return;
        }
        take_payload(input);
        if (payload_left_ > 0) return;
        end_frame(out);
    }
}

// True once a whole, faultless head is read and its payload begins.
bool FrameReader::take_head(ByteView& input, std::vector<Item>& out) {
    while (!input.empty()) {
        head_[head_size_++] = input.front();
        input = input.subspan(1);
        // The first two bytes are judged before any more are waited for.
        if (head_size_ == 2) {
            if (const Violation* wrong = head_mistake()) {
                violate(*wrong, out);
                return false;
            }
        }
        if (head_size_ >= 2 && head_size_ == head_bytes(head_)) return begin_frame(out);
    }
    return false;
}

const FrameReader::Violation* FrameReader::head_mistake() const {
    const uint8_t opcode = head_[0] & opcode_bits;
    const bool is_final = (head_[0] & final_bit) != 0;
    if ((head_[0] & reserved_bits) != 0) return &reserved_set;
    if ((opcode > 2 && opcode < 8) || opcode > 10) return &unknown_opcode;
    if ((head_[1] & mask_bit) == 0) return &unmasked;
    if (opcode >= 8) {
        if (!is_final) return &control_cut;
        return (head_[1] & length_bits) > control_bytes_max ? &control_long : nullptr;
    }
    if (opcode == static_cast<uint8_t>(Opcode::text)) return &text_refused;
    if (opcode == static_cast<uint8_t>(Opcode::continuation)) {
        return in_message_ ? nullptr : &not_begun;
    }
    return in_message_ ? &not_ended : nullptr;
}

bool FrameReader::begin_frame(std::vector<Item>& out) {
    const uint8_t short_length = head_[1] & length_bits;
    const size_t extended = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
    const uint64_t length = extended == 0 ? short_length : big_endian(&head_[2], extended);
    const Violation* wrong = nullptr;
    if (length >> 63 != 0) {
        wrong = &length_over;
    } else if ((extended == 2 && length < 126) || (extended == 8 && length <= 0xffff)) {
        wrong = &length_long;
    }
    opcode_ = head_[0] & opcode_bits;
    if (wrong == nullptr && !is_control() && length > message_bytes_max_ - message_.size()) {
        wrong = &too_big;
    }
    if (wrong != nullptr) {
        violate(*wrong, out);
        return false;
    }
    final_ = (head_[0] & final_bit) != 0;
    std::copy_n(&head_[2 + extended], mask_.size(), mask_.begin());
    mask_at_ = 0;
    payload_left_ = length;
    head_size_ = 0;
    in_payload_ = true;
    if (!is_control()) in_message_ = true;
    return true;
}

// Memory grows with what has arrived, never with what a head announces.
void FrameReader::take_payload(ByteView& input) {
    Bytes& into = is_control() ? control_ : message_;
    const size_t count = static_cast<size_t>(std::min<uint64_t>(payload_left_, input.size()));
    const size_t start = into.size();
    append(into, input.first(count));
    for (size_t i = start; i < into.size(); ++i) {
        into[i] ^= mask_[mask_at_];
        mask_at_ = (mask_at_ + 1) & 3;
    }
    payload_left_ -= count;
    input = input.subspan(count);
}

void FrameReader::end_frame(std::vector<Item>& out) {
    in_payload_ = false;
    switch (static_cast<Opcode>(opcode_)) {
        case Opcode::close:
            end_close(out);
            return;
        case Opcode::ping:
            out.emplace_back(PingFrame{std::exchange(control_, {})});
            return;
        case Opcode::pong:
            control_ = {};
            out.emplace_back(PongFrame{});
            return;
        case Opcode::continuation:
        case Opcode::text:
        case Opcode::binary:
            break;
    }
    if (!final_) return;
    in_message_ = false;
    out.emplace_back(Message{std::exchange(message_, {})});
}

void FrameReader::end_close(std::vector<Item>& out) {
    if (control_.size() == 1) return violate(close_short, out);
    CloseFrame close{1005, ""};
    if (control_.size() >= 2) {
        close.code = static_cast<uint16_t>(big_endian(control_.data(), 2));
        close.reason = text_of(ByteView(control_).subspan(2));
        if (!may_be_sent(close.code)) return violate(close_code_false, out);
        if (!is_utf8(close.reason)) return violate(close_reason_false, out);
    }
    out.emplace_back(std::move(close));
    ended_ = true;
    message_ = {};
    control_ = {};
}

void FrameReader::violate(const Violation& violation, std::vector<Item>& out) {
    out.emplace_back(violation);
    ended_ = true;
    message_ = {};
    control_ = {};
}

}  // namespace shopbell::server
