// SPDX-License-Identifier: Apache-2.0
// Key pairs from seeds. A device is one browser profile (or one bot): its 32-byte seed gives the
// key that signs its rows and the one that conversation keys are sealed to. Agents and the root
// have seeds of their own in their vaults.
#pragma once

#include "core/crypto/secret_key.hpp"

namespace shopbell::crypto {

struct SignPair {
    Key pk{};
    SignKey sk;
    static SignPair from_seed(ByteView seed);  // Ed25519
};

struct BoxPair {
    Key pk{};
    BoxKey sk;
    static BoxPair from_seed(ByteView seed);  // crypto_box_seed_keypair
};

struct DeviceKeys {
    Key sign_pk{};
    SignKey sign_sk;
    Key box_pk{};
    BoxKey box_sk;
    static DeviceKeys from_seed(ByteView seed);
};

// A shopper device's conversations, counted from 0, and their first keys. Derived, so that two tabs
// that begin at once, or a device whose disk was rolled back, mean the same conversation.
Id conversation_id(const DeviceKeys& device, uint64_t number);
// Of a row whose words move out of a deleted conversation: a copy of the profile moves them, too.
Id moved_id(const DeviceKeys& device, const Id& mid);
Key first_conversation_key(const DeviceKeys& device, const Id& conv);

// What waits in an outbox is sealed under this on its disk, whatever becomes of the conversation's
// own keys meanwhile: a restored relay may have lost the newest. `own` is the shopper's device's,
// or the agent's, so that it opens for whoever signs in again.
Key outbox_key(const BoxKey& own, const Id& conv);

}  // namespace shopbell::crypto
