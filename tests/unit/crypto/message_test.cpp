// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/message.hpp"

#include "core/crypto/padding.hpp"
#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

using test::People;

namespace {

// What a reader is told of a row; nothing if it opens.
std::optional<OpenProblem> problem_of(const People& people, const wire::Submission& row) {
    const wire::Roster roster = people.roster();
    const auto opened = open_message(row, people.shop, &roster, &people.key);
    if (opened) return std::nullopt;
    return opened.error();
}

// A row whose plaintext is not what seal() takes: made by a sender that does not keep the rules.
wire::Submission odd_row(People& people, const Bytes& content) {
    const SealInput input{.shop = people.shop,
                          .conv = people.conv,
                          .mid = people.rng.id(),
                          .gen = 1,
                          .roster_v = 1,
                          .device = people.shopper.sign_pk,
                          .type = 1,
                          .sent_at = 0,
                          .pub = {}};
    wire::Submission row = seal(people.rng, people.key, input, content);
    sign_submission(row, people.shop, people.shopper);
    return row;
}

}  // namespace

TEST_CASE("words come back as they were sealed") {
    People people;
    const std::string words = "你好, is the blue kettle in stock? 🫖";
    const auto row = people.row(people.shopper, words);
    const auto opened = open_message(row, people.shop, nullptr, &people.key);
    REQUIRE(opened);
    const auto* const text = std::get_if<wire::TextContent>(&*opened);
    REQUIRE(text != nullptr);
    CHECK(text->body == words);
    CHECK_FALSE(problem_of(people, people.agent_row("yes, seven left")));
}

TEST_CASE("a sealed row shows its length only in padded steps, and never its words") {
    People people;
    const auto empty = people.row(people.shopper, "x");
    const auto longer = people.row(people.shopper, std::string(200, 'x'));
    CHECK(empty.ct.size() == 256 + 16);
    CHECK(longer.ct.size() == empty.ct.size());
    CHECK(text_of(encode(longer)).find("xxxx") == std::string_view::npos);
}

TEST_CASE("sealing leaves the row's place in the chain to the relink") {
    People people;
    auto row = people.row(people.shopper, "hello");
    CHECK(is_zero(row.prev));
    CHECK(row.head_seq == 0);
    row.prev = test::id_of(1);
    row.head_seq = 7;
    row.head_hash = test::key_of(2);
    CHECK(problem_of(people, row) == OpenProblem::signature);
    sign_submission(row, people.shop, people.shopper);
    CHECK_FALSE(problem_of(people, row));
}

TEST_CASE("the same words under the same key never look the same twice") {
    People people;
    const auto one = people.row(people.shopper, "hello");
    const auto two = people.row(people.shopper, "hello");
    CHECK(one.ct != two.ct);
    CHECK(one.commit != two.commit);
    CHECK(one.nonce != two.nonce);
}

TEST_CASE("a row without its key says that the key is missing, after its sender is proven") {
    People people;
    auto row = people.row(people.shopper, "hello");
    const auto opened = open_message(row, people.shop, nullptr, nullptr);
    REQUIRE_FALSE(opened);
    CHECK(opened.error() == OpenProblem::key_missing);
    row.sig[0] ^= 1;
    CHECK(open_message(row, people.shop, nullptr, nullptr).error() == OpenProblem::signature);
}

TEST_CASE("another conversation's key is refused by the commitment") {
    People people;
    const auto row = people.row(people.shopper, "hello");
    CHECK(open(row, people.shop, ConversationKey(test::key_of(0x44))).error() ==
          OpenProblem::commitment);
}

TEST_CASE("a row in another shop's name is refused") {
    People people;
    const auto row = people.row(people.shopper, "hello");
    CHECK_FALSE(verify_submission(row, "coffee"));
    CHECK(open(row, "coffee", people.key).error() == OpenProblem::ciphertext);
}

TEST_CASE("a row signed by another device than it names is refused") {
    People people;
    auto row = people.row(people.shopper, "hello");
    sign_submission(row, people.shop, people.agent_device);
    CHECK(problem_of(people, row) == OpenProblem::signature);
}

TEST_CASE("a certificate must be about the row's device, and backed by a roster") {
    People people;
    auto row = people.row(people.shopper, "hello");
    row.certificate = people.certificate();
    CHECK(problem_of(people, row) == OpenProblem::certificate);

    const auto agents = people.agent_row("hello");
    CHECK(open_message(agents, people.shop, nullptr, &people.key).error() ==
          OpenProblem::certificate);
    wire::Roster without = people.roster();
    without.agents.pop_back();
    CHECK(open_message(agents, people.shop, &without, &people.key).error() ==
          OpenProblem::certificate);
}

TEST_CASE("what an agent wrote before it left is still read, and nothing it writes after") {
    People people;
    const auto row = people.agent_row("seven left");  // under roster version 1
    wire::Roster roster = people.roster();
    roster.version = 2;
    roster.agents[1].until = 2;
    CHECK(open_message(row, people.shop, &roster, &people.key).ok());
    roster.agents[1].until = 1;
    CHECK(open_message(row, people.shop, &roster, &people.key).error() == OpenProblem::certificate);
}

TEST_CASE("a ciphertext that is cut, even below its tag, is refused") {
    People people;
    auto row = people.row(people.shopper, "hello");
    for (const size_t size : {size_t{0}, size_t{15}, size_t{16}, size_t{271}}) {
        row.ct.resize(size);
        CHECK(open(row, people.shop, people.key).error() == OpenProblem::ciphertext);
    }
}

TEST_CASE("what opens but is no content says so") {
    People people;
    CHECK(problem_of(people, odd_row(people, {})) == OpenProblem::content);
    CHECK(problem_of(people, odd_row(people, {0x80})) == OpenProblem::content);
    // [999, "words"]: a kind of content that this version does not know.
    CHECK(problem_of(people, odd_row(people, {0x82, 0x19, 0x03, 0xe7, 0x61, 0x78})) ==
          OpenProblem::content);
    CHECK(open(odd_row(people, {}), people.shop, people.key).value().empty());
}

TEST_CASE("every problem has the number that the screen shows") {
    CHECK(reason_number(OpenProblem::signature) == 1);
    CHECK(reason_number(OpenProblem::certificate) == 2);
    CHECK(reason_number(OpenProblem::key_missing) == 3);
    CHECK(reason_number(OpenProblem::commitment) == 4);
    CHECK(reason_number(OpenProblem::ciphertext) == 4);
    CHECK(reason_number(OpenProblem::content) == 5);
    CHECK(reason_number(OpenProblem::padding) == 6);
}

}  // namespace shopbell::crypto
