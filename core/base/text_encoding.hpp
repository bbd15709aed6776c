// SPDX-License-Identifier: Apache-2.0
// Bytes as text: lower-case hex for ids in logs and paths, unpadded base64url for keys in links and
// snippets. Decoding is strict, so that one value has one spelling: no padding, no white space, no
// upper-case hex, no stray low bits. Called by the shells and by core/crypto for recovery codes.
#pragma once

#include "core/base/bytes.hpp"

namespace shopbell {

std::string hex_encode(ByteView bytes);
std::optional<Bytes> hex_decode(std::string_view text);

std::string base64url_encode(ByteView bytes);
std::optional<Bytes> base64url_decode(std::string_view text);

// Nothing unless the text decodes to exactly N bytes.
template <size_t N>
std::optional<FixedBytes<N>> hex_decode_fixed(std::string_view text) {
    const std::optional<Bytes> bytes = hex_decode(text);
    return bytes ? to_fixed<N>(*bytes) : std::nullopt;
}

template <size_t N>
std::optional<FixedBytes<N>> base64url_decode_fixed(std::string_view text) {
    const std::optional<Bytes> bytes = base64url_decode(text);
    return bytes ? to_fixed<N>(*bytes) : std::nullopt;
}

}  // namespace shopbell
