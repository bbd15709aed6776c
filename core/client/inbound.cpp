// SPDX-License-Identifier: Apache-2.0
#include "core/client/inbound.hpp"

#include "core/base/limits.hpp"
#include "core/client/cursors.hpp"
#include "core/client/following.hpp"
#include "core/client/history.hpp"
#include "core/client/inbox.hpp"
#include "core/client/keyring.hpp"
#include "core/client/link.hpp"
#include "core/client/outbox.hpp"
#include "core/client/typing.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

bool take_shop(State& state, Turn& turn, wire::ShopSettings settings,
               std::vector<wire::AgentProfile> agents,
               const std::optional<wire::SignedRoster>& roster) {
    std::string_view problem;
    if (roster && !accept_roster(state, *roster, problem)) {
        refuse_link(state, turn, wire::Code::signature_false, std::string(problem));
        return false;
    }
    if (!state.shop.roster) {
        refuse_link(state, turn, wire::Code::signature_false, "the relay showed no roster");
        return false;
    }
    state.shop.settings = std::move(settings);
    state.shop.agents = std::move(agents);
    state.changes.shop = state.changes.shop_kept = true;
    return true;
}

// Of another log nothing that was counted in the last one holds.
void take_epoch(State& state, uint64_t epoch) {
    if (epoch == state.shop.epoch) return;
    state.shop.epoch = epoch;
    state.shop.inbox_cursor = 0;
    for (Conversation& conversation : state.conversations) {
        conversation.head_seq = conversation.cursor();
        for (OutboxRow& row : conversation.outbox) row.known_by = 0;
    }
}

void take_welcome(State& state, Turn& turn, const wire::Welcome& welcome) {
    if (state.link.state != LinkState::greeting) return;
    state.shop.bearer = welcome.bearer;
    state.link.inbox_caught_up_at = welcome.inbox_head;
    if (!take_shop(state, turn, welcome.settings, welcome.agents, welcome.roster)) return;
    accept_sealed_inbox(state, welcome.sealed_inbox);
    take_epoch(state, welcome.epoch);
    drop_expired(state, turn, welcome.time);
    state.link.state = LinkState::online;
    state.link.failures = 0;
    state.link.refusal = {};
    state.link.message.clear();
    state.changes.link = true;
    heard(state, turn);
    for (Conversation& conversation : state.conversations) touch(state, conversation);
    if (state.is_agent()) {
        send(turn, wire::encode(wire::Presence{.agent = {}, .state = state.attend}));
    }
}

void take_presence(State& state, Turn& turn, const wire::Presence& presence) {
    for (wire::AgentProfile& agent : state.shop.agents) {
        if (agent.id == presence.agent) agent.state = presence.state;
    }
    turn.emit(boundary::PresenceChanged{.agent = presence.agent, .state = presence.state});
}

// What was asked and may have to be asked again, none of it twice for nothing.
void ask_again(State& state, Turn& turn, uint64_t retry_ms) {
    for (Conversation& conversation : state.conversations) {
        const bool told = conversation.sent_delivered != 0 || conversation.sent_read != 0;
        if (!conversation.resume_waits && !conversation.sync_waits && !conversation.rekey_waits &&
            !told)
            continue;
        conversation.sent_delivered = conversation.sent_read = 0;
        conversation.resume_waits = conversation.sync_waits = conversation.rekey_waits = false;
        const uint64_t delay = std::max<uint64_t>(retry_ms, limits::retry_delay_ms_min);
        conversation.retry_at = turn.now.monotonic + static_cast<Millis>(delay);
    }
}

// What is erased takes no new key: resuming tells of it.
bool resume_what_was_keyed(State& state) {
    bool found = false;
    for (Conversation& conversation : state.conversations) {
        if (!conversation.rekey_waits) continue;
        conversation.rekey_waits = conversation.resumed = false;
        touch(state, conversation);
        found = true;
    }
    return found;
}

// A refused frame changes nothing here, rows are answered by nack; but nothing is refused silently.
// What the relay could not answer just now is asked again; which question it was it does not say.
// Losing the race for a generation of the key is no mistake.
void take_error(State& state, Turn& turn, const wire::Error& error) {
    const auto code = static_cast<wire::Code>(error.code);
    if (code == wire::Code::stale_gen) return;
    if (code == wire::Code::erased && resume_what_was_keyed(state)) return;
    const wire::CodeInfo* info = wire::code_info(error.code);
    if (info && info->transient) return ask_again(state, turn, error.retry_ms);
    turn.emit(boundary::Refused{.field = error.field, .message = error.message, .limit = 0});
}

struct DispatchFrame {
    State& state;
    Turn& turn;

    void operator()(const wire::Challenge& frame) const { take_challenge(state, turn, frame); }
    void operator()(const wire::Welcome& frame) const { take_welcome(state, turn, frame); }
    void operator()(const wire::Ack& frame) const { take_ack(state, frame); }
    void operator()(const wire::Nack& frame) const { take_nack(state, turn, frame); }
    void operator()(const wire::Deliver& frame) const { take_deliver(state, turn, frame); }
    void operator()(const wire::Resumed& frame) const { take_resumed(state, turn, frame); }
    void operator()(const wire::Synced& frame) const { take_synced(state, frame); }
    void operator()(const wire::Heads& frame) const { take_heads(state, frame); }
    void operator()(const wire::Inbox& frame) const { take_inbox(state, turn, frame.entry); }
    void operator()(const wire::Here& frame) const { take_here(state, frame); }
    void operator()(const wire::Typing& frame) const { take_typing(state, turn, frame); }
    void operator()(const wire::Presence& frame) const { take_presence(state, turn, frame); }
    void operator()(const wire::Bye& frame) const { take_bye(state, frame); }
    void operator()(const wire::Pong&) const {}
    void operator()(const wire::Error& frame) const { take_error(state, turn, frame); }

    void operator()(const wire::Cursor& frame) const {
        Conversation* conversation = find_conversation(state, frame.conv);
        if (conversation) take_cursor(state, *conversation, frame.delivered, frame.read);
    }
    void operator()(const wire::Rekey& frame) const {
        Conversation* conversation = find_conversation(state, frame.wrap.conv);
        if (conversation) accept_wraps(state, *conversation, {frame.wrap});
    }
    void operator()(const wire::ShopChanged& frame) const {
        accept_sealed_inbox(state, frame.sealed_inbox);
        take_shop(state, turn, frame.settings, frame.agents, frame.roster);
    }
    void operator()(const wire::Ping& frame) const {
        send(turn, wire::encode(wire::Pong{.token = frame.token}));
    }
};

}  // namespace

void take_frame(State& state, Turn& turn, ByteView bytes) {
    if (state.link.state != LinkState::greeting && !state.online()) return;
    heard(state, turn);
    const auto error = wire::visit_frame_from_relay(bytes, DispatchFrame{state, turn});
    // A newer relay may say more than we understand; a broken frame is another matter.
    if (error && error->code != wire::Code::unknown_type) {
        refuse_link(state, turn, error->code, "the relay sent a frame that cannot be read");
    }
}

}  // namespace shopbell::client
