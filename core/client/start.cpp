// SPDX-License-Identifier: Apache-2.0
#include "core/client/start.hpp"

#include "core/client/disk.hpp"
#include "core/client/link.hpp"

namespace shopbell::client {
namespace {

bool check(Turn& turn, bool good, const char* field, const char* message) {
    if (!good) turn.emit(boundary::Refused{.field = field, .message = message, .limit = 0});
    return good;
}

bool valid(Turn& turn, const boundary::Start& event) {
    const bool agent = agents_built && event.role == static_cast<uint64_t>(Role::agent);
    const bool shopper = event.role == static_cast<uint64_t>(Role::shopper);
    return check(turn, agent || shopper, "start.role",
                 agents_built ? "must be 1 or 2" : "must be 1, agents use the console's core") &&
           check(turn, agent == event.keys.has_value(), "start.keys",
                 "agents have keys, shoppers have none") &&
           check(turn, !event.shop.empty(), "start.shop", "must not be empty") &&
           check(turn, !event.relay_origin.empty(), "start.relay_origin", "must not be empty") &&
           check(turn, !is_zero(event.seed), "start.seed", "must be random");
}

// An agent's device is as old as its sign-in; a shopper's is as old as its browser profile.
Key device_seed(State& state, const boundary::Start& event) {
    if (agents_built && event.keys) return event.keys->device_seed;
    if (const auto stored = stored_device_seed(event.stored)) return *stored;
    const Key fresh = state.rng->key();
    keep_device_seed(state, fresh);
    return fresh;
}

}  // namespace

void start(State& state, Turn& turn, const boundary::Start& event) {
    if (!valid(turn, event)) return;
    Identity& me = state.me;
    me.started = true;
    me.role = static_cast<Role>(event.role);
    me.shop = event.shop;
    me.root_hash = event.root_hash;
    me.relay_origin = event.relay_origin;
    state.rng.emplace(event.seed);
    me.device = crypto::DeviceKeys::from_seed(device_seed(state, event));
    if (agents_built && event.keys) {
        me.agent = AgentIdentity{*event.keys, crypto::SignPair::from_seed(event.keys->sign_seed),
                                 crypto::BoxPair::from_seed(event.keys->box_seed)};
    }
    me.follows = event.follow;
    restore(state, turn, event.stored);
    if (!me.follows) dial(state, turn);
}

}  // namespace shopbell::client
