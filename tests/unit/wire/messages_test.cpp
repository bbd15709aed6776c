// SPDX-License-Identifier: Apache-2.0
#include "core/wire/messages.hpp"

#include "core/base/limits.hpp"
#include "core/base/text_encoding.hpp"
#include "core/wire/boundary.hpp"

#include <doctest/doctest.h>

using namespace shopbell;
using namespace shopbell::wire;

namespace {

Id id_of(uint8_t byte) {
    Id id{};
    id.fill(byte);
    return id;
}

Hello hello() {
    Hello value;
    value.role = 2;
    value.shop = "demo";
    value.device.fill(0xd0);
    value.relay_origin = "ws://127.0.0.1:8787";
    value.certificate = Certificate{id_of(0xa1), Key{1}, 3, 1700000000000, Signature{4}};
    value.roster_v = 3;
    value.inbox_cursor = 70000;
    value.sig.fill(0x51);
    return value;
}

Bytes from_hex(std::string_view hex) { return hex_decode(hex).value_or(Bytes{}); }

}  // namespace

TEST_CASE("a frame is an array of its type number and its fields in order") {
    Cursor cursor;
    cursor.conv = id_of(0xc0);
    cursor.delivered = 24;
    cursor.read = 5;
    CHECK(hex_encode(encode(cursor)) == "840f50c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0181805");
}

TEST_CASE("a record is an array of its fields alone") {
    CHECK(hex_encode(encode(Head{id_of(1), 2})) ==
          "825001010101010101010101010101010101"
          "02");
}

TEST_CASE("an absent optional field is null") {
    CHECK(hex_encode(encode(EventPub{1, std::nullopt})) == "8201f6");
    CHECK(hex_encode(encode(EventPub{3, id_of(9)})) ==
          "820350"
          "09090909090909090909090909090909");
}

TEST_CASE("what was encoded decodes to the same value") {
    const auto frame = decode_frame(encode(hello()));
    REQUIRE(frame);
    const auto* read = std::get_if<Hello>(&*frame);
    REQUIRE(read != nullptr);
    CHECK(*read == hello());
    CHECK(encode(*frame) == encode(hello()));
}

TEST_CASE("lists keep their order") {
    const Sync sync{id_of(1), {id_of(2), id_of(3), id_of(2)}};
    const auto frame = decode_frame_from_client(encode(sync));
    REQUIRE(frame);
    CHECK(std::get<Sync>(*frame) == sync);
}

TEST_CASE("each side decodes only what the other side sends") {
    CHECK(decode_frame_from_client(encode(hello())));
    CHECK(decode_frame_from_relay(encode(Challenge{})));
    for (const auto& both :
         {encode(Ping{1}), encode(Typing{}), encode(Cursor{}), encode(Rekey{})}) {
        CHECK(decode_frame_from_client(both));
        CHECK(decode_frame_from_relay(both));
    }
    const auto from_client = decode_frame_from_client(encode(Challenge{}));
    REQUIRE_FALSE(from_client);
    CHECK(from_client.error().code == Code::unknown_type);
    CHECK(from_client.error().field == "Frame.type");
    const auto from_relay = decode_frame_from_relay(encode(hello()));
    REQUIRE_FALSE(from_relay);
    CHECK(from_relay.error().code == Code::unknown_type);
}

TEST_CASE("the inbox feed is decoded as coming from the relay") {
    CHECK(decode_frame_from_relay(encode(Inbox{})));
    CHECK_FALSE(decode_frame_from_client(encode(Inbox{})));
}

TEST_CASE("fields of a later version are ignored, if they keep the rules") {
    // ping, token 7, then a negative, 2^53-1, a map and null.
    const Bytes longer = from_hex(
        "861818"
        "07"
        "20"
        "1b001fffffffffffff"
        "a1616180"
        "f6");
    const auto frame = decode_frame(longer);
    REQUIRE(frame);
    CHECK(std::get<Ping>(*frame) == Ping{7});
    const auto broken =
        decode_frame(from_hex("83181807"
                              "f7"));
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code == Code::malformed);
    CHECK(broken.error().reason == CborError::not_allowed);
    CHECK(broken.error().field == "Frame");
}

TEST_CASE("fields of a later version inside a record are ignored as well") {
    Bytes bytes = encode(EventPub{1, std::nullopt});
    bytes[0] = 0x83;
    bytes.push_back(0xf5);
    const auto pub = decode_event_pub(bytes);
    REQUIRE(pub);
    CHECK(*pub == EventPub{1, std::nullopt});
}

