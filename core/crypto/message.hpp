// SPDX-License-Identifier: Apache-2.0
// A row from words to sealed bytes and back. Sealing fixes what a relink may not change; linking
// (prev, head, signature) is done when the row goes out, as often as needed, and encrypts nothing
// again. Opening says which check failed, so that the reader can show a placeholder that does too.
#pragma once

#include "core/base/result.hpp"
#include "core/crypto/device.hpp"
#include "core/crypto/rng.hpp"
#include "core/wire/messages.hpp"

namespace shopbell::crypto {

enum class OpenProblem : uint8_t {
    signature = 1,
    certificate,  // about another device, or by nobody who was an agent at the row's roster_v
    key_missing,  // no key of this generation
    commitment,   // the ciphertext was made under another key
    ciphertext,   // changed, or not of this row
    padding,
    content,  // opened, but not a Content that this version knows
};

// The number that RowView.reason shows for it (core/wire/schema/boundary.json).
uint64_t reason_number(OpenProblem problem);

// The fields of a row that its ciphertext is bound to, and sent_at.
struct SealInput {
    std::string_view shop;
    Id conv{};
    Id mid{};
    uint64_t gen = 1;
    uint64_t roster_v = 0;
    Key device{};
    uint64_t type = 1;
    uint64_t sent_at = 0;
    Bytes pub;
};

// A whole submission but for its place in the chain: prev, head_seq, head_hash, certificate and sig
// are empty until the caller sets them and signs.
wire::Submission seal(Rng& rng, const ConversationKey& key, const SealInput& input,
                      ByteView content);

// Sets sig; to be called again after each change of prev, head_seq or head_hash.
void sign_submission(wire::Submission& submission, std::string_view shop, const DeviceKeys& device);
bool verify_submission(const wire::Submission& submission, std::string_view shop);

// The encoded Content. Judges the key and the ciphertext only.
Result<Bytes, OpenProblem> open(const wire::Submission& submission, std::string_view shop,
                                const ConversationKey& key);

// All checks in order: signature, certificate (if the row brings one; `roster` may be null if the
// row brings none), key (null: key_missing), commitment, ciphertext, padding, content. Whether the
// sender may write here at all is for the caller to know.
Result<wire::Content, OpenProblem> open_message(const wire::Submission& submission,
                                                std::string_view shop, const wire::Roster* roster,
                                                const ConversationKey* key);

}  // namespace shopbell::crypto
