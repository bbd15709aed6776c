// SPDX-License-Identifier: Apache-2.0
#include "core/relay/conversations.hpp"

#include "core/relay/assignment.hpp"
#include "core/relay/cursors.hpp"
#include "core/relay/inbox.hpp"
#include "core/relay/presence.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::relay {

void renew_state(Turn& turn, Conversation& conversation, const ConversationState& after) {
    if (!conversation.state) {
        conversation.state = after;  // it is being loaded; nobody follows it yet
        return;
    }
    if (after.version <= conversation.state->version) return;
    const ConversationState before = std::exchange(*conversation.state, after);
    tell_cursors(turn, conversation, before);
    if (before.state != after.state || before.assignee != after.assignee) {
        tell_shopper(turn, conversation);
    }
}

void note_conversation(Turn& turn, const std::string& name, const ConversationState& after) {
    Shop* const shop = turn.shop(name);
    if (shop == nullptr || !shop->record) return;
    shop->inbox_head = std::max(shop->inbox_head, after.inbox_seq);
    const auto found = shop->conversations.find(after.conv);
    if (found != shop->conversations.end()) renew_state(turn, found->second, after);
    feed_inbox(turn, name, after);
    follow_assignment(turn, name, after);
}

}  // namespace shopbell::relay
