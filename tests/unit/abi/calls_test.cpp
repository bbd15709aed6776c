// SPDX-License-Identifier: Apache-2.0
#include "core/abi/calls.hpp"

#include "core/crypto/vault/shop.hpp"

#include <doctest/doctest.h>

namespace shopbell::abi {

namespace {

boundary::Answer answer_to(const boundary::Call& call) {
    const auto answer = boundary::decode_answer(answer_call(encode(call)));
    CHECK(answer.ok());
    return answer ? *answer : boundary::Answer{};
}

}  // namespace

TEST_CASE("a call is answered by its answer") {
    const boundary::Answer answer = answer_to(boundary::CheckCode{"1234"});
    const auto* const checked = std::get_if<boundary::CodeChecked>(&answer);
    REQUIRE(checked != nullptr);
    CHECK_FALSE(checked->ok);
}

TEST_CASE("a call that cannot be done is answered by Failed") {
    boundary::MakeShop call;
    call.shop = "tea";
    call.passphrase = "short";
    const boundary::Answer answer = answer_to(call);
    const auto* const failed = std::get_if<boundary::Failed>(&answer);
    REQUIRE(failed != nullptr);
    CHECK(failed->code == "passphrase_short");
    CHECK(failed->field == "MakeShop.passphrase");
    CHECK_FALSE(failed->message.empty());
}

TEST_CASE("a call at a time by which nothing can be dated is answered by Failed") {
    boundary::Invite call;
    call.now = wire::safe_uint_max;
    const boundary::Answer answer = answer_to(call);
    const auto* const failed = std::get_if<boundary::Failed>(&answer);
    REQUIRE(failed != nullptr);
    CHECK(failed->code == "malformed");
    CHECK(failed->field == "now");
}

TEST_CASE("bytes that are no call are answered by Failed that names the field") {
    for (const Bytes& request : {Bytes{}, Bytes{0xff}, Bytes{0x81, 0x18, 0x63}, Bytes(5000, 0)}) {
        const auto answer = boundary::decode_answer(answer_call(request));
        REQUIRE(answer);
        const auto* const failed = std::get_if<boundary::Failed>(&*answer);
        REQUIRE(failed != nullptr);
        CHECK(failed->code == "malformed");
    }
    Bytes cut = encode(boundary::Call(boundary::CheckCode{"1234"}));
    cut.pop_back();
    const auto answer = boundary::decode_answer(answer_call(cut));
    REQUIRE(answer);
    const auto* const failed = std::get_if<boundary::Failed>(&*answer);
    REQUIRE(failed != nullptr);
    CHECK(failed->field == "CheckCode.code");
}

}  // namespace shopbell::abi
