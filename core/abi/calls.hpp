// SPDX-License-Identifier: Apache-2.0
// The console's second door into the core: one encoded Call in, one encoded Answer out, at once
// (core/wire/schema/calls.json). Not part of the shopper's wasm, which has no Argon2. Called by the
// C ABI's sb_call.
#pragma once

#include "core/base/bytes.hpp"

namespace shopbell::abi {

#ifdef SHOPBELL_WITH_ARGON2
// Always an Answer: what cannot be read or done is answered by Failed.
Bytes answer_call(ByteView request);
#endif

}  // namespace shopbell::abi
