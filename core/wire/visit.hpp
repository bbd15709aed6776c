// SPDX-License-Identifier: Apache-2.0
// What the generated visitors of messages share. A visitor decodes one message on the stack and
// hands it over as the type it is; a variant in between would cost a shopper's wasm the code that
// makes, moves and takes apart every message that can be in it.
#pragma once

#include "core/base/limits.hpp"
#include "core/wire/decode_error.hpp"

namespace shopbell::wire {

// The rest of a message's array, whose type has been read; visited only when all of it is right.
template <class Message, class Visit>
void visit_message(CborReader& in, const CborReader::Outside& outside, Visit&& visit) {
    Message message;
    read_fields(in, message);
    in.close(outside);
    if (in.error() == CborError::none) visit(message);
}

}  // namespace shopbell::wire
