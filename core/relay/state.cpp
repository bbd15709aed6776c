// SPDX-License-Identifier: Apache-2.0
#include "core/relay/state.hpp"

#include <utility>

namespace shopbell::relay {

Peer* Turn::peer(PeerId id) {
    const auto found = hub.peers.find(id);
    return found == hub.peers.end() ? nullptr : &found->second;
}

Shop* Turn::shop(const std::string& name) {
    const auto found = hub.shops.find(name);
    return found == hub.shops.end() ? nullptr : &found->second;
}

Conversation* Turn::conversation(const std::string& name, const Id& conv) {
    Shop* const found_shop = shop(name);
    if (found_shop == nullptr) return nullptr;
    const auto found = found_shop->conversations.find(conv);
    if (found == found_shop->conversations.end() || !found->second.state) return nullptr;
    return &found->second;
}

void Turn::ask(const Question& question, StoreRequest request) {
    const uint64_t ticket = ++hub.last_ticket;
    hub.questions.emplace(ticket, question);
    out.push_back(AskStore{ticket, std::move(request)});
}

}  // namespace shopbell::relay
