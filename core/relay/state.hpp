// SPDX-License-Identifier: Apache-2.0
// All that a Hub remembers, as plain values: connections, the shops and conversations they touch,
// questions on their way to the store, timers. What outlives a restart is in the store alone. The
// Hub's parts (one file per idea) work on it through a Turn, one call of handle.
#pragma once

#include "core/crypto/rng.hpp"
#include "core/relay/events.hpp"
#include "core/relay/timers.hpp"
#include "core/wire/messages.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shopbell::relay {

// --- Connections ------------------------------------------------------------------------------

enum class PeerPhase : uint8_t {
    awaiting_hello,
    awaiting_shop,  // hello verified as far as it goes without the shop
    welcomed,
    leaving,  // the relay shuts down; only acknowledgements still go out
};

// Frames given to the shell and not yet written by it.
struct Outstanding {
    uint64_t frames = 0;
    uint64_t bytes = 0;
    Millis progressed_at = 0;  // meaningless while frames is 0
};

struct Peer {
    PeerPhase phase = PeerPhase::awaiting_hello;
    std::string host;
    std::string origin;
    Key nonce{};
    Millis connected_at = 0;
    Millis heard_at = 0;
    Millis pinged_at = 0;
    Millis heads_at = 0;

    std::optional<wire::Hello> hello;  // while awaiting_shop
    std::vector<Bytes> parked;         // frames that came between hello and welcome

    // From hello on.
    std::string shop;
    Role role = Role::shopper;
    Key device{};
    Id agent{};
    uint64_t roster_v = 0;  // newest that this client has

    Outstanding outstanding;
    uint64_t submissions = 0;  // not yet answered
    uint64_t questions = 0;    // other questions to the store, not yet answered

    std::map<Id, uint64_t> next_seq;  // resumed conversations, and the row each one gets next
    std::set<Id> resuming;            // those that the store is asked about
    std::set<Id> behind;              // those whose rows come from the store, page by page
    Id last_pumped{};
    bool reading_log = false;

    // Agents: the inbox feed. Live while inbox_sent is the feed's head.
    uint64_t inbox_sent = 0;
    bool inbox_live = false;
    bool reading_inbox = false;

    // Ephemeral news that found no room; only the newest state is sent later.
    std::map<Id, wire::Here> here_pending;  // by conversation
    std::set<Id> presence_pending;          // by agent
    std::set<Id> cursors_pending;           // by conversation
    bool shop_pending = false;
};

// --- Shops ------------------------------------------------------------------------------------

// How far somebody who resumes has come.
struct ResumePoint {
    uint64_t cursor = 0;
    Hash head{};  // running hash there
};

// A conversation that somebody follows, or whose shopper has just left.
struct Conversation {
    std::optional<ConversationState> state;  // none while it is being loaded
    std::map<PeerId, ResumePoint> awaiting;  // the store is asked about their cursors
    std::set<PeerId> subscribers;
    bool online = false;  // the shopper is connected, or was within the grace
};

struct AgentHere {
    std::set<PeerId> peers;
    uint64_t chosen = 0;  // what the agent says of itself
    uint64_t shown = 0;   // what everybody was told last
    Millis gone_since = 0;
    uint64_t last_assigned = 0;  // a stamp, not a time
};

struct OpenForAssignment {
    OpenEntry entry;
    std::optional<Id> asked;  // SetAssignee is on its way to the store
    bool queued = false;
};

struct Assignment {
    bool active = false;   // an agent has come since the shop was idle
    bool listing = false;  // OpenConversations is on its way
    bool more = false;     // the store has open conversations that are not in `open`
    std::set<Id> changed_since_listing;
    std::map<Id, OpenForAssignment> open;
    std::set<std::pair<uint64_t, Id>> queue;  // by waiting time
    std::map<Id, uint64_t> load;              // open conversations per agent
};

struct Shop {
    std::optional<ShopRecord> record;  // none while it is being loaded
    std::optional<ShopRecord> put_meanwhile;
    wire::Roster roster;  // of record, verified
    uint64_t epoch = 0;
    uint64_t inbox_head = 0;
    Millis loaded_at = 0;
    uint64_t idle_stamp = 0;  // when the last connection left; 0 while there is one

    std::set<PeerId> awaiting;
    std::set<PeerId> peers;  // welcomed
    std::map<Id, Conversation> conversations;
    std::map<Id, AgentHere> agents;
    Assignment assignment;
};

// --- Questions --------------------------------------------------------------------------------

struct Question {
    enum class Purpose : uint8_t {
        shop,
        bearer,
        row,  // open, submit
        conversation,
        log,
        inbox,
        sync,
        cursor,
        rekey,
        assignee,
        open_list,
    };
    Purpose purpose = Purpose::shop;
    std::string shop;
    PeerId peer = 0;  // 0: the Hub's own
    Id conv{};
    Id mid{};                 // row
    uint64_t number = 0;      // rekey: gen; inbox: rows asked for; log: after; conversation: cursor
    std::optional<Id> agent;  // assignee
};

// --- The Hub ----------------------------------------------------------------------------------

struct HubState {
    HubState(HubConfig hub_config, const Key& seed) : config(std::move(hub_config)), rng(seed) {}

    HubConfig config;
    crypto::Rng rng;
    std::map<PeerId, Peer> peers;
    std::map<std::string, Shop> shops;
    std::map<uint64_t, std::string> idle_shops;  // by idle_stamp
    std::map<uint64_t, Question> questions;      // by ticket
    Timers timers;
    uint64_t last_ticket = 0;
    uint64_t last_stamp = 0;
    bool shutting_down = false;
};

// One call of handle. Peers are only marked while somebody may iterate over them.
struct Turn {
    HubState& hub;
    Now now;
    Effects& out;
    std::set<PeerId> touched;  // their timers are set again at the end
    std::set<PeerId> overrun;  // dismissed at the end as slow consumers

    [[nodiscard]] const HubConfig& config() const { return hub.config; }
    Peer* peer(PeerId id);
    Shop* shop(const std::string& name);
    // Null while it is unknown or being loaded.
    Conversation* conversation(const std::string& shop, const Id& conv);
    void ask(const Question& question, StoreRequest request);
};

}  // namespace shopbell::relay
