// SPDX-License-Identifier: Apache-2.0
#include "core/client/following.hpp"

#include "core/base/limits.hpp"
#include "core/client/cursors.hpp"
#include "core/client/history.hpp"
#include "core/client/keyring.hpp"
#include "core/client/link.hpp"
#include "core/client/news.hpp"
#include "core/client/transcript.hpp"
#include "core/client/typing.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

// More tabs than anybody has open, far below resumed_max: what a tab has looked away from is left
// once so many others were looked at.
constexpr uint64_t shared_max = 32;

// Something is held that must be compared with the log of a restored relay.
bool compares(const State& state, const Conversation& conversation) {
    return conversation.epoch != state.shop.epoch &&
           (!conversation.rows.empty() || conversation.erasure);
}

bool wanted(const State& state, const Conversation& conversation) {
    if (!conversation.opened) return false;
    if (compares(state, conversation)) return true;
    // Until the row that says so has come, something of it is left here.
    if (conversation.erased()) return !conversation.wraps.empty() || !conversation.outbox.empty();
    if (!state.is_agent() || !conversation.outbox.empty()) return true;
    if (conversation.shared != 0 || state.looking == conversation.conv) return true;
    return conversation.status == ConversationStatus::open &&
           conversation.assignee == state.agent()->keys.agent;
}

bool follows(const Conversation& conversation) {
    return conversation.resumed || conversation.resume_waits;
}

void ask_resume(State& state, Turn& turn, Conversation& conversation) {
    conversation.resume_waits = true;
    if (state.is_agent()) conversation.placed = true;
    conversation.resume_from = conversation.cursor();
    send(turn, wire::encode(wire::Resume{.conv = conversation.conv,
                                         .cursor = conversation.cursor(),
                                         .head = head_at(conversation, conversation.cursor())}));
}

// Never before the answer to a question has come: the next question would take it for its own.
void leave(Turn& turn, Conversation& conversation) {
    conversation.resumed = conversation.placed = false;
    send(turn, wire::encode(wire::Leave{.conv = conversation.conv}));
}

// How much a conversation needs one of the places that a connection has.
enum class Claim : uint8_t { none, quiet, busy, shown };
constexpr size_t claims = 4;

// Something waits to go out, or to be seen committed. What its person must decide on does not.
bool has_to_say(const Conversation& conversation) {
    for (const OutboxRow& row : conversation.outbox) {
        if (row.stage == Stage::keeping || row.stage == Stage::halted) return false;
        if (row.stage != Stage::adrift) return true;
    }
    return false;
}

Claim claim_of(const State& state, const Conversation& conversation) {
    if (!wanted(state, conversation)) return Claim::none;
    if (conversation.shared != 0 || state.looking == conversation.conv) return Claim::shown;
    const bool busy =
        conversation.erased() || compares(state, conversation) || has_to_say(conversation);
    return busy ? Claim::busy : Claim::quiet;
}

// Who has a place and who waits for one, by claim.
struct Crowd {
    uint64_t placed = 0, asked = 0;
    std::vector<Conversation*> held[claims], waiting[claims];
};

// Makes room for one of this claim: whoever needs its place least goes. What a question is out for
// stays until it is answered.
bool press_out(Turn& turn, Crowd& crowd, size_t claim) {
    for (size_t lower = 0; lower < claim; ++lower) {
        if (crowd.held[lower].empty()) continue;
        leave(turn, *crowd.held[lower].back());
        crowd.held[lower].pop_back();
        --crowd.placed;
        return true;
    }
    return false;
}

// Gives places and questions to those that need them most.
void fill_places(State& state, Turn& turn, Crowd& crowd) {
    for (Conversation& conversation : state.conversations) {
        if (conversation.retry_at != 0 || conversation.resume_waits) continue;
        const auto claim = static_cast<size_t>(claim_of(state, conversation));
        (conversation.resumed ? crowd.held : crowd.waiting)[claim].push_back(&conversation);
    }
    state.link.crowded = false;
    for (size_t claim = claims - 1; claim > 0; --claim) {
        for (Conversation* one : crowd.waiting[claim]) {
            const bool full = !one->placed && crowd.placed >= limits::resumed_max;
            if (full && static_cast<Claim>(claim) == Claim::quiet) continue;
            if (crowd.asked >= asked_max || (full && !press_out(turn, crowd, claim))) {
                state.link.crowded = true;
                continue;
            }
            crowd.placed += one->placed ? 0 : 1;
            ++crowd.asked;
            ask_resume(state, turn, *one);
        }
    }
}

// An agent may want more than a connection can follow, and more at once than the relay can answer.
// All of its conversations are gone through only when that may give one of them a place.
void take_places(State& state, Turn& turn) {
    Crowd crowd;
    crowd.asked = asked_count(state);
    for (const Conversation& conversation : state.conversations)
        crowd.placed += conversation.placed ? 1 : 0;
    for (const Id& conv : state.changes.conversations) {
        Conversation& conversation = state.conversations.at(conv);
        if (conversation.retry_at != 0) continue;
        const Claim claim = claim_of(state, conversation);
        if (claim == Claim::none && conversation.placed && !conversation.resume_waits) {
            leave(turn, conversation);
            --crowd.placed;
            state.link.crowded = true;
        }
        // A quiet one waits for room until somebody is left.
        const bool room = conversation.placed || crowd.placed < limits::resumed_max;
        const bool may_wait = claim > Claim::quiet || (claim == Claim::quiet && room);
        if (may_wait && !follows(conversation)) state.link.crowded = true;
    }
    if (state.link.crowded && crowd.asked < asked_max) fill_places(state, turn, crowd);
}

