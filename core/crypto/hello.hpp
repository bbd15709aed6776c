// SPDX-License-Identifier: Apache-2.0
// Proof, on a fresh connection, that a client holds its device key: a signature over the relay's
// nonce, the origin it dialled, the shop and its role. Sessions sign, the Hub verifies.
#pragma once

#include "core/crypto/device.hpp"
#include "core/wire/messages.hpp"

namespace shopbell::crypto {

// Signs the fields of `hello` (role, shop, device, relay_origin) for this connection's nonce.
Signature sign_hello(const wire::Hello& hello, const Key& nonce, const DeviceKeys& device);

// Only the signature: origin, shop and certificate are the Hub's to judge.
bool verify_hello(const wire::Hello& hello, const Key& nonce);

}  // namespace shopbell::crypto
