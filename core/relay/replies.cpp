// SPDX-License-Identifier: Apache-2.0
#include "core/relay/replies.hpp"

#include "core/base/invariant.hpp"
#include "core/relay/connection.hpp"
#include "core/relay/pressure.hpp"

namespace shopbell::relay {

static uint64_t retry_ms(const Turn& turn, wire::Code code) {
    return wire::code_info(code).transient ? static_cast<uint64_t>(turn.config().retry_ms) : 0;
}

void refuse(Turn& turn, PeerId id, const Refusal& refusal) {
    if (wire::code_info(refusal.code).close != 0) return dismiss(turn, id, refusal);
    wire::Error error;
    error.code = static_cast<uint64_t>(refusal.code);
    error.field = refusal.field;
    error.message = refusal.message;
    error.retry_ms = retry_ms(turn, refusal.code);
    send(turn, id, error);
}

void dismiss(Turn& turn, PeerId id, const Refusal& refusal) {
    const wire::CodeInfo& info = wire::code_info(refusal.code);
    SHOPBELL_ASSERT(info.close != 0);
    if (turn.peer(id) == nullptr) return;
    wire::Bye bye;
    bye.code = static_cast<uint64_t>(refusal.code);
    bye.field = refusal.field;
    bye.message = refusal.message;
    bye.retry_ms = retry_ms(turn, refusal.code);
    send(turn, id, bye);
    turn.out.push_back(ClosePeer{id, info.close, std::string(wire::code_name(refusal.code))});
    forget_peer(turn, id);
}

void nack(Turn& turn, PeerId id, const Id& conv, const Id& mid, const RowRefused& refused) {
    wire::Nack nack;
    nack.conv = conv;
    nack.mid = mid;
    nack.code = static_cast<uint64_t>(refused.code);
    nack.last_mid = refused.last_mid;
    nack.retry_ms = retry_ms(turn, refused.code);
    nack.message = refused.message;
    send(turn, id, nack);
}

bool may_ask(Turn& turn, PeerId id, const char* frame) {
    Peer* const peer = turn.peer(id);
    if (peer == nullptr) return false;
    if (peer->questions >= turn.config().questions_max) {
        refuse(turn, id, {wire::Code::rate_limited, frame, "over questions_max"});
        return false;
    }
    peer->questions += 1;
    return true;
}

}  // namespace shopbell::relay
