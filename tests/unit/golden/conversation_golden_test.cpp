// SPDX-License-Identifier: Apache-2.0
// The conversation that plain Node made (tests/golden/conversation.json): the core makes the same
// bytes and reads the same words.
#include "core/crypto/certificate.hpp"
#include "core/crypto/head_hash.hpp"
#include "core/crypto/message.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/sealed_box.hpp"
#include "core/crypto/wrap.hpp"
#include "tests/unit/golden/golden_file.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

using golden::bytes;
using golden::id;
using golden::key;
using golden::number;
using golden::text;

namespace {

struct Conversation {
    golden::Json file = golden::read_file("conversation.json");
    std::string shop = text(file["shop"]);
    DeviceKeys shopper = DeviceKeys::from_seed(key(file["seeds"]["shopper_device"]));
    DeviceKeys agent = DeviceKeys::from_seed(key(file["seeds"]["agent_device"]));
    SignPair root = SignPair::from_seed(key(file["seeds"]["root"]));
    SecretKey<32> inbox{key(file["inbox_secret"])};
    ConversationKey conversation_key{key(file["key"])};

    [[nodiscard]] wire::Wrap wrap() const {
        const auto wrap = wire::decode_wrap(bytes(file["wrap"]));
        SHOPBELL_ASSERT(wrap);
        return *wrap;
    }

    [[nodiscard]] wire::SignedRoster signed_roster() const {
        const auto roster = wire::decode_signed_roster(bytes(file["signed_roster"]));
        SHOPBELL_ASSERT(roster);
        return *roster;
    }

    [[nodiscard]] wire::Row row(size_t n) const {
        const auto row = wire::decode_row(bytes(file["rows"][n]["row"]));
        SHOPBELL_ASSERT(row);
        return *row;
    }

    wire::Submission sealed(Rng& rng, const DeviceKeys& from, size_t n, uint64_t sent_at) const {
        const uint64_t noon = number(file["noon"]);
        return seal(rng, conversation_key,
                    {.shop = shop,
                     .conv = id(file["conv"]),
                     .mid = id(file["mids"][n]),
                     .gen = 1,
                     .roster_v = 1,
                     .device = from.sign_pk,
                     .type = 1,
                     .sent_at = noon + sent_at,
                     .pub = {}},
                    bytes(file["contents"][n]));
    }

    void link(wire::Submission& row, const DeviceKeys& from, const Id& prev, uint64_t head_seq,
              const Hash& head) const {
        row.prev = prev;
        row.head_seq = head_seq;
        row.head_hash = head;
        sign_submission(row, shop, from);
    }
};

}  // namespace

TEST_CASE("golden: the roster and the wrap are made from their seeds") {
    const Conversation c;
    const auto roster = verify_roster(c.signed_roster(), root_hash(c.root.pk), c.shop);
    REQUIRE(roster);
    CHECK(encode(sign_roster(*roster, c.root.pk, c.root.sk)) == bytes(c.file["signed_roster"]));
    CHECK(roster->inbox == box_public(c.inbox));

    Rng rng(key(c.file["seeds"]["rng"]));
    const auto wrap = make_wrap(rng, c.conversation_key,
                                {.shop = c.shop,
                                 .conv = id(c.file["conv"]),
                                 .gen = 1,
                                 .inbox_v = 1,
                                 .inbox_pk = roster->inbox,
                                 .shopper_box = c.shopper.box_pk,
                                 .made_at = number(c.file["noon"]),
                                 .certificate = std::nullopt},
                                c.shopper);
    REQUIRE(wrap);
    CHECK(encode(*wrap) == bytes(c.file["wrap"]));
}

TEST_CASE("golden: three rows are sealed, linked and relinked as plain Node did") {
    const Conversation c;
    const uint64_t noon = number(c.file["noon"]);
    Rng rng(key(c.file["seeds"]["rng"]), 2);  // the wrap took two draws
    const Hash start = head_start(id(c.file["conv"]));
    CHECK(start == key(c.file["head_start"]));

    wire::Submission asked = c.sealed(rng, c.shopper, 0, 100);
    c.link(asked, c.shopper, Id{}, 0, start);
    CHECK(asked == c.row(0).submission);
    const Hash after_one = head_next(start, asked, 1);

    // Written while the connection was cut, after a row that was then discarded.
    wire::Submission thanked = c.sealed(rng, c.shopper, 2, 1500);
    c.link(thanked, c.shopper, id(c.file["discarded"]), 1, after_one);
    CHECK(encode(thanked) == bytes(c.file["before_relink"]));

    wire::Submission answered = c.sealed(rng, c.agent, 1, 2000);
    const SignPair agent = SignPair::from_seed(key(c.file["seeds"]["agent_sign"]));
    answered.certificate =
        certify(agent.sk, c.shop, id(c.file["agent"]), c.agent.sign_pk, 1, noon - 500);
    c.link(answered, c.agent, Id{}, 1, after_one);
    CHECK(answered == c.row(1).submission);

    const Hash after_two = head_next(after_one, answered, 2);
    c.link(thanked, c.shopper, asked.mid, 2, after_two);
    CHECK(thanked == c.row(2).submission);
    CHECK(head_next(after_two, thanked, 3) == key(c.file["rows"][2]["head"]));
}

TEST_CASE("golden: shopper and agent read what plain Node wrote") {
    const Conversation c;
    const auto roster = verify_roster(c.signed_roster(), root_hash(c.root.pk), c.shop);
    REQUIRE(roster);
    REQUIRE(verify_wrap(c.wrap(), c.shop));
    const auto by_shopper = open_wrap_as_shopper(c.wrap(), c.shopper);
    const auto by_inbox = open_wrap_as_inbox(c.wrap(), c.inbox);
    REQUIRE(by_shopper);
    REQUIRE(by_inbox);
    CHECK(*by_shopper == *by_inbox);

    Hash head = head_start(id(c.file["conv"]));
    for (size_t n = 0; n < 3; ++n) {
        const wire::Row row = c.row(n);
        const auto content = open_message(row.submission, c.shop, &*roster, &*by_shopper);
        REQUIRE(content);
        const auto* const words = std::get_if<wire::TextContent>(&*content);
        REQUIRE(words != nullptr);
        CHECK(words->body == text(c.file["rows"][n]["text"]));
        head = head_next(head, row.submission, row.seq);
        CHECK(head == key(c.file["rows"][n]["head"]));
    }
}

}  // namespace shopbell::crypto
