// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/head_hash.hpp"

#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"

namespace shopbell::crypto {

Hash head_start(const Id& conv) { return hash256({bytes_of(labels::head), conv}); }

Hash head_next(const Hash& head, const wire::Submission& submission, uint64_t seq) {
    FixedBytes<8> place{};
    for (size_t i = 0; i < 8; ++i) place[i] = static_cast<uint8_t>(seq >> (8 * (7 - i)));
    const Bytes row = encode(submission);
    const Hash row_hash = hash256({bytes_of(labels::row_hash), row, place});
    return hash256({bytes_of(labels::head), head, row_hash});
}

}  // namespace shopbell::crypto