TEST_CASE("an unknown type is refused by its name, a malformed item whatever its type") {
    const auto unknown = decode_frame(from_hex("8218ff00"));
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == Code::unknown_type);
    CHECK(unknown.error().field == "Frame.type");
    const auto malformed = decode_frame(from_hex("8218ff1800"));
    REQUIRE_FALSE(malformed);
    CHECK(malformed.error().code == Code::malformed);
    CHECK(malformed.error().reason == CborError::not_shortest);
}

TEST_CASE("an error names the frame or record and its field") {
    const std::pair<Bytes, const char*> cases[] = {
        {from_hex("00"), "Frame"},
        {from_hex("80"), "Frame.type"},
        {from_hex("8160"), "Frame.type"},
        {from_hex("811818"), "Ping.token"},
        {from_hex("82181860"), "Ping.token"},
        {from_hex("8218180700"), "Frame"},
        {from_hex("820540"), "Submit.submission"},
        {from_hex("820580"), "Submission.conv"},
        {from_hex("820e8180"), "Head.conv"},
        {from_hex("820e8100"), "Heads.heads"},
    };
    for (const auto& [bytes, field] : cases) {
        const auto frame = decode_frame(bytes);
        REQUIRE_FALSE(frame);
        CHECK(frame.error().code == Code::malformed);
        CHECK(frame.error().field == field);
    }
}

TEST_CASE("a frame over its limit is too large, whatever it holds") {
    const auto frame = decode_frame_from_client(Bytes(limits::frame_bytes_max + 1, 0xff));
    REQUIRE_FALSE(frame);
    CHECK(frame.error().code == Code::too_large);
    const auto smaller = decode_frame_from_client(Bytes(limits::frame_bytes_max, 0xff));
    REQUIRE_FALSE(smaller);
    CHECK(smaller.error().code == Code::malformed);
}

TEST_CASE("a frame nested too deep says so") {
    Bytes bytes = from_hex(
        "831818"
        "07");
    for (uint64_t i = 0; i < limits::cbor_depth_max; ++i) bytes.push_back(0x81);
    bytes.push_back(0x00);
    const auto frame = decode_frame(bytes);
    REQUIRE_FALSE(frame);
    CHECK(frame.error().code == Code::too_deep);
}

TEST_CASE("a list may not be longer than its limit") {
    Sync sync;
    sync.mids.resize(limits::sync_mids_max);
    CHECK(decode_frame_from_client(encode(sync)));
    sync.mids.emplace_back();
    const auto frame = decode_frame_from_client(encode(sync));
    REQUIRE_FALSE(frame);
    CHECK(frame.error().reason == CborError::over_limit);
    CHECK(frame.error().field == "Sync.mids");
}

TEST_CASE("content decodes by its own type numbers") {
    const TextContent text{"hello", Page{"https://shop.example/", "Kettles", "en"}};
    const auto content = decode_content(encode(text));
    REQUIRE(content);
    CHECK(std::get<TextContent>(*content) == text);
    const auto unknown = decode_content(from_hex("81187f"));
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().field == "Content.type");
}

TEST_CASE("batches cross the boundary whole") {
    const std::vector<boundary::Event> events = {
        boundary::SocketOpened{}, boundary::SocketClosed{1006},
        boundary::Compose{std::nullopt, "你好", std::nullopt}};
    const auto read_events = boundary::decode_event_batch(boundary::encode_event_batch(events));
    REQUIRE(read_events);
    CHECK(*read_events == events);
    const std::vector<boundary::Effect> effects = {boundary::Connect{}, boundary::Deadline{7}};
    const auto read_effects = boundary::decode_effect_batch(boundary::encode_effect_batch(effects));
    REQUIRE(read_effects);
    CHECK(*read_effects == effects);
    CHECK(boundary::decode_event_batch(from_hex("80"))->empty());
    CHECK(hex_encode(boundary::encode_effect_batch(effects)) == "828101820e07");
}

TEST_CASE("a batch with one wrong message is refused whole") {
    const auto batch = boundary::decode_event_batch(from_hex("828102820461ff"));
    REQUIRE_FALSE(batch);
    CHECK(batch.error().field == "SocketClosed.code");
    const auto unknown = boundary::decode_event_batch(from_hex("818118ff"));
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == Code::unknown_type);
    CHECK(unknown.error().field == "Event.type");
}

TEST_CASE("every code has a name, a number and a close code of its own") {
    for (const CodeInfo& info : code_table) {
        CHECK_FALSE(code_name(info.code).empty());
        CHECK(code_info(static_cast<uint64_t>(info.code)) == &info);
    }
    CHECK(code_name(Code::chain) == "chain");
    CHECK(code_info(Code::chain).transient);
    CHECK(code_info(Code::chain).close == 0);
    CHECK(code_info(Code::malformed).close == 4001);
    CHECK(code_info(uint64_t{0}) == nullptr);
    CHECK(code_info(uint64_t{9999}) == nullptr);
}
