// SPDX-License-Identifier: Apache-2.0
// WebSocket frames over real sockets: cut anywhere, malformed, too large, many at once; and the
// story of a message through a relay with a disk.
#include "core/base/limits.hpp"
#include "core/base/text_encoding.hpp"
#include "tests/unit/server/running_server.hpp"

#include <array>

#include <doctest/doctest.h>
#include <unistd.h>

namespace shopbell::server::test {

namespace {

struct Violation {
    const char* claim;
    Bytes bytes;
    uint16_t code;
};

const Id conv{0xc0, 1};

// A conversation of ann's with its first row and so many large ones.
void write_log(const RunningServer& server, int rows) {
    Shopper ann(server, 1);
    ann.join();
    ann.socket.say(ann.opening(conv));
    REQUIRE(ann.socket.wait_for<wire::Ack>());
    for (int i = 0; i < rows; ++i) {
        wire::Submission row = ann.row(conv);
        row.ct = Bytes(30'000, 0x77);
        ann.socket.say(wire::Submit{row});
        REQUIRE(ann.socket.wait_for<wire::Ack>());
    }
}

// Reads a log until it holds a word; the relay writes it there when it happens.
void wait_for_line(int descriptor, std::string_view word) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (text.find(word) == std::string::npos) {
        const ssize_t count = read(descriptor, buffer.data(), buffer.size());
        REQUIRE(count > 0);
        text.append(buffer.data(), static_cast<size_t>(count));
    }
}

}  // namespace

TEST_CASE("a hello may be cut at every byte") {
    const RunningServer server;
    const size_t size = [&] {
        Shopper shopper(server, 1);
        return SocketClient::masked_frame(0x82, wire::encode(shopper.hello())).size();
    }();
    for (size_t cut = 1; cut < size; ++cut) {
        Shopper shopper(server, 1);
        const Bytes frame = SocketClient::masked_frame(0x82, wire::encode(shopper.hello()));
        shopper.socket.send(text_of(ByteView(frame).first(cut)));
        shopper.socket.send(text_of(ByteView(frame).subspan(cut)));
        REQUIRE(shopper.socket.wait_for<wire::Welcome>());
    }
}

TEST_CASE("a hello may come in fragments with a ping in between") {
    const RunningServer server;
    Shopper shopper(server, 1);
    const Bytes hello = wire::encode(shopper.hello());
    shopper.socket.send_frame(0x02, ByteView(hello).first(10));
    shopper.socket.send_frame(0x89, bytes_of("?"));
    shopper.socket.send_frame(0x80, ByteView(hello).subspan(10));
    CHECK(shopper.socket.hear().opcode == 10);
    CHECK(shopper.socket.wait_for<wire::Welcome>());
}

TEST_CASE("what WebSocket forbids closes with the standard's code, and the relay goes on") {
    const RunningServer server;
    const Violation table[] = {
        {"a text message", SocketClient::masked_frame(0x81, bytes_of("hi")), 1003},
        {"reserved bits", SocketClient::masked_frame(0xf2, bytes_of("hi")), 1002},
        {"an unknown opcode", SocketClient::masked_frame(0x85, bytes_of("hi")), 1002},
        {"no mask", Bytes{0x82, 0x01, 0x00}, 1002},
        {"a continuation of nothing", SocketClient::masked_frame(0x80, bytes_of("hi")), 1002},
        {"a long ping", SocketClient::masked_frame(0x89, Bytes(126)), 1002},
        {"a close reason that is not UTF-8",
         SocketClient::masked_frame(0x88, bytes_of("\x03\xe8\xff")), 1007},
    };
    for (const Violation& violation : table) {
        CAPTURE(violation.claim);
        SocketClient client("127.0.0.1", server.port());
        client.upgrade(server.host());
        client.send(text_of(violation.bytes));
        CHECK(client.close_code() == violation.code);
        CHECK(client.at_end());
    }
    Shopper shopper(server, 1);
    shopper.join();
}

TEST_CASE("a close is answered with its code, and the connection ends") {
    const RunningServer server;
    for (const auto& [payload, code] :
         {std::pair{"\x03\xe8", 1000}, std::pair{"\x0f\xa0words", 4000}, std::pair{"", 1000}}) {
        SocketClient client("127.0.0.1", server.port());
        client.upgrade(server.host());
        client.send_frame(0x88, bytes_of(payload));
        CHECK(client.close_code() == code);
        CHECK(client.at_end());
    }
}

TEST_CASE("a message over frame_bytes_max gets the protocol's goodbye") {
    const RunningServer server;
    Shopper shopper(server, 1);
    shopper.join();
    shopper.socket.send_frame(0x82, Bytes(limits::frame_bytes_max + 1));
    const auto bye = shopper.socket.wait_for<wire::Bye>();
    REQUIRE(bye);
    CHECK(bye->code == static_cast<uint64_t>(wire::Code::too_large));
    CHECK(shopper.socket.close_code() == 4002);
}

TEST_CASE("pings of one who does not read his pongs cost the relay nothing") {
    const RunningServer server;
    SocketClient flooder("127.0.0.1", server.port());
    flooder.upgrade(server.host());
    Bytes pings;
    const Bytes ping = SocketClient::masked_frame(0x89, Bytes(125, 0x61));
    for (int i = 0; i < 1000; ++i) append(pings, ping);
    for (int i = 0; i < 20; ++i) flooder.send(text_of(pings));
    Shopper shopper(server, 1);
    shopper.join();
}

TEST_CASE("many questions in one write are answered, not taken for a client that does not read") {
    const RunningServer server;
    Shopper ann(server, 1);
    ann.join();
    Bytes burst;
    for (uint64_t i = 0; i < 2'000; ++i) {
        append(burst, SocketClient::masked_frame(0x82, wire::encode(wire::Ping{i})));
    }
    ann.socket.send(text_of(burst));
    for (uint64_t i = 0; i < 2'000; ++i) {
        const auto pong = ann.socket.wait_for<wire::Pong>();
        REQUIRE(pong);
        REQUIRE(pong->token == i);
    }
}

TEST_CASE("a message is acknowledged, counted as unread, and delivered to who resumes") {
    const RunningServer server;
    Shopper ann(server, 1);
    ann.socket.say(ann.hello());
    const auto welcome = ann.socket.wait_for<wire::Welcome>();
    REQUIRE(welcome);
    CHECK(welcome->settings.name == "Tea");
    ann.socket.say(ann.opening(conv));
    const auto ack = ann.socket.wait_for<wire::Ack>();
    REQUIRE(ack);
    CHECK(ack->seq == 1);
    const wire::Submission second = ann.row(conv);
    ann.socket.say(wire::Submit{second});
    CHECK(ann.socket.wait_for<wire::Ack>()->seq == 2);

    Shopper again(server, 1);
    again.join();
    again.socket.say(wire::Resume{conv, 0, {}});
    CHECK(again.socket.wait_for<wire::Resumed>()->head_seq == 2);
    CHECK(again.socket.wait_for<wire::Deliver>()->row.seq == 1);
    CHECK(again.socket.wait_for<wire::Deliver>()->row.submission == second);

    const HttpReply unread =
        http_get(server.port(), "/v1/unread",
                 "Authorization: Bearer " + base64url_encode(welcome->bearer) + "\r\n");
    CHECK(unread.body == R"({"unread":0})");
}

TEST_CASE("a long log arrives whole and in order") {
    const RunningServer server;
    write_log(server, 150);
    Shopper again(server, 1);
    again.join();
    again.socket.say(wire::Resume{conv, 0, {}});
    for (uint64_t seq = 1; seq <= 151; ++seq) {
        const auto deliver = again.socket.wait_for<wire::Deliver>();
        REQUIRE(deliver);
        REQUIRE(deliver->row.seq == seq);
    }
}

TEST_CASE("a client that does not read is let go, and the others are served") {
    std::array<int, 2> log_ends{};
    REQUIRE(pipe(log_ends.data()) == 0);
    ServerTuning tuning;
    tuning.hub = [](relay::HubConfig& hub) { hub.stall_ms_max = 20; };
    {
        const RunningServer server({}, tuning, Log(LogLevel::debug, log_ends[1]));
        // More than the kernel's own buffers take.
        write_log(server, 400);
        Shopper deaf(server, 1);
        deaf.connect(tea_page, [](SocketClient& socket) { socket.take_little(); });
        deaf.join();
        deaf.socket.say(wire::Resume{conv, 0, {}});
        wait_for_line(log_ends[0], "\"close\":4020");
        Shopper other(server, 2);
        other.join();
    }
    close(log_ends[0]);
    close(log_ends[1]);
}

TEST_CASE("at the end everybody hears going_away, and the server is gone") {
    RunningServer server;
    Shopper ann(server, 1);
    ann.join();
    Shopper silent(server, 2);
    std::thread stopping([&server] { server.stop(); });
    const auto bye = ann.socket.wait_for<wire::Bye>();
    CHECK(bye.has_value());
    CHECK(bye.value_or(wire::Bye{}).code == static_cast<uint64_t>(wire::Code::going_away));
    CHECK(ann.socket.close_code() == 1001);
    CHECK(silent.socket.close_code() == 1001);
    stopping.join();
}

}  // namespace shopbell::server::test
