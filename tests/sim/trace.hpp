// SPDX-License-Identifier: Apache-2.0
// What a run tells of itself. The trace is for people: one line a step with its virtual time. The
// effect log is for machines: every effect of every Session and Hub, byte by byte, so that two
// builds of one core can be compared.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/time.hpp"

#include <string>
#include <string_view>

namespace shopbell::sim {

class Trace {
public:
    Trace(bool on, bool log, bool digest) : on_(on), log_(log), digesting_(log || digest) {}

    [[nodiscard]] bool on() const { return on_; }
    void line(Millis at, std::string_view who, std::string_view what) const;

    [[nodiscard]] bool logs() const { return digesting_; }
    void effect(Millis at, std::string_view who, ByteView encoded);
    [[nodiscard]] uint64_t digest() const { return digest_; }

private:
    void mix(ByteView bytes);

    bool on_, log_, digesting_;
    uint64_t digest_ = 0xcbf29ce484222325;  // FNV-1a
};

std::string short_hex(ByteView bytes);  // the first four bytes

}  // namespace shopbell::sim
