// SPDX-License-Identifier: Apache-2.0
#include "server-stub/websocket/frame_reader.hpp"

#include "server-stub/websocket/frame_writer.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

namespace {

using Items = std::vector<FrameReader::Item>;

constexpr size_t size_max = 1000;

// A masked frame as a client sends it.
Bytes frame(uint8_t first, ByteView payload) {
    const std::array<uint8_t, 4> mask{0x37, 0xfa, 0x21, 0x3d};
    Bytes out{first};
    if (payload.size() < 126) {
        out.push_back(static_cast<uint8_t>(0x80 | payload.size()));
    } else {
        out.push_back(0xfe);
        out.push_back(static_cast<uint8_t>(payload.size() >> 8));
        out.push_back(static_cast<uint8_t>(payload.size()));
    }
    append(out, mask);
    for (size_t i = 0; i < payload.size(); ++i) out.push_back(payload[i] ^ mask[i % 4]);
    return out;
}

Bytes frame(uint8_t first, std::string_view payload) { return frame(first, bytes_of(payload)); }

Items read_all(ByteView input, size_t piece) {
    FrameReader reader(size_max);
    Items items;
    while (!input.empty()) {
        const size_t count = std::min(piece, input.size());
        reader.feed(input.first(count), items);
        input = input.subspan(count);
    }
    return items;
}

Items read_all(ByteView input) { return read_all(input, input.size()); }

// One letter an item: what arrived, in order.
std::string summary(const Items& items) {
    std::string text;
    for (const auto& item : items) {
        if (const auto* message = std::get_if<FrameReader::Message>(&item)) {
            text += "m(" + std::string(text_of(message->data)) + ")";
        } else if (const auto* ping = std::get_if<FrameReader::PingFrame>(&item)) {
            text += "i(" + std::string(text_of(ping->data)) + ")";
        } else if (std::get_if<FrameReader::PongFrame>(&item)) {
            text += "o";
        } else if (const auto* close = std::get_if<FrameReader::CloseFrame>(&item)) {
            text += "c(" + std::to_string(close->code) + " " + close->reason + ")";
        } else {
            text += "v" + std::to_string(std::get<FrameReader::Violation>(item).code);
        }
    }
    return text;
}

struct Refused {
    const char* claim;
    Bytes bytes;
    uint16_t code;
};

}  // namespace

TEST_CASE("messages, fragments and control frames in between are read in order") {
    Bytes input = frame(0x82, "one");
    append(input, frame(0x02, "t"));
    append(input, frame(0x89, "ping"));
    append(input, frame(0x00, ""));
    append(input, frame(0x8a, "pong"));
    append(input, frame(0x80, "wo"));
    append(input, frame(0x82, ""));
    append(input, frame(0x88, "\x03\xe8ok"));
    CHECK(summary(read_all(input)) == "m(one)i(ping)om(two)m()c(1000 ok)");
}

TEST_CASE("frames may be cut at every byte") {
    Bytes input = frame(0x02, std::string(300, 'x'));
    append(input, frame(0x89, "p"));
    append(input, frame(0x80, "end"));
    append(input, frame(0x88, ""));
    const std::string whole = summary(read_all(input));
    CHECK(whole == "i(p)m(" + std::string(300, 'x') + "end)c(1005 )");
    for (size_t piece = 1; piece < input.size(); ++piece) {
        CHECK(summary(read_all(input, piece)) == whole);
    }
    for (size_t cut = 0; cut <= input.size(); ++cut) {
        FrameReader reader(size_max);
        Items items;
        reader.feed(ByteView(input).first(cut), items);
        reader.feed(ByteView(input).subspan(cut), items);
        CHECK(summary(items) == whole);
    }
}

