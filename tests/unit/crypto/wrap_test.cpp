// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/wrap.hpp"

#include "tests/unit/crypto/people.hpp"

#include <functional>

#include <doctest/doctest.h>

namespace shopbell::crypto {

using test::People;

namespace {

std::optional<wire::Wrap> agent_wrap(People& people) {
    return make_wrap(people.rng, people.key,
                     {.shop = people.shop,
                      .conv = people.conv,
                      .gen = 2,
                      .inbox_v = 1,
                      .inbox_pk = box_public(people.inbox),
                      .shopper_box = people.shopper.box_pk,
                      .made_at = test::noon,
                      .certificate = people.certificate()},
                     people.agent_device);
}

}  // namespace

TEST_CASE("shopper and inbox open the same key from one wrap") {
    People people;
    const wire::Wrap wrap = people.first_wrap();
    CHECK(verify_wrap(wrap, people.shop));
    CHECK(open_wrap_as_shopper(wrap, people.shopper) == people.key);
    CHECK(open_wrap_as_inbox(wrap, people.inbox) == people.key);
    CHECK(wrap.maker == people.shopper.sign_pk);
}

TEST_CASE("nobody else opens a wrap") {
    People people;
    const wire::Wrap wrap = people.first_wrap();
    CHECK_FALSE(open_wrap_as_shopper(wrap, people.agent_device));
    CHECK_FALSE(open_wrap_as_inbox(wrap, SecretKey<32>(test::key_of(0x55))));
    wire::Wrap renamed = wrap;
    renamed.shopper_box = people.agent_device.box_pk;
    CHECK_FALSE(open_wrap_as_shopper(renamed, people.agent_device));
}

TEST_CASE("a wrap with a bit changed in any field is refused") {
    struct Case {
        const char* field;
        std::function<void(wire::Wrap&)> change;
    };
    const Case cases[] = {
        {"conv", [](wire::Wrap& w) { w.conv[0] ^= 1; }},
        {"gen", [](wire::Wrap& w) { w.gen ^= 1; }},
        {"gen 0", [](wire::Wrap& w) { w.gen = 0; }},
        {"inbox_v", [](wire::Wrap& w) { w.inbox_v ^= 1; }},
        {"for_inbox", [](wire::Wrap& w) { w.for_inbox[79] ^= 1; }},
        {"for_shopper", [](wire::Wrap& w) { w.for_shopper[0] ^= 1; }},
        {"shopper_box", [](wire::Wrap& w) { w.shopper_box[0] ^= 1; }},
        {"maker", [](wire::Wrap& w) { w.maker[0] ^= 1; }},
        {"made_at", [](wire::Wrap& w) { w.made_at ^= 1; }},
        {"certificate.device", [](wire::Wrap& w) { w.certificate->device[0] ^= 1; }},
        {"sig", [](wire::Wrap& w) { w.sig[0] ^= 1; }},
    };
    People people;
    const auto good = agent_wrap(people);
    REQUIRE(good);
    CHECK(verify_wrap(*good, people.shop));
    CHECK_FALSE(verify_wrap(*good, "coffee"));
    for (const Case& one : cases) {
        wire::Wrap changed = *good;
        one.change(changed);
        CHECK_FALSE_MESSAGE(verify_wrap(changed, people.shop), one.field);
    }
}

TEST_CASE("a wrap's certificate is checked like any other") {
    People people;
    const auto wrap = agent_wrap(people);
    REQUIRE(wrap);
    REQUIRE(wrap->certificate);
    CHECK(verify_certificate(*wrap->certificate, people.shop, people.roster()));
    wire::Certificate changed = *wrap->certificate;
    changed.issued_at ^= 1;
    CHECK_FALSE(verify_certificate(changed, people.shop, people.roster()));
}

TEST_CASE("a new generation is made by the shopper or by an agent, never by the relay") {
    People people;
    const Key& shopper = people.shopper.sign_pk;
    const auto by_agent = agent_wrap(people);
    REQUIRE(by_agent);
    CHECK(may_rekey(*by_agent, people.shop, shopper, people.roster()));
    CHECK(may_rekey(people.first_wrap(), people.shop, shopper, people.roster()));

    // A device of the relay's own: signed well, and backed by nobody.
    const DeviceKeys relay = DeviceKeys::from_seed(test::key_of(0x66));
    WrapInput input{.shop = people.shop,
                    .conv = people.conv,
                    .gen = 2,
                    .inbox_v = 1,
                    .inbox_pk = box_public(people.inbox),
                    .shopper_box = people.shopper.box_pk,
                    .made_at = 0,
                    .certificate = std::nullopt};
    const auto by_relay = make_wrap(people.rng, people.key, input, relay);
    REQUIRE(by_relay);
    CHECK(verify_wrap(*by_relay, people.shop));
    CHECK_FALSE(may_rekey(*by_relay, people.shop, shopper, people.roster()));
    input.certificate = certify(SignPair::from_seed(test::key_of(0x67)).sk, people.shop,
                                people.agent_id, relay.sign_pk, 1, 0);
    const auto with_false_certificate = make_wrap(people.rng, people.key, input, relay);
    REQUIRE(with_false_certificate);
    CHECK_FALSE(may_rekey(*with_false_certificate, people.shop, shopper, people.roster()));
}

TEST_CASE("a first generation is the shopper's and carries no certificate") {
    People people;
    wire::Wrap wrap = people.first_wrap();
    wrap.certificate = people.certificate();
    CHECK_FALSE(verify_wrap(wrap, people.shop));
}

TEST_CASE("no wrap is made to a key that everybody shares") {
    People people;
    WrapInput input{.shop = people.shop,
                    .conv = people.conv,
                    .gen = 1,
                    .inbox_v = 1,
                    .inbox_pk = Key{},
                    .shopper_box = people.shopper.box_pk,
                    .made_at = 0,
                    .certificate = std::nullopt};
    CHECK_FALSE(make_wrap(people.rng, people.key, input, people.shopper));
    input.inbox_pk = box_public(people.inbox);
    input.shopper_box = Key{};
    CHECK_FALSE(make_wrap(people.rng, people.key, input, people.shopper));
}

TEST_CASE("SE's secret opens for the agent it is sealed to, and for no other") {
    People people;
    const auto sealed = seal_inbox(people.rng, 3, people.inbox, people.agent_box.pk);
    REQUIRE(sealed);
    CHECK(sealed->inbox_v == 3);
    CHECK(open_sealed_inbox(*sealed, people.agent_box) == people.inbox);
    CHECK_FALSE(open_sealed_inbox(*sealed, people.owner_box));
    wire::SealedInbox changed = *sealed;
    changed.sealed[50] ^= 1;
    CHECK_FALSE(open_sealed_inbox(changed, people.agent_box));
    CHECK_FALSE(seal_inbox(people.rng, 3, people.inbox, Key{}));
}

}  // namespace shopbell::crypto
