// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/hello.hpp"

#include "core/crypto/labels.hpp"
#include "core/crypto/signature.hpp"

namespace shopbell::crypto {

namespace {

Bytes signed_fields(const wire::Hello& hello, const Key& nonce) {
    wire::HelloSigned fields;
    fields.frame = wire::Hello::type_number;
    fields.nonce = nonce;
    fields.relay_origin = hello.relay_origin;
    fields.shop = hello.shop;
    fields.role = hello.role;
    fields.device = hello.device;
    return encode(fields);
}

}  // namespace

Signature sign_hello(const wire::Hello& hello, const Key& nonce, const DeviceKeys& device) {
    return sign(device.sign_sk, labels::hello, signed_fields(hello, nonce));
}

bool verify_hello(const wire::Hello& hello, const Key& nonce) {
    return verify(hello.device, labels::hello, signed_fields(hello, nonce), hello.sig);
}

}  // namespace shopbell::crypto
