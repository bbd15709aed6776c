// SPDX-License-Identifier: Apache-2.0
// Blobs over HTTP, after tus: made, added to piece by piece, read in ranges, removed. It asks the
// main file who holds a token and how a conversation stands, and core/relay/blob_rules what follows
// from that. It also ends them: with their conversation, with retention, or when nobody came back
// for them. Everything runs on the files' thread. Owned by Server.
#pragma once

#include "server-stub/blobs/blob_call.hpp"
#include "server-stub/blobs/blob_store.hpp"

#include <functional>
#include <map>

namespace shopbell::server {

class Blobs {
public:
    // `main` reads the other file on a connection of this thread's own. `disk_low` is asked before
    // bytes are taken; true refuses them.
    Blobs(BlobStore& blobs, relay::Store& main, std::function<bool()> disk_low);

    // False for a token that the main file does not hold, or not yet.
    bool knows(const Hash& bearer_hash);

    HttpResponse handle(const BlobCall& call, uint64_t now);

    // --- Their end; throws DatabaseNotNow when the disk does not let go just now.
    void erase_conversation(std::string_view shop, const Id& conv);
    // Looks at the next few behind `after` and removes those that are over. Where to go on, or
    // nothing at the end.
    std::optional<uint64_t> sweep(uint64_t after, uint64_t now);

private:
    // Whoever asks, and what the shop says.
    struct Caller {
        relay::TokenHolder holder;
        wire::ShopSettings settings;
    };

    HttpResponse answer(const BlobCall& call, uint64_t now);
    HttpResponse make(const BlobCall& call, const Caller& caller, uint64_t now);
    HttpResponse look(const BlobCall& call, const Caller& caller);
    HttpResponse add(const BlobCall& call, const Caller& caller, uint64_t now);
    HttpResponse read(const BlobCall& call, const Caller& caller);
    HttpResponse remove(const BlobCall& call, const Caller& caller);

    std::optional<relay::TokenHolder> find_holder(const Hash& bearer_hash);
    Caller caller_of(const Hash& bearer_hash);
    BlobStore::Kept kept_of(const BlobCall& call, const Caller& caller);
    std::optional<relay::ConversationState> conversation(const std::string& shop, const Id& conv);
    void check_room(const Caller& caller, uint64_t bytes);

    BlobStore& blobs_;
    relay::Store& main_;
    std::function<bool()> disk_low_;
};

}  // namespace shopbell::server
