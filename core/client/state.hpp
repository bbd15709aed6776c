// SPDX-License-Identifier: Apache-2.0
// Everything a Session knows, as plain copyable values: who this device is, its link to the relay,
// its keys, its conversations (conversation.hpp), and what changed in this turn.
// The files beside this one each own one part and change it; nobody outside core/client sees it.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/time.hpp"
#include "core/client/conversation.hpp"
#include "core/crypto/device.hpp"
#include "core/crypto/rng.hpp"
#include "core/crypto/wrap.hpp"
#include "core/wire/batch_writer.hpp"
#include "core/wire/boundary.hpp"
#include "core/wire/codes.hpp"
#include "core/wire/messages.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shopbell::client {

// A shopper's page downloads no byte of the agents' half: its wasm is built with this constant
// false, and the compiler drops what only an agent reaches.
#ifdef SHOPBELL_SHOPPER_ONLY
inline constexpr bool agents_built = false;
#else
inline constexpr bool agents_built = true;
#endif

enum class Role : uint64_t { shopper = 1, agent = 2 };

struct AgentIdentity {
    boundary::AgentKeys keys;
    crypto::SignPair sign;
    crypto::BoxPair box;
};

struct Identity {
    bool started = false;
    bool follows = false;  // another tab of this profile holds the socket
    Role role = Role::shopper;
    std::string shop;
    Hash root_hash{};
    std::string relay_origin;
    crypto::DeviceKeys device;
    std::optional<AgentIdentity> agent;
};

enum class LinkState { idle, waiting, dialling, greeting, online, refused };

struct Link {
    LinkState state = LinkState::idle;
    Millis due =
        0;  // waiting: dial then; dialling, greeting: give up then; online: presumed dead then
    Millis retry_wall = 0;
    uint64_t failures = 0;
    uint64_t retry_ms_min = 0;  // asked for by the relay
    wire::Code refusal{};
    std::string message;
    uint64_t window = 4;
    uint64_t inbox_caught_up_at = 0;  // inbox_seq at welcome: older entries are no news
    bool crowded = false;             // an agent's: something may wait for a place or a question
};

struct Shop {
    wire::ShopSettings settings;
    std::vector<wire::AgentProfile> agents;
    std::optional<wire::SignedRoster> signed_roster;
    std::optional<wire::Roster> roster;
    std::vector<wire::SealedInbox> sealed_inbox;  // agents: as the relay keeps them
    std::vector<OpenedKey> inbox_secrets;         // the same, opened, by version
    Key bearer{};
    uint64_t epoch = 0;  // of the relay's log at the last welcome
    uint64_t inbox_cursor = 0;
};

// What this turn must still do before it ends.
struct Changes {
    std::vector<Id> conversations;  // touched: list line, following, cursors, rows
    bool link = false;
    bool shop = false;       // settings, agents or roster are to be shown
    bool shop_kept = false;  // the shop is to be kept
    std::vector<boundary::Stored> puts;
    std::vector<std::string> removes;
};

// What of a conversation becomes durable with a Store effect.
struct Keeping {
    uint64_t store_id = 0;
    Id conv{};
    uint64_t cursor = 0;  // rows up to here
};

struct State {
    Identity me;
    Link link;
    Shop shop;
    std::optional<crypto::Rng> rng;
    Conversations conversations;
    // Of the next row in an outbox. There is room below for what goes before all that waits.
    uint64_t next_number = uint64_t{1} << 31;
    uint64_t next_store_id = 1;
    std::vector<Keeping> keeping;
    // The row that a person discarded last, in whichever tab: what another one says of it is older.
    Id discarded{};
    std::optional<Id> looking;
    bool focused = false;
    uint64_t attend = 2;
    uint64_t shares = 0;  // counts what other tabs put on their screens
    Changes changes;

    bool is_agent() const { return agents_built && me.role == Role::agent; }
    // Null for a shopper.
    const AgentIdentity* agent() const { return is_agent() && me.agent ? &*me.agent : nullptr; }
    bool online() const { return link.state == LinkState::online; }
};

// One call of Session::handle: its time and where its effects go.
struct Turn {
    Now now;
    wire::BatchWriter& out;

    template <class Effect>
    void emit(const Effect& effect) const {
        out.add(effect);
    }
    uint64_t wall() const { return unix_ms(now); }
};

inline Conversation* find_conversation(State& state, const Id& conv) {
    return state.conversations.find(conv);
}

// A shopper has one conversation at a time: the one opened last.
inline Conversation* current_conversation(State& state) {
    Conversation* newest = nullptr;
    for (Conversation& conversation : state.conversations) {
        if (conversation.erased()) continue;
        if (!newest || conversation.opened_at > newest->opened_at) newest = &conversation;
    }
    return newest;
}

inline void touch(State& state, Conversation& conversation) {
    if (conversation.touched) return;
    conversation.touched = true;
    state.changes.conversations.push_back(conversation.conv);
}

// A row of the transcript or of the outbox is to be drawn again.
template <class Row>
void touch_row(State& state, Conversation& conversation, Row& row) {
    row.changed = true;
    touch(state, conversation);
}

inline void keep(State& state, Conversation& conversation) {
    conversation.to_keep = true;
    touch(state, conversation);
}

}  // namespace shopbell::client