TEST_CASE("whatever RFC 6455 forbids, or this protocol does not use, is one violation") {
    const Bytes open_fragment = frame(0x02, "a");
    const auto after = [](Bytes first, const Bytes& then) {
        append(first, then);
        return first;
    };
    Bytes unmasked{0x82, 0x01, 0x00};
    Bytes long_16{0x82, 0xfe, 0x00, 0x7d, 0, 0, 0, 0};
    Bytes long_64{0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
    Bytes huge{0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const Refused table[] = {
        {"reserved bit 1", frame(0xc2, "a"), 1002},
        {"reserved bit 2", frame(0xa2, "a"), 1002},
        {"reserved bit 3", frame(0x92, "a"), 1002},
        {"opcode 3", frame(0x83, "a"), 1002},
        {"opcode 7", frame(0x87, "a"), 1002},
        {"opcode 11", frame(0x8b, "a"), 1002},
        {"opcode 15", frame(0x8f, "a"), 1002},
        {"an unmasked frame", unmasked, 1002},
        {"a fragmented ping", frame(0x09, "a"), 1002},
        {"a fragmented close", frame(0x08, ""), 1002},
        {"a long ping", frame(0x89, std::string(126, 'a')), 1002},
        {"a continuation of nothing", frame(0x80, "a"), 1002},
        {"a message inside a fragmented one", after(open_fragment, frame(0x82, "b")), 1002},
        {"a 16-bit length that fits into 7", long_16, 1002},
        {"a 64-bit length that fits into 16", long_64, 1002},
        {"a length with its top bit set", huge, 1002},
        {"a text message", frame(0x81, "a"), 1003},
        {"a fragmented text message", frame(0x01, "a"), 1003},
        {"a message over the limit", frame(0x82, std::string(1001, 'a')), 1009},
        {"fragments over the limit",
         after(frame(0x02, std::string(900, 'a')), frame(0x80, std::string(101, 'a'))), 1009},
        {"a close of one byte", frame(0x88, "a"), 1002},
        {"close code 999", frame(0x88, "\x03\xe7"), 1002},
        {"close code 1005", frame(0x88, "\x03\xed"), 1002},
        {"close code 1006", frame(0x88, "\x03\xee"), 1002},
        {"close code 1015", frame(0x88, "\x03\xf7"), 1002},
        {"close code 5000", frame(0x88, "\x13\x88"), 1002},
        {"a close reason that is not UTF-8", frame(0x88, "\x03\xe8\xff"), 1007},
    };
    for (const Refused& refused : table) {
        CAPTURE(refused.claim);
        for (const size_t piece : {size_t{1}, size_t{3}, refused.bytes.size()}) {
            const Items items = read_all(refused.bytes, piece);
            REQUIRE(items.size() == 1);
            CHECK(summary(items) == "v" + std::to_string(refused.code));
        }
    }
}

TEST_CASE("nothing is read behind a close or a violation") {
    for (const Bytes& last : {frame(0x88, ""), frame(0x81, "text")}) {
        Bytes input = last;
        append(input, frame(0x82, "late"));
        CHECK(read_all(input).size() == 1);
        CHECK(read_all(input, 1).size() == 1);
    }
}

TEST_CASE("a message of exactly the limit passes") {
    CHECK(read_all(frame(0x82, std::string(size_max, 'a'))).size() == 1);
}

TEST_CASE("nothing is held between frames, and a large announcement holds nothing") {
    FrameReader reader(100'000);
    Items items;
    reader.feed(frame(0x82, std::string(900, 'a')), items);
    CHECK(reader.held_bytes() == 0);
    const Bytes head{0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4};
    reader.feed(head, items);
    CHECK(reader.held_bytes() == 0);
}

TEST_CASE("no input at all makes the reader grow beyond its limits") {
    uint32_t state = 1;
    for (int round = 0; round < 2000; ++round) {
        FrameReader reader(size_max);
        Items items;
        Bytes input;
        for (int i = 0; i < 200; ++i) {
            state = state * 1664525 + 1013904223;
            // Half of the bytes are heads that might go on.
            input.push_back(state >> 31 ? static_cast<uint8_t>(state >> 16) : uint8_t{0x82});
        }
        reader.feed(input, items);
        CHECK(reader.held_bytes() <= 2 * (size_max + 125));
        for (size_t i = 0; i + 1 < items.size(); ++i) {
            CHECK_FALSE(std::holds_alternative<FrameReader::Violation>(items[i]));
        }
    }
}

TEST_CASE("the writer uses the shortest length and never a mask") {
    for (const size_t size : std::initializer_list<size_t>{0, 1, 125, 126, 65535, 65536}) {
        Bytes out;
        write_binary_frame(Bytes(size, 0x55), out);
        const size_t head = size < 126 ? 2 : size < 65536 ? 4 : 10;
        REQUIRE(out.size() == head + size);
        CHECK(out[0] == 0x82);
        CHECK((out[1] & 0x80) == 0);
    }
}

TEST_CASE("a long close reason is cut between characters") {
    Bytes out;
    write_close_frame(4001, std::string(122, 'a') + "\xc3\xa9\xc3\xa9", out);
    REQUIRE(out.size() == 2 + 2 + 122);
    CHECK(out[1] == 124);
    CHECK(out[2] == 0x0f);
    CHECK(out[3] == 0xa1);
}

}  // namespace shopbell::server::test
