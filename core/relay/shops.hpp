// SPDX-License-Identifier: Apache-2.0
// Shops in memory: loaded for the first hello, verified, shared by all their connections, kept for
// a while after the last one, replaced when the admin API changes them. A client becomes a member
// of its shop here, with welcome.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

// The peer's hello stands; what is left to judge needs the shop.
void enter_shop(Turn& turn, PeerId id);
void on_shop_loaded(Turn& turn, const Question& question, const StoreAnswer& answer);
void on_shop_put(Turn& turn, const ShopPut& put);

// Called once per connection, whatever it had reached.
void leave_shop(Turn& turn, PeerId id);

// ShopChanged, at once or when there is room.
void tell_shop(Turn& turn, PeerId id);

// The newest roster entry of a welcomed agent; null if it has been removed.
const wire::RosterAgent* roster_agent(const Shop& shop, const Id& agent);
bool is_bot(const Shop& shop, const Peer& peer);

}  // namespace shopbell::relay
