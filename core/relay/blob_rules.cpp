// SPDX-License-Identifier: Apache-2.0
#include "core/relay/blob_rules.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/roster.hpp"
#include "core/relay/conversation_rules.hpp"

namespace shopbell::relay {

static bool is_erased(const ConversationState* conversation) {
    return conversation != nullptr && conversation->state == ConversationPhase::erased;
}

// False also where another device opened the conversation that the blob was made for.
static bool is_part_of(const BlobState& blob, const ConversationState* conversation) {
    return conversation != nullptr && may_touch(*conversation, blob.role, blob.device);
}

BlobAccess may_make_blob(const TokenHolder& holder, const ConversationState* conversation) {
    if (conversation == nullptr) {
        return holder.role == Role::shopper ? BlobAccess::allowed
                                            : BlobAccess::unknown_conversation;
    }
    if (!may_touch(*conversation, holder.role, holder.device)) return BlobAccess::forbidden;
    return is_erased(conversation) ? BlobAccess::erased : BlobAccess::allowed;
}

BlobAccess may_add_to_blob(const TokenHolder& holder, const BlobState& blob,
                           const ConversationState* conversation) {
    if (holder.device != blob.device) return BlobAccess::forbidden;
    return is_erased(conversation) ? BlobAccess::erased : BlobAccess::allowed;
}

BlobAccess may_read_blob(const TokenHolder& holder, const BlobState& blob,
                         const ConversationState* conversation) {
    const bool reader =
        is_part_of(blob, conversation) && may_touch(*conversation, holder.role, holder.device);
    if (holder.device != blob.device && !reader) return BlobAccess::forbidden;
    return is_erased(conversation) ? BlobAccess::erased : BlobAccess::allowed;
}

bool is_member(const TokenHolder& holder, const wire::Roster& roster) {
    return holder.role == Role::shopper || crypto::find_agent(roster, holder.agent) != nullptr;
}

bool is_blob_over(const BlobState& blob, const ConversationState* conversation,
                  const wire::ShopSettings& settings, uint64_t now) {
    if (is_erased(conversation)) return true;
    const bool waits = !blob.is_complete() || !is_part_of(blob, conversation);
    if (waits && now > blob.moved_at && now - blob.moved_at >= limits::upload_ms_max) return true;
    return blob.moved_at < retention_cutoff(settings, now);
}

uint64_t sealed_bytes_max(uint64_t file_bytes_max) {
    constexpr uint64_t least = 64 * 1024;
    return file_bytes_max == 0 ? 0 : file_bytes_max + file_bytes_max / 8 + least;
}

void set_file_limits(wire::ShopSettings& settings) {
    settings.file_bytes_max = limits::file_bytes_max_default;
    settings.files_at_once_max = limits::files_at_once_max_default;
    settings.files_total_bytes_max = limits::files_total_bytes_max_default;
}

}  // namespace shopbell::relay
