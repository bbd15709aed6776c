// SPDX-License-Identifier: Apache-2.0
// The console's second door into the core: one encoded Call in, one encoded Answer out, at once
// (core/wire/schema/calls.json). Not part of the shopper's wasm, which has no Argon2. Called by the
// C ABI's sb_call.
#pragma once

#include "core/base/bytes.hpp"

namespace shopbell::abi {

// Always an Answer: what cannot be read or done is answered by Failed. Defined only where
// SHOPBELL_WITH_ARGON2 is.
Bytes answer_call(ByteView request);

}  // namespace shopbell::abi
