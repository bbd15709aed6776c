// SPDX-License-Identifier: Apache-2.0
// The two-party harness: real Sessions and the real Hub on the in-memory store, joined by a network
// that is a queue and by a clock that only moves when told. A story is a few lines of what people
// do; run() plays it to rest. Nothing here decides anything: it carries effects to where they go.
#pragma once

#include "core/client/session.hpp"
#include "core/relay/hub.hpp"
#include "server-stub/store/memory_store.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace shopbell::pair {

inline constexpr uint64_t noon = 1'790'000'000'000;
inline const std::string relay_origin = "wss://relay.test";
inline const std::string shop_origin = "https://tea.test";

Key key_of(uint8_t byte);
Id id_of(uint8_t byte);

// A shop with an owner and an agent, all from fixed seeds.
struct Cast {
    Cast();
    relay::ShopRecord record() const;
    // The next version of everything after the owner removed Bo: a new inbox key for Ada alone.
    relay::ShopRecord record_without_bo() const;
    boundary::AgentKeys keys(const Id& agent, uint8_t device) const;
    // The same roster under another version, truly signed.
    wire::SignedRoster signed_by_root(uint64_t version) const;

    Id ada = id_of(0xa0), bo = id_of(0xa1);
    wire::Roster roster;
    wire::SignedRoster signed_roster;
    Hash root_hash{};
};

// One Session with its disk, its wire and what its screen was told.
struct End {
    std::string name;
    std::string page_origin;
    boundary::Start begin;
    client::Session session;
    std::shared_ptr<std::map<std::string, Bytes>> disk;  // one for all tabs of a profile
    bool network = true;
    bool disk_works = true;
    relay::PeerId peer = 0;  // 0: no socket

    std::map<Id, boundary::ConversationView> conversations;
    std::map<Id, std::vector<boundary::RowView>> rows;
    boundary::ConnectionChanged connection;
    boundary::ShopChanged shop;
    std::vector<boundary::Arrived> arrived;
    std::vector<boundary::Refused> refused;
    boundary::Found found;
    std::vector<Id> uploads, dropped_blobs;  // what the shell was asked to bring, and to let go of
    std::map<Id, bool> typing;

    // The only conversation, or the newest row of it; a story with more names its own.
    Id conv() const;
    const boundary::RowView& last() const;
    std::vector<std::string> bodies() const;
};

class Pair {
public:
    Pair();

    End& shopper(const std::string& name, uint16_t seed);
    End& agent(const std::string& name, const Id& id, uint8_t seed);
    End& tab(End& leader, const std::string& name);  // another tab of the same profile, following

    void tell(End& end, boundary::Event event);
    void say(End& end, const std::string& words);
    void look(End& end);
    void see_all(End& end);
    // The bodies of what an agent's search finds.
    std::vector<std::string> search(End& end, const std::string& query);

    void run();                             // until nothing is under way
    void wait(Millis ms);                   // moves the clock, waking who asked for it
    void cut(End& end);                     // its socket breaks and it has no network
    void restore(End& end);                 // the network is back, and the page notices
    void reload(End& end);                  // the page goes, and comes back with its disk
    void take_over(End& tab, End& leader);  // the tab leads from now on, from the disk
    void restart_relay();                   // a new Hub on the same store
    void restore_relay(const server::MemoryStore& backup);  // and a log with a new epoch
    void change_shop(const relay::ShopRecord& record);      // as the HTTP API does

    Cast cast;
    server::MemoryStore store;
    Now now{1'000'000, static_cast<Millis>(noon)};
    // Called with each frame on its way to an end: a lying relay changes it.
    std::function<void(const End&, Bytes&)> tamper;
    // Called with each frame that an end sends.
    std::function<void(const End&, const Bytes&)> overhear;

private:
    End& add(std::string name, boundary::Start begin);
    void do_effects(End& end, const client::Effects& effects);
    void do_effect(End& end, const boundary::Effect& effect);
    void tell_hub(relay::Event event);
    void do_effect(const relay::Effect& effect);
    void show(End& end, const boundary::Effect& effect);
    void drop_socket(End& end, bool tell_session);
    End* end_of(relay::PeerId peer);

    relay::HubConfig config() const;
    std::unique_ptr<relay::Hub> hub_;
    std::deque<std::unique_ptr<End>> ends_;
    std::deque<std::function<void()>> under_way_;
    relay::PeerId next_peer_ = 1;
};

// From now on a relay that refuses every row for good and has stored nothing, as far as anybody
// can see, until pair.tamper is taken away.
void swallow_rows(Pair& pair);

// Where many stories begin: a shopper and an agent, who have said a word each.
struct Talk {
    Talk() {
        pair.run();
        pair.say(shopper, "one");
        pair.look(bo);
        pair.say(bo, "two");
    }
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
};

}  // namespace shopbell::pair
