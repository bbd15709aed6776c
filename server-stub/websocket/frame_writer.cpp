// SPDX-License-Identifier: Apache-2.0
#include "server-stub/websocket/frame_writer.hpp"

namespace shopbell::server {
namespace {

constexpr uint8_t final_binary = 0x82, final_close = 0x88, final_pong = 0x8a;
constexpr size_t reason_bytes_max = 123;

void write_head(uint8_t first, size_t size, Bytes& out) {
    out.push_back(first);
    if (size < 126) {
        out.push_back(static_cast<uint8_t>(size));
        return;
    }
    const int extended = size <= 0xffff ? 2 : 8;
    out.push_back(extended == 2 ? 126 : 127);
    for (int shift = (extended - 1) * 8; shift >= 0; shift -= 8) {
        out.push_back(static_cast<uint8_t>(static_cast<uint64_t>(size) >> shift));
    }
}

}  // namespace

void write_binary_frame(ByteView message, Bytes& out) {
    write_head(final_binary, message.size(), out);
    append(out, message);
}

void write_pong_frame(ByteView data, Bytes& out) {
    write_head(final_pong, data.size(), out);
    append(out, data);
}

void write_close_frame(uint16_t code, std::string_view reason, Bytes& out) {
    if (reason.size() > reason_bytes_max) {
        size_t end = reason_bytes_max;
        while (end > 0 && (static_cast<uint8_t>(reason[end]) & 0xc0) == 0x80) --end;
        reason = reason.substr(0, end);
    }
    write_head(final_close, 2 + reason.size(), out);
    out.push_back(static_cast<uint8_t>(code >> 8));
    out.push_back(static_cast<uint8_t>(code));
    append(out, reason);
}

}  // namespace shopbell::server
