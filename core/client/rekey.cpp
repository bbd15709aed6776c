// SPDX-License-Identifier: Apache-2.0
#include "core/client/rekey.hpp"

#include "core/base/limits.hpp"
#include "core/client/keyring.hpp"
#include "core/client/link.hpp"
#include "core/crypto/certificate.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

const wire::Wrap* wrap_of(const Conversation& conversation, uint64_t gen) {
    for (const wire::Wrap& wrap : conversation.wraps) {
        if (wrap.gen == gen) return &wrap;
    }
    return nullptr;
}

bool by_former_agent(const State& state, const wire::Wrap& wrap) {
    return wrap.certificate &&
           !crypto::verify_certificate(*wrap.certificate, state.me.shop, *state.shop.roster);
}

// Only who reads the conversation may hand its key on.
bool may_offer(State& state, Conversation& conversation, const wire::Wrap& newest) {
    return conversation.opened && conversation.resumed && !conversation.rekey_waits &&
           conversation_key(state, conversation, newest.gen) != nullptr;
}

void offer(State& state, Turn& turn, Conversation& conversation, uint64_t gen) {
    const wire::Wrap* first = wrap_of(conversation, 1);
    if (!first) return;
    const crypto::ConversationKey key(state.rng->key());
    const auto wrap = crypto::make_wrap(*state.rng, key,
                                        {.shop = state.me.shop,
                                         .conv = conversation.conv,
                                         .gen = gen,
                                         .inbox_v = state.shop.roster->inbox_v,
                                         .inbox_pk = state.shop.roster->inbox,
                                         .shopper_box = first->shopper_box,
                                         .made_at = turn.wall(),
                                         .certificate = own_certificate(state, turn.wall())},
                                        state.me.device);
    if (!wrap) return;
    conversation.rekey_waits = true;
    send(turn, wire::encode(wire::Rekey{.wrap = *wrap}));
}

}  // namespace

uint64_t newest_generation(const Conversation& conversation) {
    uint64_t newest = 0;
    for (const wire::Wrap& wrap : conversation.wraps) newest = std::max(newest, wrap.gen);
    return newest;
}

bool needs_rekey(const State& state, const Conversation& conversation) {
    const wire::Wrap* newest = wrap_of(conversation, newest_generation(conversation));
    if (!conversation.opened || !newest || !state.shop.roster) return false;
    if (conversation.wraps.size() >= limits::wraps_max) return false;
    return newest->inbox_v < state.shop.roster->inbox_v || by_former_agent(state, *newest);
}

void rekey_conversations(State& state, Turn& turn) {
    if (!state.online()) return;
    for (const Id& conv : state.changes.conversations) {
        Conversation& conversation = state.conversations.at(conv);
        if (!needs_rekey(state, conversation)) continue;
        const wire::Wrap& newest = *wrap_of(conversation, newest_generation(conversation));
        if (may_offer(state, conversation, newest))
            offer(state, turn, conversation, newest.gen + 1);
    }
}

}  // namespace shopbell::client
