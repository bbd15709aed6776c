// SPDX-License-Identifier: Apache-2.0
#include "core/abi/calls.hpp"

#ifdef SHOPBELL_WITH_ARGON2
#include "core/base/limits.hpp"
#include "core/crypto/vault/shop.hpp"

namespace shopbell::abi {

namespace {

using boundary::Answer;

// Unix ms. What is dated by a later time would end at one that no frame can carry.
constexpr uint64_t now_max = wire::safe_uint_max - limits::roster_life_ms;

template <class T>
Answer either(crypto::CallResult<T> result) {
    if (!result) return result.error();
    return std::move(result).value();
}

Answer answer(const boundary::MakeShop& call) { return either(crypto::make_shop(call)); }
Answer answer(const boundary::Derive& call) { return either(crypto::derive_keys(call)); }
Answer answer(const boundary::Unlock& call) { return either(crypto::unlock(call)); }
Answer answer(const boundary::ChangePassphrase& call) {
    return either(crypto::change_passphrase(call));
}
Answer answer(const boundary::Invite& call) { return either(crypto::invite(call)); }
Answer answer(const boundary::AcceptInvite& call) { return either(crypto::accept_invite(call)); }
Answer answer(const boundary::Recover& call) { return either(crypto::recover(call)); }
Answer answer(const boundary::RenewRoster& call) { return either(crypto::renew_roster(call)); }
Answer answer(const boundary::CheckCode& call) { return either(crypto::check_code(call)); }

template <class Call>
Answer answer_in_time(const Call& call) {
    if constexpr (requires { call.now; }) {
        if (call.now > now_max) return boundary::Failed{"malformed", "now", "is too late a time"};
    }
    return answer(call);
}

}  // namespace

Bytes answer_call(ByteView request) {
    const auto call = boundary::decode_call(request);
    if (!call) {
        return encode(
            Answer(boundary::Failed{"malformed", call.error().field,
                                    std::string(wire::cbor_error_name(call.error().reason))}));
    }
    return encode(std::visit([](const auto& one) { return answer_in_time(one); }, *call));
}

}  // namespace shopbell::abi
#endif
