// SPDX-License-Identifier: Apache-2.0
// A conversation key on its way to its two readers: sealed once to the shop's inbox key SE and once
// to the shopper's device, signed by the device that made it. The shopper makes generation 1, later
// ones come from whoever first sees a new SE. Called by the Session.
#pragma once

#include "core/crypto/device.hpp"
#include "core/crypto/rng.hpp"
#include "core/wire/messages.hpp"

namespace shopbell::crypto {

struct WrapInput {
    std::string_view shop;
    Id conv{};
    uint64_t gen = 1;
    uint64_t inbox_v = 0;
    Key inbox_pk{};     // SE of that version, from a verified roster
    Key shopper_box{};  // the shopper device's box key
    uint64_t made_at = 0;
    std::optional<wire::Certificate> certificate;  // of the maker, when it is an agent's device
};

// Nothing if one of the two public keys is not usable (see seal_to).
std::optional<wire::Wrap> make_wrap(Rng& rng, const ConversationKey& key, const WrapInput& input,
                                    const DeviceKeys& maker);

// The maker signed it, and a certificate, if there is one, is about the maker; a first generation
// has none.
bool verify_wrap(const wire::Wrap& wrap, std::string_view shop);

// Whether the maker may make keys here: it is the device that made generation 1, or the roster
// backs its certificate. Without this check the relay could make a key itself and read what is
// sealed under it.
bool may_rekey(const wire::Wrap& wrap, std::string_view shop, const Key& first_maker,
               const wire::Roster& roster);

std::optional<ConversationKey> open_wrap_as_shopper(const wire::Wrap& wrap,
                                                    const DeviceKeys& shopper);
std::optional<ConversationKey> open_wrap_as_inbox(const wire::Wrap& wrap,
                                                  const SecretKey<32>& inbox_secret);

// SE's secret as one agent holds it; the same call seals it for another agent.
std::optional<wire::SealedInbox> seal_inbox(Rng& rng, uint64_t inbox_v,
                                            const SecretKey<32>& inbox_secret,
                                            const Key& agent_box);
std::optional<SecretKey<32>> open_sealed_inbox(const wire::SealedInbox& sealed,
                                               const BoxPair& agent_box);

}  // namespace shopbell::crypto
