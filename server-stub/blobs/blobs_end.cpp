// SPDX-License-Identifier: Apache-2.0
// The part of Blobs that ends them. An erased conversation takes its blobs along as soon as its row
// is committed; the sweep, at each start and then every hour, finds what a crash left behind and
// whatever else is over.
#include "server-stub/blobs/blobs.hpp"
#include "server-stub/store/ask.hpp"

namespace shopbell::server {
namespace {

constexpr uint64_t swept_blobs_max = 200;  // at once; what is asked meanwhile comes in between

}  // namespace

void Blobs::erase_conversation(std::string_view shop, const Id& conv) {
    for (const uint64_t id : blobs_.list_of(shop, conv)) blobs_.remove(id);
}

std::optional<uint64_t> Blobs::sweep(uint64_t after, uint64_t now) {
    std::map<std::string, wire::ShopSettings> settings;
    const auto settings_of = [&](const std::string& shop) {
        const auto [found, fresh] = settings.try_emplace(shop);
        if (fresh) {
            if (const auto record = load_shop(main_, shop)) found->second = record->settings;
        }
        return found->second;
    };
    const auto listed = blobs_.list_after(after, swept_blobs_max);
    for (const BlobStore::Kept& kept : listed) {
        const relay::BlobState& blob = kept.state;
        const auto conv = conversation(blob.shop, blob.conv);
        const relay::ConversationState* const known = conv ? &*conv : nullptr;
        if (relay::is_blob_over(blob, known, settings_of(blob.shop), now)) blobs_.remove(kept.id);
    }
    if (listed.size() < swept_blobs_max) return std::nullopt;
    return listed.back().id;
}

}  // namespace shopbell::server
