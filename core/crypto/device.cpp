// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/device.hpp"

#include "core/base/invariant.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"

#include <algorithm>

#include <sodium.h>

namespace shopbell::crypto {

SignPair SignPair::from_seed(ByteView seed) {
    SHOPBELL_ASSERT(seed.size() == crypto_sign_SEEDBYTES);
    SignPair pair;
    SHOPBELL_ASSERT(crypto_sign_seed_keypair(pair.pk.data(), pair.sk.data(), seed.data()) == 0);
    return pair;
}

BoxPair BoxPair::from_seed(ByteView seed) {
    SHOPBELL_ASSERT(seed.size() == crypto_box_SEEDBYTES);
    BoxPair pair;
    SHOPBELL_ASSERT(crypto_box_seed_keypair(pair.pk.data(), pair.sk.data(), seed.data()) == 0);
    return pair;
}

DeviceKeys DeviceKeys::from_seed(ByteView seed) {
    const Seed sign_seed(keyed_hash256(seed, {bytes_of(labels::device_sign)}));
    const Seed box_seed(keyed_hash256(seed, {bytes_of(labels::device_box)}));
    const SignPair sign = SignPair::from_seed(sign_seed);
    const BoxPair box = BoxPair::from_seed(box_seed);
    return {sign.pk, sign.sk, box.pk, box.sk};
}

static Id derived_id(const DeviceKeys& device, std::string_view label, ByteView what) {
    const Hash hash = keyed_hash256(device.box_sk, {bytes_of(label), what});
    Id id;
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
}

Id conversation_id(const DeviceKeys& device, uint64_t number) {
    return derived_id(device, labels::conversation_id, be64(number));
}

Id moved_id(const DeviceKeys& device, const Id& mid) {
    return derived_id(device, labels::moved_id, mid);
}

Key first_conversation_key(const DeviceKeys& device, const Id& conv) {
    return keyed_hash256(device.box_sk, {bytes_of(labels::conversation_key), conv});
}

Key outbox_key(const BoxKey& own, const Id& conv) {
    return keyed_hash256(own, {bytes_of(labels::outbox_key), conv});
}

}  // namespace shopbell::crypto
