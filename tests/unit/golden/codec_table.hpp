// SPDX-License-Identifier: Apache-2.0
// Every decoder of the generated code under the name that vectors call it by, as one function from
// bytes to what the value encodes to again, or to the refusal. For the tests of this folder alone.
#pragma once

#include "core/wire/decode_error.hpp"

#include <functional>
#include <map>
#include <string>

namespace shopbell::golden {

struct Verdict {
    bool accepted = false;
    Bytes encoded;            // accepted: the decoded value, encoded again
    wire::DecodeError error;  // refused
};

using Codec = std::function<Verdict(ByteView)>;

const std::map<std::string, Codec>& codec_table();

}  // namespace shopbell::golden
