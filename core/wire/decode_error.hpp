// SPDX-License-Identifier: Apache-2.0
// Why bytes are not the message they claim to be: the protocol code that the other side is told,
// the field, and the codec's own reason for logs and tests. Every generated decoder returns one.
#pragma once

#include "core/wire/cbor.hpp"
#include "core/wire/codes.hpp"

#include <optional>

namespace shopbell::wire {

struct DecodeError {
    Code code = Code::malformed;
    FieldName field;  // empty in builds without field names
    CborError reason = CborError::none;
};

// None: everything that was read is right.
inline std::optional<DecodeError> decode_error(const CborReader& in) {
    if (in.error() == CborError::none) return std::nullopt;
    DecodeError error{Code::malformed, in.field(), in.error()};
    if (in.error() == CborError::too_deep) error.code = Code::too_deep;
    if (in.error() == CborError::too_large) error.code = Code::too_large;
    if (in.error() == CborError::unknown_type) error.code = Code::unknown_type;
    return error;
}

}  // namespace shopbell::wire
