// SPDX-License-Identifier: Apache-2.0
#include "core/relay/routing.hpp"

#include "core/relay/bearer.hpp"
#include "core/relay/connection.hpp"
#include "core/relay/conversations.hpp"
#include "core/relay/cursors.hpp"
#include "core/relay/presence.hpp"
#include "core/relay/pressure.hpp"
#include "core/relay/replies.hpp"
#include "core/relay/row_kinds.hpp"
#include "core/relay/shops.hpp"
#include "core/relay/subscriptions.hpp"
#include "core/wire/survey.hpp"

#include <utility>

namespace shopbell::relay {

using wire::Code;

using Refused = std::optional<RowRefused>;

static RowRefused refused(Code code, const char* why) { return {code, {}, why}; }

// --- What a row may be ------------------------------------------------------------------------

// To open again and to assign are the agents' alone, and a machine erases nothing.
static Refused judge_event(const Shop& shop, const Peer& peer, const wire::EventPub& event) {
    const bool known = event.kind >= event_kind::closed && event.kind <= event_kind::changed;
    if (!known) return refused(Code::bad_field, "Submission.pub: unknown event kind");
    const bool shoppers = event.kind != event_kind::reopened && event.kind != event_kind::assigned;
    if (peer.role == Role::shopper && !shoppers) {
        return refused(Code::forbidden, "Submission.pub: not a shopper's event");
    }
    if (event.kind == event_kind::erased && is_bot(shop, peer)) {
        return refused(Code::forbidden, "Submission.pub: not a bot's event");
    }
    if (event.kind == event_kind::assigned && event.agent &&
        roster_agent(shop, *event.agent) == nullptr) {
        return refused(Code::bad_field, "Submission.pub: assigned to nobody in the roster");
    }
    return std::nullopt;
}

static Refused judge_answer(const Peer& peer, const wire::Submission& submission) {
    if (peer.role != Role::shopper) {
        return refused(Code::forbidden, "Submission.type: only a shopper answers a survey");
    }
    if (!wire::decode_survey_pub(submission.pub)) {
        return refused(Code::bad_field, "Submission.pub: no SurveyPub");
    }
    return std::nullopt;
}

// Fills `event` for rows of type event.
static Refused judge_row(const Shop& shop, const Peer& peer, const wire::Submission& submission,
                         std::optional<wire::EventPub>& event) {
    if (submission.device != peer.device) {
        return refused(Code::forbidden, "Submission.device: not this connection's");
    }
    if (submission.type < row_kind::message || submission.type > row_kind::survey) {
        return refused(Code::bad_field, "Submission.type: 1, 2 or 3");
    }
    if (submission.type == row_kind::message) {
        if (submission.pub.empty()) return std::nullopt;
        return refused(Code::bad_field, "Submission.pub: must be empty of a message");
    }
    if (submission.type == row_kind::survey) return judge_answer(peer, submission);
    const auto decoded = wire::decode_event_pub(submission.pub);
    if (!decoded) return refused(Code::bad_field, "Submission.pub: no EventPub");
    event = *decoded;
    if (event->kind == event_kind::survey_invited && !wire::decode_invitation_pub(submission.pub)) {
        return refused(Code::bad_field, "Submission.pub: no InvitationPub");
    }
    return judge_event(shop, peer, *event);
}

static Refused judge_open(const Peer& peer, const wire::Open& open) {
    if (peer.role != Role::shopper) return refused(Code::forbidden, "Open: shoppers only");
    if (open.wrap.maker != peer.device) {
        return refused(Code::forbidden, "Wrap.maker: not this connection's device");
    }
    if (open.wrap.conv != open.first.conv) {
        return refused(Code::bad_field, "Wrap.conv: not the first row's");
    }
    if (open.wrap.gen != 1 || open.wrap.certificate) {
        return refused(Code::bad_field, "Wrap.gen: 1, without a certificate");
    }
    if (open.first.type != row_kind::message) {
        return refused(Code::bad_field, "Submission.type: the first row is a message");
    }
    return std::nullopt;
}

// --- To the store -----------------------------------------------------------------------------

// Counts a row that goes to the store, or says why it may not.
static Refused enter_window(const HubConfig& config, Peer& peer) {
    if (peer.submissions >= config.window_max) {
        return refused(Code::rate_limited, "over window_max");
    }
    peer.submissions += 1;
    return std::nullopt;
}

static void ask_for_row(Turn& turn, PeerId id, const wire::Submission& row, StoreRequest request) {
    turn.ask({Question::Purpose::row, turn.peer(id)->shop, id, row.conv, row.mid, 0, {}},
             std::move(request));
}

static void on_open(Turn& turn, PeerId id, wire::Open&& open) {
    Peer& peer = *turn.peer(id);
    std::optional<wire::EventPub> none;
    Refused refused_row = judge_open(peer, open);
    if (!refused_row) refused_row = judge_row(*turn.shop(peer.shop), peer, open.first, none);
    if (!refused_row) refused_row = enter_window(turn.config(), peer);
    if (refused_row) return nack(turn, id, open.first.conv, open.first.mid, *refused_row);
    OpenConversation request;
    request.shop = peer.shop;
    request.wrap = std::move(open.wrap);
    request.first = open.first;
    request.bearer_hash = bearer_hash(bearer_of(turn.config().bearer_key, peer.shop, peer.device));
    request.at = unix_ms(turn.now);
    ask_for_row(turn, id, open.first, std::move(request));
}

static void on_submit(Turn& turn, PeerId id, wire::Submit&& submit) {
    Peer& peer = *turn.peer(id);
    const wire::Submission& row = submit.submission;
    AppendRow request;
    Refused refused_row = judge_row(*turn.shop(peer.shop), peer, row, request.event);
    if (!refused_row) refused_row = enter_window(turn.config(), peer);
    if (refused_row) return nack(turn, id, row.conv, row.mid, *refused_row);
    request.shop = peer.shop;
    request.submission = row;
    request.role = peer.role;
    request.agent = peer.agent;
    request.at = unix_ms(turn.now);
    ask_for_row(turn, id, row, std::move(request));
}

static void on_rekey(Turn& turn, PeerId id, wire::Rekey&& rekey) {
    const Peer& peer = *turn.peer(id);
    if (rekey.wrap.maker != peer.device) {
        return refuse(turn, id, {Code::forbidden, "Wrap.maker", "not this connection's device"});
    }
    const bool agent = peer.role == Role::agent;
    if (rekey.wrap.certificate.has_value() != agent) {
        return refuse(turn, id, {Code::bad_field, "Wrap.certificate", "of agents, only theirs"});
    }
    if (!may_ask(turn, id, "Rekey")) return;
    PutWrap put;
    put.shop = peer.shop;
    put.device = peer.device;
    put.role = peer.role;
    put.wrap = std::move(rekey.wrap);
    turn.ask({Question::Purpose::rekey, peer.shop, id, put.wrap.conv, {}, put.wrap.gen, {}}, put);
}

// --- From the store ---------------------------------------------------------------------------

static void commit_row(Turn& turn, const Question& question, const RowCommitted& committed) {
    wire::Ack ack;
    ack.conv = question.conv;
    ack.mid = question.mid;
    ack.seq = committed.row.seq;
    ack.received_at = committed.row.received_at;
    send(turn, question.peer, ack);
    if (!committed.known) deliver_row(turn, question.shop, committed.row);
    note_conversation(turn, question.shop, committed.after);
}

void on_row_answer(Turn& turn, const Question& question, const StoreAnswer& answer) {
    if (Peer* const peer = turn.peer(question.peer)) peer->submissions -= 1;
    if (const auto* const committed = std::get_if<RowCommitted>(&answer)) {
        commit_row(turn, question, *committed);
    } else if (const auto* const refused_row = std::get_if<RowRefused>(&answer)) {
        nack(turn, question.peer, question.conv, question.mid, *refused_row);
    } else {
        nack(turn, question.peer, question.conv, question.mid,
             refused(Code::retry, "the relay cannot store just now"));
    }
    leave_if_done(turn, question.peer);
}

void on_wrap_put(Turn& turn, const Question& question, const StoreAnswer& answer) {
    if (const auto* const failed = std::get_if<Failed>(&answer)) {
        return refuse(turn, question.peer, {failed->code, "Rekey.wrap", failed->message});
    }
    const auto* const put = std::get_if<ConversationPut>(&answer);
    if (put == nullptr || put->after.wraps.size() < question.number) return;
    wire::Rekey rekey;
    rekey.wrap = put->after.wraps[static_cast<size_t>(question.number) - 1];
    const Bytes frame = wire::encode(rekey);
    std::set<PeerId> readers{question.peer};
    if (const Conversation* const held = turn.conversation(question.shop, question.conv)) {
        readers.insert(held->subscribers.begin(), held->subscribers.end());
    }
    for (const PeerId id : readers) send_bytes(turn, id, frame);
    note_conversation(turn, question.shop, put->after);
}

// --- The table --------------------------------------------------------------------------------

namespace {

struct Router {
    Turn& turn;
    PeerId id;

