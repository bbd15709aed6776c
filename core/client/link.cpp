// SPDX-License-Identifier: Apache-2.0
#include "core/client/link.hpp"

#include "core/base/limits.hpp"
#include "core/client/keyring.hpp"
#include "core/crypto/hello.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

// A dial or a greeting that takes longer is given up: a phone's network often accepts and then
// says nothing.
constexpr Millis dial_ms_max = 20'000;
constexpr Millis greeting_ms_max = 10'000;
// After a poke an answer must come this soon.
constexpr Millis probe_ms_max = 5'000;

void set_state(State& state, LinkState next, Millis due) {
    state.link.state = next;
    state.link.due = due;
    state.changes.link = true;
}

// What belonged to the connection that is gone.
void forget_connection(State& state) {
    for (Conversation& conversation : state.conversations) {
        conversation.resumed = conversation.resume_waits = conversation.placed = false;
        conversation.doubted = false;
        conversation.compare_until = 0;
        conversation.synced = conversation.sync_waits = conversation.rekey_waits = false;
        conversation.online = false;
        conversation.chain_tail = {};
        conversation.retry_at = 0;
        conversation.sent_delivered = conversation.sent_read = 0;
        conversation.written_at = 0;  // an indicator that is shown goes out by its own time
        for (OutboxRow& row : conversation.outbox) {
            row.doubted = row.stage == Stage::acked;
            row.bringing = false;
            if (row.stage != Stage::inflight) continue;
            row.stage = Stage::queued;
            touch_row(state, conversation, row);
        }
    }
}

// Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015): uniform in a window
// that doubles, so that the clients of a restarted relay do not return together.
Millis retry_delay(State& state) {
    uint64_t window = limits::retry_delay_ms_min;
    for (uint64_t i = 0; i < state.link.failures && window < limits::retry_delay_ms_max; ++i)
        window *= 2;
    window = std::min<uint64_t>(window, limits::retry_delay_ms_max);
    const uint64_t asked = std::min<uint64_t>(state.link.retry_ms_min, limits::retry_delay_ms_max);
    return static_cast<Millis>(asked + state.rng->below(window + 1));
}

void wait_to_retry(State& state, Turn& turn) {
    const Millis delay = retry_delay(state);
    ++state.link.failures;
    state.link.retry_ms_min = 0;
    state.link.retry_wall = turn.now.wall + delay;
    set_state(state, LinkState::waiting, turn.now.monotonic + delay);
}

void drop_connection(State& state, Turn& turn) {
    turn.emit(boundary::Disconnect{.code = 1000});
    forget_connection(state);
    wait_to_retry(state, turn);
}

}  // namespace

void dial(State& state, Turn& turn) {
    turn.emit(boundary::Connect{});
    set_state(state, LinkState::dialling, turn.now.monotonic + dial_ms_max);
}

void socket_opened(State& state, Turn& turn) {
    if (state.link.state != LinkState::dialling) return;
    set_state(state, LinkState::greeting, turn.now.monotonic + greeting_ms_max);
}

void socket_closed(State& state, Turn& turn) {
    const LinkState was = state.link.state;
    if (was == LinkState::idle || was == LinkState::waiting) return;
    forget_connection(state);
    if (was != LinkState::refused) wait_to_retry(state, turn);
}

void try_now(State& state, Turn& turn) {
    if (state.me.follows) return;
    switch (state.link.state) {
        case LinkState::idle:
        case LinkState::waiting:
        case LinkState::refused:
            state.link.failures = 0;
            return dial(state, turn);
        case LinkState::online:
            send(turn, wire::encode(wire::Ping{.token = turn.wall()}));
            state.link.due = std::min(state.link.due, turn.now.monotonic + probe_ms_max);
            return;
        case LinkState::dialling:
        case LinkState::greeting:
            return;
    }
}

void take_challenge(State& state, Turn& turn, const wire::Challenge& challenge) {
    if (state.link.state != LinkState::greeting) return;
    const Identity& me = state.me;
    wire::Hello hello{};
    hello.role = static_cast<uint64_t>(me.role);
    hello.shop = me.shop;
    hello.device = me.device.sign_pk;
    hello.relay_origin = me.relay_origin;
    hello.roster_v = state.shop.roster ? state.shop.roster->version : 0;
    hello.inbox_cursor = state.shop.inbox_cursor;
    hello.epoch = state.shop.epoch;
    hello.certificate = own_certificate(state, turn.wall());
    hello.sig = crypto::sign_hello(hello, challenge.nonce, me.device);
    state.link.window = std::clamp<uint64_t>(challenge.window, 1, limits::window_max);
    send(turn, wire::encode(hello));
}

void take_bye(State& state, const wire::Bye& bye) {
    state.link.retry_ms_min = bye.retry_ms;
    const wire::CodeInfo* info = wire::code_info(bye.code);
    if (!info || info->transient) return;
    state.link.refusal = static_cast<wire::Code>(bye.code);
    state.link.message = bye.message;
    set_state(state, LinkState::refused, 0);
}

void heard(State& state, Turn& turn) {
    if (!state.online()) return;
    state.link.due = turn.now.monotonic + static_cast<Millis>(limits::idle_ms_max);
}

void refuse_link(State& state, Turn& turn, wire::Code code, std::string message) {
    turn.emit(boundary::Disconnect{.code = 1000});
    forget_connection(state);
    state.link.refusal = code;
    state.link.message = std::move(message);
    set_state(state, LinkState::refused, 0);
}

void link_due(State& state, Turn& turn) {
    if (state.link.due == 0 || turn.now.monotonic < state.link.due) return;
    switch (state.link.state) {
        case LinkState::waiting:
            return dial(state, turn);
        case LinkState::dialling:
        case LinkState::greeting:
        case LinkState::online:
            return drop_connection(state, turn);
        case LinkState::idle:
        case LinkState::refused:
            return;
    }
}

std::optional<Millis> link_deadline(const State& state) {
    if (state.link.due == 0) return std::nullopt;
    return state.link.due;
}

void send(Turn& turn, Bytes frame) { turn.emit(boundary::Send{.frame = std::move(frame)}); }

}  // namespace shopbell::client
