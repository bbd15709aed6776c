// SPDX-License-Identifier: Apache-2.0
// Who may do what with a blob, the sealed bytes of a file, and when one goes. A blob is tied to a
// conversation that may not stand yet (a first message can be a picture) and to the device that
// made it; both are checked, so that whoever opens a conversation under a known id gets nothing of
// another's. Pure decisions; the relay's shell asks them for each HTTP request and in each sweep.
#pragma once

#include "core/relay/store.hpp"

namespace shopbell::relay {

// What is known of a blob besides its bytes.
struct BlobState {
    std::string shop;
    Id blob{};
    Id conv{};
    Key device{};  // that made it
    Role role = Role::shopper;
    uint64_t length = 0;    // sealed bytes, from 1
    uint64_t offset = 0;    // sealed bytes that are here
    uint64_t moved_at = 0;  // Unix ms of its making or its newest piece

    [[nodiscard]] bool is_complete() const { return offset == length; }

    bool operator==(const BlobState&) const = default;
};

enum class BlobAccess : uint8_t { allowed, forbidden, erased, unknown_conversation };

// `conversation` is null while the relay knows none of that id.

// A shopper's device in its own conversation or in one that does not stand yet, an agent in any of
// the shop's.
BlobAccess may_make_blob(const TokenHolder& holder, const ConversationState* conversation);
// Its device alone.
BlobAccess may_add_to_blob(const TokenHolder& holder, const BlobState& blob,
                           const ConversationState* conversation);
// Its device, and whoever may read the rows of the conversation once the blob is part of it.
BlobAccess may_read_blob(const TokenHolder& holder, const BlobState& blob,
                         const ConversationState* conversation);

// An agent whom the roster names no more has a token that means nothing. Shoppers are always one.
bool is_member(const TokenHolder& holder, const wire::Roster& roster);

// Whether a sweep takes the blob: its conversation was erased; for upload_ms_max the upload did not
// move, or the conversation was not opened by the blob's device; retention is over.
bool is_blob_over(const BlobState& blob, const ConversationState* conversation,
                  const wire::ShopSettings& settings, uint64_t now);

// The most that a file of `file_bytes_max` bytes may have sealed: an eighth for Padmé lengths and
// the stream's overhead, and 64 KiB for the smallest. 0: none at all.
uint64_t sealed_bytes_max(uint64_t file_bytes_max);

// What a new shop begins with.
void set_file_limits(wire::ShopSettings& settings);

}  // namespace shopbell::relay
