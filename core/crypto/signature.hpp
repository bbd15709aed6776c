// SPDX-License-Identifier: Apache-2.0
// Ed25519 over a label and the encoded fields that it vouches for. The label is part of what is
// signed, so that a signature for one purpose never verifies for another. Called by the files of
// this folder that know their label, and by nobody else.
#pragma once

#include "core/crypto/secret_key.hpp"

namespace shopbell::crypto {

Signature sign(const SignKey& key, std::string_view label, ByteView fields);
bool verify(const Key& public_key, std::string_view label, ByteView fields, const Signature& sig);

}  // namespace shopbell::crypto
