// SPDX-License-Identifier: Apache-2.0
// WebSocket frames cut at random: bytes that arrive in pieces are read as the same items as when
// they arrive at once, what is held stays within the limit, and nothing follows the end. The input
// is read once as it is, and once as messages of a faultless client.
#include "server-stub/websocket/frame_reader.hpp"
#include "tests/fuzz/fuzzed.hpp"

#include <array>

namespace shopbell::fuzz {
namespace {

using server::FrameReader;
using Items = std::vector<FrameReader::Item>;

constexpr size_t message_bytes_max = 600;

// An item as bytes that are equal where the items are.
Bytes spelled(const FrameReader::Item& item) {
    Bytes out{static_cast<uint8_t>(item.index())};
    if (const auto* message = std::get_if<FrameReader::Message>(&item)) append(out, message->data);
    if (const auto* ping = std::get_if<FrameReader::PingFrame>(&item)) append(out, ping->data);
    if (const auto* close = std::get_if<FrameReader::CloseFrame>(&item)) {
        append(out, std::to_string(close->code) + close->reason);
    }
    if (const auto* wrong = std::get_if<FrameReader::Violation>(&item)) {
        append(out, std::to_string(wrong->code) + wrong->reason);
    }
    return out;
}

bool ends(const FrameReader::Item& item) {
    return std::holds_alternative<FrameReader::CloseFrame>(item) ||
           std::holds_alternative<FrameReader::Violation>(item);
}

void check_items(const Items& items) {
    for (size_t i = 0; i < items.size(); ++i) {
        FUZZ_CHECK(!ends(items[i]) || i + 1 == items.size());
        if (const auto* message = std::get_if<FrameReader::Message>(&items[i])) {
            FUZZ_CHECK(message->data.size() <= message_bytes_max);
        }
        if (const auto* ping = std::get_if<FrameReader::PingFrame>(&items[i])) {
            FUZZ_CHECK(ping->data.size() <= 125);
        }
    }
}

void check_same(const Items& items, const Items& expected) {
    FUZZ_CHECK(items.size() == expected.size());
    for (size_t i = 0; i < items.size(); ++i) FUZZ_CHECK(spelled(items[i]) == spelled(expected[i]));
}

Items read_whole(ByteView input) {
    FrameReader reader(message_bytes_max);
    Items items;
    reader.feed(input, items);
    check_items(items);
    return items;
}

void check_cut(ByteView input, const Items& whole) {
    FrameReader reader(message_bytes_max);
    Items items;
    Cuts cuts(input);
    for (ByteView left = input; !left.empty();) {
        reader.feed(cuts.piece(left), items);
        // A vector grows by doubling, and may have room for one more piece.
        FUZZ_CHECK(reader.held_bytes() <= 2 * (message_bytes_max + 125));
    }
    check_same(items, whole);
}

void write_frame(Bytes& out, uint8_t first, ByteView payload, const std::array<uint8_t, 4>& mask) {
    out.push_back(first);
    if (payload.size() < 126) {
        out.push_back(static_cast<uint8_t>(0x80 | payload.size()));
    } else {
        append(out, Bytes{0xfe, static_cast<uint8_t>(payload.size() >> 8),
                          static_cast<uint8_t>(payload.size())});
    }
    append(out, ByteView(mask));
    for (size_t i = 0; i < payload.size(); ++i) {
        out.push_back(static_cast<uint8_t>(payload[i] ^ mask[i & 3]));
    }
}

// The input as messages in fragments, some with a ping before them.
void check_faultless_client(ByteView input) {
    Fuzzed choices(input);
    Bytes sent;
    Items expected;
    while (!choices.empty()) {
        Bytes message;
        uint8_t opcode = 2;
        for (bool is_final = false; !is_final; opcode = 0) {
            const std::array<uint8_t, 4> mask{choices.byte(), choices.byte(), 0x5a, 0};
            if (choices.chance(4)) {
                expected.emplace_back(FrameReader::PingFrame{choices.bytes(125)});
                write_frame(sent, 0x89, std::get<FrameReader::PingFrame>(expected.back()).data,
                            mask);
            }
            const Bytes fragment = choices.bytes(150);
            append(message, fragment);
            is_final =
                message.size() > message_bytes_max - 150 || choices.empty() || choices.chance(2);
            write_frame(sent, static_cast<uint8_t>((is_final ? 0x80 : 0) | opcode), fragment, mask);
        }
        expected.emplace_back(FrameReader::Message{message});
    }
    const Items read = read_whole(sent);
    check_same(read, expected);
    check_cut(sent, read);
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell;
    using namespace shopbell::fuzz;
    const ByteView input(data, size);
    check_cut(input, read_whole(input));
    check_faultless_client(input);
    return 0;
}
