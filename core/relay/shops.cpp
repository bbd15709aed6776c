// SPDX-License-Identifier: Apache-2.0
#include "core/relay/shops.hpp"

#include "core/base/invariant.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/roster.hpp"
#include "core/relay/assignment.hpp"
#include "core/relay/bearer.hpp"
#include "core/relay/connection.hpp"
#include "core/relay/inbox.hpp"
#include "core/relay/origins.hpp"
#include "core/relay/presence.hpp"
#include "core/relay/pressure.hpp"
#include "core/relay/replies.hpp"
#include "core/relay/row_kinds.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::relay {

using wire::Code;

const wire::RosterAgent* roster_agent(const Shop& shop, const Id& agent) {
    return crypto::find_agent(shop.roster, agent);
}

bool is_bot(const Shop& shop, const Peer& peer) {
    if (peer.role != Role::agent) return false;
    const wire::RosterAgent* const agent = roster_agent(shop, peer.agent);
    return agent != nullptr && agent->role == roster_role::bot;
}

static std::vector<wire::SealedInbox> inboxes_of(const ShopRecord& record, const Id& agent) {
    for (const AgentInboxes& inboxes : record.sealed_inboxes) {
        if (inboxes.agent == agent) return inboxes.sealed;
    }
    return {};
}

// False if the record's roster is not what its root key signed for this shop.
static bool take_record(Shop& shop, const ShopRecord& record) {
    auto roster = crypto::verify_roster(record.signed_roster, record.root_hash, record.shop);
    if (!roster) return false;
    shop.roster = std::move(*roster);
    shop.record = record;
    return true;
}

// --- Admission --------------------------------------------------------------------------------

static std::optional<Refusal> judge_agent(const Shop& shop, const wire::Hello& hello) {
    if (!hello.certificate) {
        return Refusal{Code::certificate_false, "Hello.certificate", "agents need one"};
    }
    const bool own = hello.certificate->device == hello.device;
    if (!own || !crypto::verify_certificate(*hello.certificate, hello.shop, shop.roster)) {
        return Refusal{Code::certificate_false, "Hello.certificate",
                       own ? "does not verify" : "another device's"};
    }
    return std::nullopt;
}

static std::optional<Refusal> judge_member(const HubConfig& config, const Shop& shop,
                                           const Peer& peer) {
    const wire::Hello& hello = *peer.hello;
    const bool agent = hello.role == static_cast<uint64_t>(Role::agent);
    const bool welcome_page = agent ? is_console_page(hello.relay_origin, peer.origin)
                                    : is_shop_page(config, *shop.record, peer.origin);
    if (!welcome_page) return Refusal{Code::origin_refused, "Origin", "not a page of this shop"};
    // No shop can list token keys yet, so no token can verify.
    if (hello.token) return Refusal{Code::certificate_false, "Hello.token", "does not verify"};
    return agent ? judge_agent(shop, hello) : std::nullopt;
}

// Asked before whoever is welcomed can use the token: the store's writer has it first.
static void put_bearer(Turn& turn, const Peer& peer, const Key& bearer) {
    PutBearer put;
    put.bearer_hash = bearer_hash(bearer);
    put.holder = {peer.shop, peer.device, peer.role, peer.agent};
    put.at = unix_ms(turn.now);
    turn.ask({Question::Purpose::bearer, peer.shop, 0, {}, {}, 0, {}}, put);
}

static void send_welcome(Turn& turn, PeerId id, const Shop& shop) {
    Peer& peer = *turn.peer(id);
    wire::Welcome welcome;
    welcome.time = unix_ms(turn.now);
    welcome.epoch = shop.epoch;
    welcome.settings = shop.record->settings;
    welcome.agents = profiles_now(shop);
    if (peer.roster_v < shop.roster.version) {
        welcome.roster = shop.record->signed_roster;
        peer.roster_v = shop.roster.version;
    }
    welcome.bearer = bearer_of(turn.config().bearer_key, peer.shop, peer.device);
    put_bearer(turn, peer, welcome.bearer);
    if (peer.role == Role::agent) {
        welcome.sealed_inbox = inboxes_of(*shop.record, peer.agent);
        welcome.inbox_head = shop.inbox_head;
    }
    send(turn, id, welcome);
}

static void admit(Turn& turn, PeerId id) {
    Peer* const peer = turn.peer(id);
    if (peer == nullptr) return;
    Shop& shop = *turn.shop(peer->shop);
    if (const auto refusal = judge_member(turn.config(), shop, *peer)) {
        return refuse(turn, id, *refusal);
    }
    const wire::Hello hello = *std::exchange(peer->hello, std::nullopt);
    peer->phase = PeerPhase::welcomed;
    peer->role = static_cast<Role>(hello.role);
    peer->device = hello.device;
    peer->roster_v = hello.roster_v;
    if (peer->role == Role::agent) {
        peer->agent = hello.certificate->agent;
        // A cursor of another log says nothing about this one.
        const bool same_log = hello.epoch == shop.epoch;
        peer->inbox_sent = same_log ? std::min(hello.inbox_cursor, shop.inbox_head) : 0;
    }
    shop.awaiting.erase(id);
    shop.peers.insert(id);
    send_welcome(turn, id, shop);
    if (peer->role == Role::agent) {
        join_agent(turn, peer->shop, id);
        pump_inbox(turn, id);
        join_assignment(turn, peer->shop);
    }
    take_parked(turn, id);
}

