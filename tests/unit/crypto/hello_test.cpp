// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/hello.hpp"

#include "tests/unit/crypto/people.hpp"

#include <functional>

#include <doctest/doctest.h>

namespace shopbell::crypto {

using test::People;

namespace {

wire::Hello hello_of(const People& people, const Key& nonce) {
    wire::Hello hello;
    hello.role = 1;
    hello.shop = people.shop;
    hello.device = people.shopper.sign_pk;
    hello.relay_origin = "wss://relay.example";
    hello.sig = sign_hello(hello, nonce, people.shopper);
    return hello;
}

}  // namespace

TEST_CASE("hello proves the device key for this connection") {
    const People people;
    CHECK(verify_hello(hello_of(people, test::key_of(1)), test::key_of(1)));
}

TEST_CASE("a recorded hello does not serve another connection") {
    const People people;
    CHECK_FALSE(verify_hello(hello_of(people, test::key_of(1)), test::key_of(2)));
}

TEST_CASE("hello with a change in any field that names the connection is refused") {
    struct Case {
        const char* field;
        std::function<void(wire::Hello&)> change;
    };
    const Case cases[] = {
        {"role", [](wire::Hello& h) { h.role = 2; }},
        {"shop", [](wire::Hello& h) { h.shop[0] ^= 1; }},
        {"device", [](wire::Hello& h) { h.device[9] ^= 1; }},
        {"relay_origin", [](wire::Hello& h) { h.relay_origin.back() ^= 1; }},
        {"sig", [](wire::Hello& h) { h.sig[40] ^= 1; }},
    };
    const People people;
    for (const Case& one : cases) {
        wire::Hello hello = hello_of(people, test::key_of(1));
        one.change(hello);
        CHECK_FALSE_MESSAGE(verify_hello(hello, test::key_of(1)), one.field);
    }
}

}  // namespace shopbell::crypto