    void operator()(wire::Hello&&) const {}  // judged before it comes here
    void operator()(wire::Open&& frame) const { on_open(turn, id, std::move(frame)); }
    void operator()(wire::Submit&& frame) const { on_submit(turn, id, std::move(frame)); }
    void operator()(wire::Resume&& frame) const { on_resume(turn, id, frame); }
    void operator()(wire::Leave&& frame) const { on_leave(turn, id, frame); }
    void operator()(wire::Sync&& frame) const { on_sync(turn, id, frame); }
    void operator()(wire::Cursor&& frame) const { on_cursor(turn, id, frame); }
    void operator()(wire::Rekey&& frame) const { on_rekey(turn, id, std::move(frame)); }
    void operator()(wire::Typing&& frame) const { on_typing(turn, id, frame); }
    void operator()(wire::Presence&& frame) const { on_presence(turn, id, frame); }
    void operator()(wire::Ping&& frame) const {
        wire::Pong pong;
        pong.token = frame.token;
        send(turn, id, pong);
    }
    void operator()(wire::Pong&&) const {}  // having been heard is all it is for
};

}  // namespace

void route(Turn& turn, PeerId id, wire::FrameFromClient frame) {
    std::visit(Router{turn, id}, std::move(frame));
}

}  // namespace shopbell::relay
