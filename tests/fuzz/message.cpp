// SPDX-License-Identifier: Apache-2.0
// Rows, opened: a row that is not to the last signed byte what its sender made is never shown as
// opened, and whatever a sender seals comes out again. The input is opened as it is, sealed as
// content, and laid over a true row of an agent and of the shopper.
#include "core/crypto/message.hpp"

#include "core/crypto/padding.hpp"
#include "tests/fuzz/fuzzed.hpp"
#include "tests/unit/crypto/people.hpp"

namespace shopbell::fuzz {
namespace {

// A key of their own: the golden vectors, which are seeds here, are sealed under the one of People.
crypto::test::People people_of_another_key() {
    crypto::test::People people;
    people.key = crypto::ConversationKey(crypto::test::key_of(0x91));
    return people;
}

struct World {
    crypto::test::People people = people_of_another_key();
    wire::Roster roster = people.roster();
    wire::Submission by_agent = people.agent_row("the blue kettle");
    wire::Submission by_shopper = people.row(people.shopper, "is it still here?");
};

World& world() {
    static World only;
    return only;
}

auto opened(const wire::Submission& row) {
    World& w = world();
    return crypto::open_message(row, w.people.shop, &w.roster, &w.people.key);
}

// All that the sender's signature covers; the certificate has one of its own.
bool is_true_row(wire::Submission row) {
    for (const wire::Submission* known : {&world().by_agent, &world().by_shopper}) {
        row.certificate = known->certificate;
        if (row == *known) return true;
    }
    return false;
}

void open_as_it_is(ByteView input) {
    const auto row = wire::decode_submission(input);
    if (!row) return;
    const auto content = opened(*row);
    if (content) {
        FUZZ_CHECK(is_true_row(*row));
        if (row->certificate) FUZZ_CHECK(row->certificate == world().by_agent.certificate);
    } else {
        FUZZ_CHECK(crypto::reason_number(content.error()) >= 1);
        FUZZ_CHECK(crypto::reason_number(content.error()) <= 6);
    }
}

void seal_and_open(ByteView input) {
    if (input.size() > limits::content_bytes_max) return;
    auto& people = world().people;
    crypto::Rng rng(crypto::test::key_of(0x33));
    const wire::Submission row = crypto::seal(rng, people.key,
                                              {.shop = people.shop,
                                               .conv = people.conv,
                                               .mid = crypto::test::id_of(0x0d),
                                               .gen = 1,
                                               .roster_v = 1,
                                               .device = people.shopper.sign_pk,
                                               .type = 1,
                                               .sent_at = crypto::test::noon,
                                               .pub = {}},
                                              input);
    const auto content = crypto::open(row, people.shop, people.key);
    FUZZ_CHECK(content.ok());
    FUZZ_CHECK(equal(*content, input));
}

// Unpadding takes what padding makes, and nothing else.
void unpad_as_it_is(ByteView input) {
    const auto content = crypto::unpad(input);
    if (content) FUZZ_CHECK(equal(crypto::pad(*content), input));
    const auto again = crypto::unpad(crypto::pad(input));
    FUZZ_CHECK(again && equal(*again, input));
}

void open_changed(ByteView input) {
    Fuzzed choices(input);
    const bool agent = choices.chance(2);
    Bytes bytes = wire::encode(agent ? world().by_agent : world().by_shopper);
    for (int i = 0; i < 8 && !choices.empty(); ++i) {
        const size_t at = choices.below(bytes.size());
        bytes[at] ^= choices.byte();
    }
    open_as_it_is(bytes);
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell::fuzz;
    const shopbell::ByteView input(data, size);
    open_as_it_is(input);
    seal_and_open(input);
    unpad_as_it_is(input);
    open_changed(input);
    return 0;
}
