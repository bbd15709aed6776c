// SPDX-License-Identifier: Apache-2.0
// CBOR as a tree that can be changed anywhere and written again, so that what comes out is still
// well-formed and reaches the code behind the decoder. Byte strings that hold CBOR themselves (a
// signed roster, a stored value) are part of the tree. The custom mutator changes whole inputs with
// it, the stateful targets single frames.
#pragma once

#include "tests/fuzz/fuzzed.hpp"

#include <optional>
#include <vector>

namespace shopbell::fuzz {

struct CborItem {
    uint8_t major = 0;
    uint64_t argument = 0;           // uint: the value; major 7: the low five bits; else unused
    Bytes content;                   // strings that hold no CBOR
    std::vector<CborItem> children;  // of arrays; of a byte string the one item that it holds
};

// Nothing unless the input is one whole item of arrays, strings, integers and simple values.
std::optional<CborItem> read_cbor(ByteView input);
Bytes write_cbor(const CborItem& item);

// One change somewhere in the tree. `others` are items of the world around (ids, keys, rows) that
// may take the place of one of their kind.
void change_somewhere(CborItem& root, Fuzzed& choices, const std::vector<CborItem>& others = {});

CborItem cbor_bytes(ByteView content);

// The encoding with up to three changes; as it is if it cannot be read.
Bytes changed(ByteView encoding, Fuzzed& choices, const std::vector<CborItem>& others = {});

}  // namespace shopbell::fuzz
