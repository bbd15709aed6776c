// SPDX-License-Identifier: Apache-2.0
// Who is here: agents to everybody in the shop, shoppers to the agents, who is typing to the other
// side. Nothing of it is stored. An agent is available from its hello on unless it said otherwise
// before; leaving counts only after a grace, since pages reload.
#pragma once

#include "core/relay/state.hpp"

namespace shopbell::relay {

// --- Agents -----------------------------------------------------------------------------------

void join_agent(Turn& turn, const std::string& shop, PeerId id);
void leave_agent(Turn& turn, const std::string& shop, PeerId id);
void on_presence(Turn& turn, PeerId id, const wire::Presence& presence);
void on_agent_gone(Turn& turn, const Timer& timer);
void on_agent_release(Turn& turn, const Timer& timer);

// The shop's profiles with each agent's state as shown.
std::vector<wire::AgentProfile> profiles_now(const Shop& shop);

// Its own choice is available, and it has a connection.
bool is_available(const Shop& shop, const Id& agent);

// --- Shoppers ---------------------------------------------------------------------------------

void shopper_came(Turn& turn, const std::string& shop, const Id& conv);
void shopper_left(Turn& turn, const std::string& shop, const Id& conv);
void on_shopper_gone(Turn& turn, const Timer& timer);
bool is_online(const Shop& shop, const Id& conv);

// Phase and assignee, to the shopper's own connections.
void tell_shopper(Turn& turn, const Conversation& conversation);

void on_typing(Turn& turn, PeerId id, const wire::Typing& typing);

// What found no room when it was news.
void flush_news(Turn& turn, PeerId id);

}  // namespace shopbell::relay
