// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/head_hash.hpp"

#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"

namespace shopbell::crypto {

Hash head_start(const Id& conv) { return hash256({bytes_of(labels::head), conv}); }

Hash head_next(const Hash& head, const wire::Submission& submission, uint64_t seq) {
    const Bytes row = encode(submission);
    const Hash row_hash = hash256({bytes_of(labels::row_hash), row, be64(seq)});
    return hash256({bytes_of(labels::head), head, row_hash});
}

}  // namespace shopbell::crypto
