// SPDX-License-Identifier: Apache-2.0
// libFuzzer's own changes of bytes break a CBOR document at almost every try. Targets whose whole
// input is one document link this file: most changes are then made to the tree.
#include "tests/fuzz/cbor_tree.hpp"

#include <cstring>

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t size_max);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max,
                                          unsigned seed) {
    using namespace shopbell;
    // A choice takes a byte or two; so many are enough for every change below.
    Bytes random(512);
    uint64_t state = seed;
    for (uint8_t& byte : random) {
        state = state * 6364136223846793005 + 1442695040888963407;
        byte = static_cast<uint8_t>(state >> 33);
    }
    fuzz::Fuzzed choices{random};
    auto document = fuzz::read_cbor(ByteView(data, size));
    if (!document || choices.chance(5)) return LLVMFuzzerMutate(data, size, size_max);
    for (size_t changes = 1 + choices.below(3); changes > 0; --changes) {
        fuzz::change_somewhere(*document, choices);
    }
    const Bytes written = fuzz::write_cbor(*document);
    if (written.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
    std::memcpy(data, written.data(), written.size());
    return written.size();
}
