// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/trace.hpp"

#include "core/base/text_encoding.hpp"

#include <cstdio>

namespace shopbell::sim {

std::string short_hex(ByteView bytes) { return hex_encode(bytes.first(4)); }

void Trace::line(Millis at, std::string_view who, std::string_view what) const {
    std::printf("%7lld.%03lld  %-16.*s %.*s\n", static_cast<long long>(at / 1000),
                static_cast<long long>(at % 1000), static_cast<int>(who.size()), who.data(),
                static_cast<int>(what.size()), what.data());
}

void Trace::mix(ByteView bytes) {
    for (const uint8_t byte : bytes) digest_ = (digest_ ^ byte) * 0x100000001b3;
}

void Trace::effect(Millis at, std::string_view who, ByteView encoded) {
    const std::string head = std::to_string(at) + " " + std::string(who) + " ";
    mix(bytes_of(head));
    mix(encoded);
    if (log_) std::printf("%s%s\n", head.c_str(), hex_encode(encoded).c_str());
}

}  // namespace shopbell::sim
