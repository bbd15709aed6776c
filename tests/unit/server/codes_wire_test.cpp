// SPDX-License-Identifier: Apache-2.0
// One row for each code of docs/protocol.md, over a real socket; the rows are named as in
// tests/unit/relay/codes_test.cpp, which plays the same stories on the Hub alone.
#include "tests/unit/server/running_server.hpp"

#include <atomic>

#include <doctest/doctest.h>

namespace shopbell::server::test {

using wire::Code;

namespace {

const Id conv{0xc0, 1};
constexpr uint8_t resumed_max = 1;

struct Refused {
    uint64_t code = 0;
    uint16_t close = 0;
};

// The first refusal that the relay utters, and how it closes, if it does.
Refused refusal(SocketClient& socket) {
    Refused refused;
    while (auto frame = socket.next_frame()) {
        if (const auto* error = std::get_if<wire::Error>(&*frame)) refused.code = error->code;
        if (const auto* nack = std::get_if<wire::Nack>(&*frame)) refused.code = nack->code;
        if (const auto* bye = std::get_if<wire::Bye>(&*frame)) {
            refused.code = bye->code;
            refused.close = socket.close_code().value_or(0);
        }
        if (refused.code != 0) return refused;
    }
    return refused;
}

struct Stage {
    const RunningServer& server;
    std::atomic<bool>& disk_low;
    Shopper ann{server, 1};
    Shopper eve{server, 2};
};

using Story = void (*)(Stage&);

struct Row {
    Code code;
    Story story;  // ends with ann's socket about to be refused
};

void open_of_eve(Stage& stage) {
    stage.eve.join();
    stage.eve.socket.say(stage.eve.opening(conv));
    REQUIRE(stage.eve.socket.wait_for<wire::Ack>());
}

void open_of_ann(Stage& stage) {
    stage.ann.join();
    stage.ann.socket.say(stage.ann.opening(conv));
    REQUIRE(stage.ann.socket.wait_for<wire::Ack>());
}

void malformed(Stage& stage) {
    stage.ann.join();
    stage.ann.socket.send_frame(0x82, Bytes{0x82, 0x18});
}

void too_large(Stage& stage) {
    stage.ann.join();
    stage.ann.socket.send_frame(0x82, Bytes(200'000));
}

void too_deep(Stage& stage) {
    stage.ann.join();
    Bytes frame{0x83, 0x18, wire::Ping::type_number, 0x01};  // a ping with a field of the future
    frame.insert(frame.end(), 12, 0x81);
    frame.push_back(0x00);
    stage.ann.socket.send_frame(0x82, frame);
}

void unknown_type(Stage& stage) {
    stage.ann.join();
    stage.ann.socket.send_frame(0x82, Bytes{0x81, 0x18, 0xc8});
}

void out_of_order(Stage& stage) { stage.ann.socket.say(wire::Ping{1}); }

void signature_false(Stage& stage) {
    wire::Hello hello = stage.ann.hello();
    hello.sig[0] ^= 1;
    stage.ann.socket.say(hello);
}

void certificate_false(Stage& stage) {
    // A console's page: the relay's own.
    stage.ann.connect("http://" + stage.server.host());
    wire::Hello hello = stage.ann.hello();
    hello.role = 2;
    hello.certificate = wire::Certificate{};
    hello.certificate->device = stage.ann.device.sign_pk;
    stage.ann.sign(hello);
    stage.ann.socket.say(hello);
}

void forbidden(Stage& stage) {
    open_of_eve(stage);
    stage.ann.join();
    stage.ann.socket.say(wire::Resume{conv, 0, {}});
}

void unknown_shop(Stage& stage) { stage.ann.socket.say(stage.ann.hello("nobody")); }

void unknown_conversation(Stage& stage) {
    stage.ann.join();
    stage.ann.socket.say(wire::Submit{stage.ann.row(conv)});
}

void chain(Stage& stage) {
    open_of_ann(stage);
    wire::Submission row = stage.ann.row(conv);
    row.prev[3] ^= 1;
    stage.ann.socket.say(wire::Submit{row});
}

void retry(Stage& stage) {
    stage.ann.join();
    stage.disk_low = true;
    stage.ann.socket.say(stage.ann.opening(conv));
}

void stale_gen(Stage& stage) {
    open_of_ann(stage);
    wire::Submission row = stage.ann.row(conv);
    row.gen = 7;
    stage.ann.socket.say(wire::Submit{row});
}

void rate_limited(Stage& stage) {
    stage.ann.join();
    Bytes burst;
    for (uint8_t i = 0; i < 40; ++i) {
        append(burst,
               SocketClient::masked_frame(0x82, wire::encode(stage.ann.opening(Id{0xb0, i}))));
    }
    stage.ann.socket.send(text_of(burst));
}

void conversation_exists(Stage& stage) {
    open_of_eve(stage);
    stage.ann.join();
    stage.ann.socket.say(stage.ann.opening(conv));
}

void too_many(Stage& stage) {
    open_of_ann(stage);
    stage.ann.socket.say(wire::Resume{conv, 0, {}});
    REQUIRE(stage.ann.socket.wait_for<wire::Resumed>());
    stage.ann.socket.say(wire::Resume{Id{0xb0}, 0, {}});
}

void bad_field(Stage& stage) {
    open_of_ann(stage);
    wire::Submission row = stage.ann.row(conv);
    row.type = 2;
    row.pub = wire::encode(wire::EventPub{99, std::nullopt});
    stage.ann.socket.say(wire::Submit{row});
}

void erased(Stage& stage) {
    open_of_ann(stage);
    wire::Submission row = stage.ann.row(conv);
    row.type = 2;
    row.pub = wire::encode(wire::EventPub{5, std::nullopt});
    stage.ann.socket.say(wire::Submit{row});
    REQUIRE(stage.ann.socket.wait_for<wire::Ack>());
    stage.ann.socket.say(wire::Submit{stage.ann.row(conv)});
}

constexpr Row rows[] = {
    {Code::malformed, malformed},
    {Code::too_large, too_large},
    {Code::too_deep, too_deep},
    {Code::unknown_type, unknown_type},
    {Code::out_of_order, out_of_order},
    {Code::signature_false, signature_false},
    {Code::certificate_false, certificate_false},
    {Code::forbidden, forbidden},
    {Code::unknown_shop, unknown_shop},
    {Code::unknown_conversation, unknown_conversation},
    {Code::chain, chain},
    {Code::retry, retry},
    {Code::stale_gen, stale_gen},
    {Code::rate_limited, rate_limited},
    {Code::conversation_exists, conversation_exists},
    {Code::too_many, too_many},
    {Code::bad_field, bad_field},
    {Code::erased, erased},
};

const wire::CodeInfo& info_of(Code code) {
    for (const wire::CodeInfo& info : wire::code_table) {
        if (info.code == code) return info;
    }
    FAIL("a code that the table does not have");
    return wire::code_table[0];
}

}  // namespace

TEST_CASE("every code that a client can bring about is told, and closes as its table says") {
    for (const Row& row : rows) {
        const wire::CodeInfo& info = info_of(row.code);
        const std::string name(wire::code_name(info.code));
        CAPTURE(name);
        std::atomic<bool> disk_low = false;
        ServerTuning tuning;
        tuning.disk_low = [&] { return disk_low.load(); };
        tuning.hub = [](relay::HubConfig& hub) { hub.resumed_max = resumed_max; };
        const RunningServer server({}, tuning);
        Stage stage{server, disk_low};
        row.story(stage);
        const Refused refused = refusal(stage.ann.socket);
        CHECK(refused.code == static_cast<uint64_t>(row.code));
        CHECK(refused.close == info.close);
        if (info.close == 0) {
            stage.ann.socket.say(wire::Ping{4});
            CHECK(stage.ann.socket.wait_for<wire::Pong>()->token == 4);
        }
        Shopper other(server, 3);
        other.join();
    }
}

TEST_CASE("a page of another site, and a relay of another name, are refused") {
    const RunningServer server;
    const auto refused_with = [&](Shopper& shopper, const wire::Hello& hello) {
        shopper.socket.say(hello);
        const Refused refused = refusal(shopper.socket);
        CHECK(refused.code == static_cast<uint64_t>(Code::origin_refused));
        CHECK(refused.close == 4006);
    };
    for (const char* page : {"https://evil.example", "null", "https://tea.example.evil.example",
                             "http://tea.example", "https://tea.example:444"}) {
        CAPTURE(page);
        Shopper shopper(server, 1, page);
        refused_with(shopper, shopper.hello());
    }
    Shopper shopper(server, 1);
    wire::Hello hello = shopper.hello();
    hello.relay_origin = "wss://other.example";
    shopper.sign(hello);
    refused_with(shopper, hello);
}

TEST_CASE("who does not say hello, or falls silent, is let go") {
    ServerTuning tuning;
    tuning.hub = [](relay::HubConfig& hub) { hub.hello_ms_max = 20; };
    const RunningServer hasty({}, tuning);
    Shopper mute(hasty, 1);
    CHECK(refusal(mute.socket).code == static_cast<uint64_t>(Code::hello_timeout));

    tuning.hub = [](relay::HubConfig& hub) {
        hub.ping_after_ms = 10;
        hub.idle_ms_max = 20;
    };
    const RunningServer strict({}, tuning);
    Shopper silent(strict, 1);
    silent.join();
    const Refused refused = refusal(silent.socket);
    CHECK(refused.code == static_cast<uint64_t>(Code::idle_timeout));
    CHECK(refused.close == 4019);
}

}  // namespace shopbell::server::test
