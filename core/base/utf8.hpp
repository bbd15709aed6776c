// SPDX-License-Identifier: Apache-2.0
// Strict UTF-8 (RFC 3629): no overlong forms, surrogates or values above U+10FFFF. Text is checked
// once, where it enters (the wire codec, composed messages, config); behind that it is trusted.
#pragma once

#include <string_view>

namespace shopbell {

bool is_utf8(std::string_view text);

}  // namespace shopbell
