// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/signature.hpp"

#include "core/base/invariant.hpp"

#include <sodium.h>

namespace shopbell::crypto {

namespace {

Bytes labelled(std::string_view label, ByteView fields) {
    Bytes signed_bytes;
    signed_bytes.reserve(label.size() + fields.size());
    append(signed_bytes, label);
    append(signed_bytes, fields);
    return signed_bytes;
}

}  // namespace

Signature sign(const SignKey& key, std::string_view label, ByteView fields) {
    const Bytes what = labelled(label, fields);
    Signature sig{};
    SHOPBELL_ASSERT(
        crypto_sign_detached(sig.data(), nullptr, what.data(), what.size(), key.data()) == 0);
    return sig;
}

bool verify(const Key& public_key, std::string_view label, ByteView fields, const Signature& sig) {
    const Bytes what = labelled(label, fields);
    return crypto_sign_verify_detached(sig.data(), what.data(), what.size(), public_key.data()) ==
           0;
}

}  // namespace shopbell::crypto
