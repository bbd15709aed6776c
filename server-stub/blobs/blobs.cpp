// SPDX-License-Identifier: Apache-2.0
#include "server-stub/blobs/blobs.hpp"

#include "core/base/limits.hpp"
#include "server-stub/api/call.hpp"
#include "server-stub/store/ask.hpp"

#include <algorithm>

namespace shopbell::server {

using relay::BlobAccess;
using relay::ConversationState;

namespace {

constexpr int64_t retry_ms = 60'000;

const ConversationState* pointer(const std::optional<ConversationState>& conversation) {
    return conversation ? &*conversation : nullptr;
}

void check(BlobAccess access) {
    switch (access) {
        case BlobAccess::allowed:
            return;
        case BlobAccess::forbidden:
            throw forbidden("not this device's conversation, or not its blob");
        case BlobAccess::erased:
            throw Refusal{410, "erased", "conv", "the conversation was erased"};
        case BlobAccess::unknown_conversation:
            throw Refusal{404, "unknown_conversation", "conv", "no such conversation in this shop"};
    }
}

Refusal not_now(std::string_view why) { return {503, "retry", "", std::string(why), retry_ms}; }

HttpResponse progress(unsigned status, const relay::BlobState& blob) {
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Upload-Offset", std::to_string(blob.offset));
    response.headers.emplace_back("Upload-Length", std::to_string(blob.length));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

// With what the client needs to go on from here.
HttpResponse refused_with(const Refusal& refusal, std::string_view header, std::string value) {
    HttpResponse response = response_of(refusal);
    response.headers.emplace_back(header, std::move(value));
    return response;
}

// Whatever the bytes are, a browser must never run or show them as a page of this origin.
HttpResponse inert(Bytes bytes) {
    HttpResponse response;
    response.status = 206;
    response.content_type = "application/octet-stream";
    response.headers.emplace_back("Content-Disposition", "attachment");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
    response.headers.emplace_back("Cache-Control", "private, max-age=31536000, immutable");
    response.text = text_of(bytes);
    return response;
}

}  // namespace

Blobs::Blobs(BlobStore& blobs, relay::Store& main, std::function<bool()> disk_low)
    : blobs_(blobs), main_(main), disk_low_(std::move(disk_low)) {}

HttpResponse Blobs::handle(const BlobCall& call, uint64_t now) {
    try {
        return answer(call, now);
    } catch (const Refusal& refusal) {
        return response_of(refusal);
    } catch (const DatabaseFull&) {
        return response_of(not_now("the relay's disk is full"));
    } catch (const DatabaseNotNow&) {
        return response_of(not_now("the relay's disk cannot be read"));
    }
}

HttpResponse Blobs::answer(const BlobCall& call, uint64_t now) {
    const Caller caller = caller_of(call.bearer_hash);
    switch (call.kind) {
        case BlobCall::Kind::make:
            return make(call, caller, now);
        case BlobCall::Kind::look:
            return look(call, caller);
        case BlobCall::Kind::add:
            return add(call, caller, now);
        case BlobCall::Kind::read:
            return read(call, caller);
        case BlobCall::Kind::remove:
            break;
    }
    return remove(call, caller);
}

HttpResponse Blobs::make(const BlobCall& call, const Caller& caller, uint64_t now) {
    const relay::TokenHolder& holder = caller.holder;
    const auto conv = conversation(holder.shop, call.conv);
    check(relay::may_make_blob(holder, pointer(conv)));
    if (const auto kept = blobs_.find(holder.shop, call.blob)) {
        const relay::BlobState& blob = kept->state;
        const bool same =
            blob.device == holder.device && blob.conv == call.conv && blob.length == call.length;
        if (same) return progress(200, blob);
        throw conflict("blob_exists", "path", "a blob of this shop has this id");
    }
    const uint64_t file_bytes_max = caller.settings.file_bytes_max;
    if (call.length > relay::sealed_bytes_max(file_bytes_max)) {
        throw Refusal{
            413, "too_large", "file_bytes_max",
            "the shop takes files of at most " + std::to_string(file_bytes_max) + " bytes"};
    }
    check_room(caller, call.length);
    if (blobs_.count_open(holder.shop, holder.device) >= limits::uploads_open_max) {
        throw Refusal{429, "too_many", "uploads_open_max",
                      "finish or delete one of this device's uploads first"};
    }
    const relay::BlobState fresh{holder.shop, call.blob,   call.conv, holder.device,
                                 holder.role, call.length, 0,         now};
    blobs_.make(fresh);
    return progress(201, fresh);
}

HttpResponse Blobs::look(const BlobCall& call, const Caller& caller) {
    const BlobStore::Kept kept = kept_of(call, caller);
    const auto conv = conversation(caller.holder.shop, kept.state.conv);
    check(relay::may_read_blob(caller.holder, kept.state, pointer(conv)));
    return progress(200, kept.state);
}

HttpResponse Blobs::add(const BlobCall& call, const Caller& caller, uint64_t now) {
    BlobStore::Kept kept = kept_of(call, caller);
    const relay::BlobState& blob = kept.state;
    const auto conv = conversation(caller.holder.shop, blob.conv);
    check(relay::may_add_to_blob(caller.holder, blob, pointer(conv)));
    if (call.offset != blob.offset) {
        return refused_with(conflict("offset", "Upload-Offset", "is not how far the upload is"),
                            "Upload-Offset", std::to_string(blob.offset));
    }
    if (call.piece.size() > blob.length - blob.offset) {
        throw Refusal{413, "too_large", "Upload-Length", "the piece goes beyond it"};
    }
    check_room(caller, call.piece.size());
    blobs_.add(kept, bytes_of(call.piece), now);
    return progress(204, kept.state);
}

HttpResponse Blobs::read(const BlobCall& call, const Caller& caller) {
    const BlobStore::Kept kept = kept_of(call, caller);
    const relay::BlobState& blob = kept.state;
    const auto conv = conversation(caller.holder.shop, blob.conv);
    check(relay::may_read_blob(caller.holder, blob, pointer(conv)));
    if (!blob.is_complete()) {
        throw conflict("incomplete", "path", "the upload has not reached its length");
    }
    const std::string length = std::to_string(blob.length);
    const uint64_t first = call.range.first;
    if (first >= blob.length) {
        return refused_with(Refusal{416, "bad_field", "Range", "begins beyond the blob's end"},
                            "Content-Range", "bytes */" + length);
    }
    const uint64_t last = std::min({call.range.last.value_or(blob.length), blob.length - 1,
                                    first + limits::blob_range_bytes_max - 1});
    HttpResponse response = inert(blobs_.read(kept, first, last - first + 1));
    response.headers.emplace_back("Content-Range", "bytes " + std::to_string(first) + "-" +
                                                       std::to_string(last) + "/" + length);
    return response;
}

HttpResponse Blobs::remove(const BlobCall& call, const Caller& caller) {
    HttpResponse response;
    response.status = 204;
    const auto kept = blobs_.find(caller.holder.shop, call.blob);
    if (!kept) return response;
    if (kept->state.device != caller.holder.device) throw forbidden("not this device's blob");
    blobs_.remove(kept->id);
    return response;
}

// --- What is looked up --------------------------------------------------------------------------

bool Blobs::knows(const Hash& bearer_hash) {
    try {
        return find_holder(bearer_hash).has_value();
    } catch (const Refusal&) {
        return true;  // handle() tells
    }
}

std::optional<relay::TokenHolder> Blobs::find_holder(const Hash& bearer_hash) {
    auto answer = ask_store(main_, relay::ReadBearer{bearer_hash});
    auto* const read = std::get_if<relay::BearerRead>(&answer);
    if (read == nullptr) throw not_now("the relay's disk cannot be read");
    return std::move(read->holder);
}

Blobs::Caller Blobs::caller_of(const Hash& bearer_hash) {
    auto holder = find_holder(bearer_hash);
    const auto record = holder ? load_shop(main_, holder->shop) : std::nullopt;
    if (!record) {
        throw Refusal{401, "signed_out", "Authorization", "is no token of a welcomed device"};
    }
    if (!relay::is_member(*holder, read_roster(*record))) {
        throw forbidden("the shop's roster does not name this agent");
    }
    return {std::move(*holder), record->settings};
}

BlobStore::Kept Blobs::kept_of(const BlobCall& call, const Caller& caller) {
    auto kept = blobs_.find(caller.holder.shop, call.blob);
    if (!kept) throw not_found("path", "no such blob in this shop");
    return std::move(*kept);
}

std::optional<ConversationState> Blobs::conversation(const std::string& shop, const Id& conv) {
    auto answer = ask_store(main_, relay::LoadConversation{shop, conv});
    auto* const loaded = std::get_if<relay::ConversationLoaded>(&answer);
    if (loaded == nullptr) throw DatabaseUnreadable("the main file cannot be read");
    return std::move(loaded->conversation);
}

// What is on the disk counts, not what was announced: to announce costs a stranger nothing.
void Blobs::check_room(const Caller& caller, uint64_t bytes) {
    const uint64_t total_max = caller.settings.files_total_bytes_max;
    if (blobs_.total_bytes(caller.holder.shop) + bytes > total_max) {
        throw Refusal{507, "full", "files_total_bytes_max",
                      "the shop's files take " + std::to_string(total_max) + " bytes at most"};
    }
    if (disk_low_()) throw not_now("the relay's disk is almost full");
}

}  // namespace shopbell::server
