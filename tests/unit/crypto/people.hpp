// SPDX-License-Identifier: Apache-2.0
// The cast of the crypto tests: a shop with its root, an owner and an agent on its roster, the
// agent's certified device, a shopper, and the conversation key between them. Everything from fixed
// seeds, so that a failing test fails the same way again.
#pragma once

#include "core/crypto/certificate.hpp"
#include "core/crypto/device.hpp"
#include "core/crypto/message.hpp"
#include "core/crypto/rng.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/sealed_box.hpp"
#include "core/crypto/wrap.hpp"

namespace shopbell::crypto::test {

inline constexpr uint64_t noon = 1'790'000'000'000;

template <size_t N>
FixedBytes<N> filled(uint8_t byte) {
    FixedBytes<N> bytes;
    bytes.fill(byte);
    return bytes;
}

inline Key key_of(uint8_t byte) { return filled<32>(byte); }
inline Id id_of(uint8_t byte) { return filled<16>(byte); }

struct People {
    std::string shop = "tea";
    Rng rng{key_of(0x77)};
    SignPair root = SignPair::from_seed(key_of(1));
    SignPair owner = SignPair::from_seed(key_of(2));
    SignPair agent = SignPair::from_seed(key_of(3));
    BoxPair owner_box = BoxPair::from_seed(key_of(4));
    BoxPair agent_box = BoxPair::from_seed(key_of(5));
    DeviceKeys agent_device = DeviceKeys::from_seed(key_of(6));
    DeviceKeys shopper = DeviceKeys::from_seed(key_of(7));
    SecretKey<32> inbox{key_of(8)};
    ConversationKey key{key_of(9)};
    Id owner_id = id_of(0xa0);
    Id agent_id = id_of(0xa1);
    Id conv = id_of(0xc0);

    [[nodiscard]] wire::Roster roster() const {
        wire::Roster roster;
        roster.shop = shop;
        roster.version = 1;
        roster.inbox_v = 1;
        roster.inbox = box_public(inbox);
        roster.recovery = BoxPair::from_seed(key_of(10)).pk;
        roster.agents = {{owner_id, owner.pk, owner_box.pk, 1},
                         {agent_id, agent.pk, agent_box.pk, 3}};
        roster.issued_at = noon;
        roster.expires_at = noon + 1000;
        return roster;
    }

    [[nodiscard]] wire::SignedRoster signed_by_root(const wire::Roster& roster) const {
        return sign_roster(roster, root.pk, root.sk);
    }

    [[nodiscard]] wire::Certificate certificate() const {
        return certify(agent.sk, shop, agent_id, agent_device.sign_pk, 1, noon);
    }

    wire::Wrap first_wrap() {
        const auto wrap = make_wrap(rng, key,
                                    {.shop = shop,
                                     .conv = conv,
                                     .gen = 1,
                                     .inbox_v = 1,
                                     .inbox_pk = box_public(inbox),
                                     .shopper_box = shopper.box_pk,
                                     .made_at = noon,
                                     .certificate = std::nullopt},
                                    shopper);
        SHOPBELL_ASSERT(wrap);
        return *wrap;
    }

    wire::Submission row(const DeviceKeys& from, const std::string& words) {
        const SealInput input{.shop = shop,
                              .conv = conv,
                              .mid = rng.id(),
                              .gen = 1,
                              .roster_v = 1,
                              .device = from.sign_pk,
                              .type = 1,
                              .sent_at = noon,
                              .pub = {1, 2, 3}};
        wire::Submission row =
            seal(rng, key, input, encode(wire::Content(wire::TextContent{words, std::nullopt})));
        sign_submission(row, shop, from);
        return row;
    }

    wire::Submission agent_row(const std::string& words) {
        wire::Submission made = row(agent_device, words);
        made.certificate = certificate();
        return made;
    }
};

}  // namespace shopbell::crypto::test
