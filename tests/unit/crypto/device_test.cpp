// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/device.hpp"

#include "core/base/text_encoding.hpp"
#include "core/crypto/signature.hpp"
#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

TEST_CASE("a sign pair is RFC 8032's for its seed") {
    const auto seed =
        hex_decode_fixed<32>("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    REQUIRE(seed);
    CHECK(hex_encode(SignPair::from_seed(*seed).pk) ==
          "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

TEST_CASE("a device's two keys come from its seed and have nothing else in common") {
    const DeviceKeys device = DeviceKeys::from_seed(test::key_of(1));
    const DeviceKeys again = DeviceKeys::from_seed(test::key_of(1));
    const DeviceKeys other = DeviceKeys::from_seed(test::key_of(2));
    CHECK(device.sign_pk == again.sign_pk);
    CHECK(device.box_pk == again.box_pk);
    CHECK(device.sign_sk == again.sign_sk);
    CHECK(device.sign_pk != other.sign_pk);
    CHECK(device.box_pk != other.box_pk);
    CHECK(device.sign_pk != SignPair::from_seed(test::key_of(1)).pk);
    CHECK(device.box_pk != BoxPair::from_seed(test::key_of(1)).pk);
}

TEST_CASE("a device's keys work in pairs") {
    const DeviceKeys device = DeviceKeys::from_seed(test::key_of(1));
    CHECK(verify(device.sign_pk, "x", {}, sign(device.sign_sk, "x", {})));
    CHECK(box_public(device.box_sk) == device.box_pk);
}

TEST_CASE("the id of moved words is their device's and theirs, the same each time") {
    const DeviceKeys device = DeviceKeys::from_seed(test::key_of(1));
    const DeviceKeys other = DeviceKeys::from_seed(test::key_of(2));
    const Id mid{1}, next{2};
    CHECK(moved_id(device, mid) == moved_id(device, mid));
    CHECK(moved_id(device, mid) != mid);
    CHECK(moved_id(device, mid) != moved_id(device, next));
    CHECK(moved_id(device, mid) != moved_id(other, mid));
}

}  // namespace shopbell::crypto
