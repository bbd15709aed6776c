// SPDX-License-Identifier: Apache-2.0
// Vaults, recovery codes and the console's key operations: nothing opens but what was sealed for
// this purpose and agent, every call is answered by an answer that can be read, and a roster that
// comes out of one follows the roster that went in. Calls that would run Argon2 are left out.
#include "core/crypto/vault/vault.hpp"

#include "core/abi/calls.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/recovery_code.hpp"
#include "core/crypto/vault/shop.hpp"
#include "tests/fuzz/cbor_tree.hpp"
#include "tests/unit/crypto/people.hpp"

namespace shopbell::fuzz {
namespace {

using crypto::test::id_of;
using crypto::test::key_of;
using crypto::test::noon;

template <class Made>
Made expect(crypto::CallResult<Made> result) {
    FUZZ_CHECK(result.ok());
    return std::move(result).value();
}

// A shop as its owner has it after inviting somebody, and the calls that it may make.
struct World {
    boundary::ShopMade shop = expect(crypto::make_shop({.seed = key_of(1),
                                                        .shop = "tea",
                                                        .passphrase = "correct horse battery",
                                                        .salt = id_of(2),
                                                        .now = noon}));
    Key vault_key =
        expect(crypto::derive_keys({.passphrase = "correct horse battery", .salt = id_of(2)}))
            .vault_key;
    boundary::Invite invite{.seed = key_of(3),
                            .agent = shop.agent,
                            .vault_key = vault_key,
                            .root_vault = shop.root_vault,
                            .signed_roster = shop.signed_roster,
                            .sealed_inbox = {shop.sealed_inbox},
                            .keys = shop.keys,
                            .role = 3,
                            .now = noon};
    boundary::Invited invited = expect(crypto::invite(invite));
    boundary::RenewRoster renew{.seed = key_of(4),
                                .agent = shop.agent,
                                .vault_key = vault_key,
                                .root_vault = shop.root_vault,
                                .signed_roster = invited.signed_roster,
                                .sealed_inbox = {shop.sealed_inbox},
                                .keys = shop.keys,
                                .remove = {},
                                .now = noon};
    std::vector<boundary::Call> calls = make_calls();

private:
    std::vector<boundary::Call> make_calls() {
        boundary::RenewRoster without = renew;
        without.remove = invited.agent;
        return {invite,
                renew,
                without,
                boundary::Unlock{key_of(5), shop.agent, vault_key, shop.vault},
                boundary::AcceptInvite{.seed = key_of(6),
                                       .agent = invited.agent,
                                       .secret = invited.secret,
                                       .invite_vault = invited.invite_vault,
                                       .passphrase = "too short",
                                       .salt = id_of(7)},
                boundary::CheckCode{shop.recovery_code}};
    }
};

World& world() {
    static World only;
    return only;
}

template <class Call>
bool runs_argon2(const Call& call) {
    if constexpr (std::is_same_v<Call, boundary::Derive>) {
        return true;
    } else if constexpr (requires { call.passphrase; }) {
        return crypto::passphrase_long_enough(call.passphrase);
    } else {
        return false;
    }
}

// Made by the owner of `before`, so that every client that knows `before` takes it.
void check_successor(const wire::SignedRoster& before, const wire::SignedRoster& after) {
    const auto old = wire::decode_roster(before.roster);
    FUZZ_CHECK(old.ok());
    FUZZ_CHECK(after.root == before.root);
    const auto next = crypto::verify_roster(after, crypto::root_hash(after.root), old->shop,
                                            {old->version, crypto::roster_hash(before.roster)});
    FUZZ_CHECK(next.ok());
    FUZZ_CHECK(next->version == old->version + 1);
    FUZZ_CHECK(next->recovery == old->recovery);
}

void check_answer(const boundary::Call& call, const boundary::Answer& answer) {
    if (const auto* failed = std::get_if<boundary::Failed>(&answer)) {
        FUZZ_CHECK(!failed->code.empty() && !failed->field.empty());
    } else if (const auto* invited = std::get_if<boundary::Invited>(&answer)) {
        check_successor(std::get<boundary::Invite>(call).signed_roster, invited->signed_roster);
    } else if (const auto* renewed = std::get_if<boundary::RosterRenewed>(&answer)) {
        check_successor(std::get<boundary::RenewRoster>(call).signed_roster,
                        renewed->signed_roster);
    }
}

void answer(ByteView input) {
    const auto call = boundary::decode_call(input);
    if (call && std::visit([](const auto& one) { return runs_argon2(one); }, *call)) return;
    const auto answered = boundary::decode_answer(abi::answer_call(input));
    FUZZ_CHECK(answered.ok());
    if (call) return check_answer(*call, *answered);
    FUZZ_CHECK(std::get<boundary::Failed>(*answered).code == "malformed");
}

void answer_changed(Fuzzed& choices) {
    const auto& calls = world().calls;
    answer(
        changed(boundary::encode(calls[choices.below(calls.size())]), choices,
                {cbor_bytes(world().shop.agent), cbor_bytes(world().invited.agent),
                 cbor_bytes(world().vault_key), cbor_bytes(world().shop.vault),
                 cbor_bytes(world().shop.root_vault), cbor_bytes(world().invited.invite_vault)}));
}

Bytes with_changes(Bytes bytes, Fuzzed& choices) {
    for (int i = 0; i < 6 && !choices.empty(); ++i) {
        const size_t at = choices.below(bytes.size());
        bytes[at] ^= choices.byte();
    }
    if (choices.chance(8)) bytes.resize(choices.below(bytes.size()));
    return bytes;
}

void open_changed(Fuzzed& choices) {
    const World& w = world();
    const crypto::SecretKey<32> key(w.vault_key);
    const bool own = choices.chance(2);
    const Id agent = own ? w.shop.agent : w.invited.agent;
    const Bytes vault = with_changes(choices.chance(2) ? w.shop.vault : w.shop.root_vault, choices);
    const auto opened = crypto::open_vault(vault, key, agent);
    FUZZ_CHECK(opened.ok() == (own && vault == w.shop.vault));
    const auto root = crypto::open_root_vault(vault, key, agent);
    FUZZ_CHECK(root.ok() == (own && vault == w.shop.root_vault));

    const auto code = crypto::read_recovery_code(w.shop.recovery_code);
    FUZZ_CHECK(code.has_value());
    const Bytes box = with_changes(w.shop.recovery_box, choices);
    const auto content = crypto::open_recovery_box(box, crypto::recovery_pair(*code));
    FUZZ_CHECK(content.has_value() == (box == w.shop.recovery_box));
}

// Whatever is read as a code is printed in one way, which reads as the same code.
void read_code(const std::string& text) {
    const auto code = crypto::read_recovery_code(text);
    if (!code) return;
    const auto again = crypto::read_recovery_code(crypto::write_recovery_code(*code));
    FUZZ_CHECK(again && *again == *code);
}

void read_changed_code(Fuzzed& choices) {
    const Bytes typed = with_changes(to_bytes(bytes_of(world().shop.recovery_code)), choices);
    read_code(std::string(text_of(typed)));
    crypto::RecoveryCode code;
    for (size_t i = 0; i < code.size(); ++i) code.data()[i] = choices.byte();
    const auto read = crypto::read_recovery_code(crypto::write_recovery_code(code));
    FUZZ_CHECK(read && *read == code);
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell;
    using namespace shopbell::fuzz;
    Fuzzed choices(ByteView(data, size));
    switch (choices.below(6)) {
        case 0: {
            const ByteView vault = choices.rest();
            const auto opened = crypto::open_vault(vault, crypto::SecretKey<32>(world().vault_key),
                                                   world().shop.agent);
            FUZZ_CHECK(opened.ok() == equal(vault, world().shop.vault));
            break;
        }
        case 1:
            answer(choices.rest());
            break;
        case 2:
            open_changed(choices);
            break;
        case 3:
            read_code(std::string(text_of(choices.rest())));
            break;
        case 4:
            read_changed_code(choices);
            break;
        default:
            answer_changed(choices);
    }
    return 0;
}