// The row that was applied last.
void take_news(State& state, Turn& turn, Conversation& conversation) {
    const TranscriptRow& row = conversation.rows.back();
    if (is_erasure(row.said)) return finish_erasure(state, turn, conversation);
    announce(state, turn, conversation, row);
    // Whoever has said it is not writing it any more.
    if (!row.mine) stop_typing(turn, conversation);
}

}  // namespace

uint64_t asked_count(const State& state) {
    uint64_t count = 0;
    for (const Conversation& conversation : state.conversations) {
        count += conversation.resume_waits ? 1 : 0;
        count += conversation.sync_waits ? 1 : 0;
    }
    return count;
}

void share(State& state, Conversation& conversation) {
    if (!state.is_agent()) return;
    conversation.shared = ++state.shares;
    Conversation* oldest = nullptr;
    uint64_t count = 0;
    for (Conversation& held : state.conversations) {
        if (held.shared == 0) continue;
        ++count;
        if (!oldest || held.shared < oldest->shared) oldest = &held;
    }
    if (count <= shared_max) return;
    oldest->shared = 0;
    touch(state, *oldest);
}

void take_status(Conversation& conversation, uint64_t status, const std::optional<Id>& assignee) {
    if (conversation.erasure) return;
    conversation.status = static_cast<ConversationStatus>(status);
    conversation.assignee = assignee;
    // Gone, and the row that says so has not come, or there is none: resuming tells what is left.
    if (conversation.erased() && !conversation.gone()) conversation.resumed = false;
}

void follow_conversations(State& state, Turn& turn) {
    if (!state.online()) return;
    for (Conversation& conversation : state.conversations) {
        if (conversation.retry_at == 0 || turn.now.monotonic < conversation.retry_at) continue;
        conversation.retry_at = 0;
        touch(state, conversation);
    }
    if (state.is_agent()) return take_places(state, turn);
    for (const Id& conv : state.changes.conversations) {
        Conversation& conversation = state.conversations.at(conv);
        if (conversation.retry_at != 0 || wanted(state, conversation) == follows(conversation))
            continue;
        if (conversation.resumed) {
            leave(turn, conversation);
        } else if (!conversation.resume_waits) {
            ask_resume(state, turn, conversation);
        }
    }
}

void take_resumed(State& state, Turn& turn, const wire::Resumed& resumed) {
    Conversation* conversation = find_conversation(state, resumed.conv);
    if (!conversation || !conversation->resume_waits) return;
    conversation->resume_waits = false;
    // What the relay does not know it does not follow.
    if (state.is_agent()) conversation->placed = resumed.head_seq != 0;
    const uint64_t cursor = conversation->cursor();
    // Another tab has changed the history since: the answer is about an older one. Asked again.
    if (conversation->resume_from != cursor) return touch(state, *conversation);
    // One that is about another place answers an older question. So may one that knows less than is
    // held; what is then said again is believed.
    if ((resumed.from != cursor && resumed.from != resumed.floor) ||
        (resumed.head_seq < cursor && !conversation->doubted)) {
        conversation->doubted = true;
        conversation->retry_at = turn.now.monotonic + Millis{limits::retry_delay_ms_min};
        return;
    }
    conversation->doubted = false;
    take_status(*conversation, resumed.state, resumed.assignee);
    conversation->status_seq = resumed.head_seq;
    take_history(state, turn, *conversation, resumed);
    accept_wraps(state, *conversation, resumed.wraps);
    take_cursor(state, *conversation, resumed.delivered, resumed.read);
}

void take_deliver(State& state, Turn& turn, const wire::Deliver& deliver) {
    Conversation* conversation = find_conversation(state, deliver.row.submission.conv);
    if (!conversation) return;
    // What was sent before the relay had a question comes again after its answer. And without its
    // keys a row is nobody's, and would stay.
    if (conversation->resume_waits || conversation->doubted || conversation->gone()) return;
    // Nor without the answer itself, which brings newer keys: an error for another question may
    // have come before it. Who opens a conversation has no answer yet.
    const bool opens = !state.is_agent() && !conversation->opened;
    if (!conversation->resumed && !opens) return;
    // Not yet compared with this log, what is held may be another history than this row follows.
    if (conversation->compare_until == 0 && compares(state, *conversation)) return;
    compare_row(state, turn, *conversation, deliver.row);
    switch (apply_row(state, *conversation, deliver.row)) {
        case Applied::yes:
            take_news(state, turn, *conversation);
            break;
        case Applied::ignored:
            break;
        case Applied::gap:
            conversation->resumed = false;
            touch(state, *conversation);
            break;
    }
}

void take_heads(State& state, const wire::Heads& heads) {
    for (const wire::Head& head : heads.heads) {
        Conversation* conversation = find_conversation(state, head.conv);
        if (!conversation) continue;
        // Rows that are compared with those held have stopped coming, too.
        if (head.seq <= conversation->cursor() && conversation->compare_until == 0) continue;
        conversation->head_seq = std::max(conversation->head_seq, head.seq);
        conversation->resumed = conversation->resume_waits = false;
        touch(state, *conversation);
    }
}

void take_here(State& state, const wire::Here& here) {
    Conversation* conversation = find_conversation(state, here.conv);
    if (!conversation) return;
    conversation->online = here.online;
    take_status(*conversation, here.state, here.assignee);
    keep(state, *conversation);
}

}  // namespace shopbell::client