void enter_shop(Turn& turn, PeerId id) {
    const std::string name = turn.peer(id)->shop;
    Shop& shop = turn.hub.shops[name];
    if (shop.idle_stamp != 0) {
        turn.hub.idle_shops.erase(shop.idle_stamp);
        shop.idle_stamp = 0;
    }
    const bool loading = !shop.awaiting.empty();
    shop.awaiting.insert(id);
    if (shop.record) return admit(turn, id);
    if (!loading) turn.ask({Question::Purpose::shop, name, 0, {}, {}, 0, {}}, LoadShop{name});
}

// --- Loading and leaving ----------------------------------------------------------------------

// Kept until shops_idle_max others have gone idle after it.
static void go_idle(Turn& turn, const std::string& name) {
    Shop& shop = *turn.shop(name);
    shop.assignment = {};
    shop.idle_stamp = ++turn.hub.last_stamp;
    auto& idle = turn.hub.idle_shops;
    idle.emplace(shop.idle_stamp, name);
    if (idle.size() <= turn.config().shops_idle_max) return;
    turn.hub.shops.erase(idle.begin()->second);
    idle.erase(idle.begin());
}

// Everybody who waits hears the same; retry leaves them where they may say hello again.
static void turn_away(Turn& turn, const std::string& name, const Refusal& refusal) {
    const std::set<PeerId> awaiting = std::exchange(turn.shop(name)->awaiting, {});
    turn.hub.shops.erase(name);
    for (const PeerId id : awaiting) {
        Peer& peer = *turn.peer(id);
        peer.phase = PeerPhase::awaiting_hello;
        peer.hello.reset();
        peer.parked.clear();
        refuse(turn, id, refusal);
    }
}

void on_shop_loaded(Turn& turn, const Question& question, const StoreAnswer& answer) {
    Shop* const shop = turn.shop(question.shop);
    if (shop == nullptr || shop->record) return;
    const auto* const loaded = std::get_if<ShopLoaded>(&answer);
    if (loaded == nullptr) {
        return turn_away(turn, question.shop, {Code::retry, "Hello.shop", "cannot be read now"});
    }
    // What the admin API put meanwhile is newer than what was read.
    const auto& record = shop->put_meanwhile ? shop->put_meanwhile : loaded->record;
    if (!record) {
        return turn_away(turn, question.shop, {Code::unknown_shop, "Hello.shop", "no such shop"});
    }
    if (!take_record(*shop, *record)) {
        return turn_away(turn, question.shop,
                         {Code::unknown_shop, "Hello.shop", "its roster does not verify"});
    }
    shop->put_meanwhile.reset();
    shop->epoch = loaded->epoch;
    shop->inbox_head = loaded->inbox_head;
    shop->loaded_at = turn.now.monotonic;
    const std::set<PeerId> awaiting = shop->awaiting;
    for (const PeerId id : awaiting) admit(turn, id);
    if (Shop* const still = turn.shop(question.shop);
        still != nullptr && still->peers.empty() && still->idle_stamp == 0) {
        go_idle(turn, question.shop);
    }
}

void leave_shop(Turn& turn, PeerId id) {
    const Peer& peer = *turn.peer(id);
    Shop* const shop = turn.shop(peer.shop);
    if (shop == nullptr) return;
    shop->awaiting.erase(id);
    const bool member = shop->peers.erase(id) != 0;
    if (member && peer.role == Role::agent) leave_agent(turn, peer.shop, id);
    // A shop that is still being loaded stays for its answer.
    const bool alone = shop->peers.empty() && shop->awaiting.empty();
    if (shop->record && alone && shop->idle_stamp == 0) go_idle(turn, peer.shop);
}

// --- Changes ----------------------------------------------------------------------------------

void tell_shop(Turn& turn, PeerId id) {
    Peer& peer = *turn.peer(id);
    if (!has_room(turn.config(), peer)) {
        peer.shop_pending = true;
        return;
    }
    peer.shop_pending = false;
    const Shop& shop = *turn.shop(peer.shop);
    wire::ShopChanged changed;
    changed.settings = shop.record->settings;
    changed.agents = profiles_now(shop);
    if (peer.roster_v < shop.roster.version) {
        changed.roster = shop.record->signed_roster;
        peer.roster_v = shop.roster.version;
    }
    if (peer.role == Role::agent) changed.sealed_inbox = inboxes_of(*shop.record, peer.agent);
    send(turn, id, changed);
}

void on_shop_put(Turn& turn, const ShopPut& put) {
    const std::string& name = put.record.shop;
    Shop* const shop = turn.shop(name);
    if (shop == nullptr) return;
    if (!shop->record) {
        shop->put_meanwhile = put.record;
        return;
    }
    if (!take_record(*shop, put.record)) return;
    const std::set<PeerId> members = shop->peers;
    std::vector<PeerId> removed;
    for (const PeerId id : members) {
        const Peer& peer = *turn.peer(id);
        const bool gone = peer.role == Role::agent && roster_agent(*shop, peer.agent) == nullptr;
        if (gone) removed.push_back(id);
        if (!gone) tell_shop(turn, id);
    }
    for (const PeerId id : removed) {
        dismiss(turn, id, {Code::certificate_false, "Hello.certificate", "no longer an agent"});
    }
    review_queue(turn, name);
}

}  // namespace shopbell::relay
