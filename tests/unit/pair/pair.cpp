// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/pair/pair.hpp"

#include "core/base/invariant.hpp"
#include "core/crypto/device.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/sealed_box.hpp"

#include <algorithm>

namespace shopbell::pair {
namespace {

constexpr uint8_t root_seed = 1, ada_sign = 2, ada_box = 3, bo_sign = 4, bo_box = 5, inbox_seed = 6,
                  recovery_seed = 7, second_inbox_seed = 8;

wire::RosterAgent roster_agent(const Id& id, uint8_t sign, uint8_t box, uint64_t role) {
    return {.id = id,
            .sign = crypto::SignPair::from_seed(key_of(sign)).pk,
            .box = crypto::BoxPair::from_seed(key_of(box)).pk,
            .role = role,
            .until = 0};
}

wire::SealedInbox sealed_inbox(uint64_t version, uint8_t seed, uint8_t box) {
    crypto::Rng rng(key_of(static_cast<uint8_t>(box + 100)));
    const auto sealed = crypto::seal_inbox(rng, version, crypto::SecretKey<32>(key_of(seed)),
                                           crypto::BoxPair::from_seed(key_of(box)).pk);
    SHOPBELL_ASSERT(sealed);
    return *sealed;
}

relay::AgentInboxes inboxes(const Id& agent, uint8_t box) {
    return {agent, {sealed_inbox(1, inbox_seed, box)}};
}

}  // namespace

Key key_of(uint8_t byte) {
    Key key;
    key.fill(byte);
    return key;
}

Id id_of(uint8_t byte) {
    Id id;
    id.fill(byte);
    return id;
}

Cast::Cast() {
    const auto root = crypto::SignPair::from_seed(key_of(root_seed));
    roster.shop = "tea";
    roster.version = 1;
    roster.inbox_v = 1;
    roster.inbox = crypto::box_public(crypto::SecretKey<32>(key_of(inbox_seed)));
    roster.recovery = crypto::BoxPair::from_seed(key_of(recovery_seed)).pk;
    roster.agents = {roster_agent(ada, ada_sign, ada_box, 1), roster_agent(bo, bo_sign, bo_box, 3)};
    roster.issued_at = noon;
    roster.expires_at = noon + 1'000'000'000;
    signed_roster = crypto::sign_roster(roster, root.pk, root.sk);
    root_hash = crypto::root_hash(root.pk);
}

wire::SignedRoster Cast::signed_by_root(uint64_t version) const {
    const auto root = crypto::SignPair::from_seed(key_of(root_seed));
    wire::Roster other = roster;
    other.version = version;
    return crypto::sign_roster(other, root.pk, root.sk);
}

relay::ShopRecord Cast::record() const {
    relay::ShopRecord record;
    record.shop = roster.shop;
    record.root_hash = root_hash;
    record.settings.name = "Tea";
    record.settings.accent = "#2f6f4e";
    record.settings.origins = {shop_origin};
    record.signed_roster = signed_roster;
    record.profiles = {{.id = ada, .name = "Ada", .picture = "", .state = 0},
                       {.id = bo, .name = "Bo", .picture = "", .state = 0}};
    record.sealed_inboxes = {inboxes(ada, ada_box), inboxes(bo, bo_box)};
    return record;
}

boundary::AgentKeys Cast::keys(const Id& agent, uint8_t device) const {
    const bool owner = agent == ada;
    return {.agent = agent,
            .role = owner ? 1u : 3u,
            .sign_seed = key_of(owner ? ada_sign : bo_sign),
            .box_seed = key_of(owner ? ada_box : bo_box),
            .device_seed = key_of(device)};
}

relay::ShopRecord Cast::record_without_bo() const {
    const auto root = crypto::SignPair::from_seed(key_of(root_seed));
    wire::Roster next = roster;
    next.version = 2;
    next.previous = crypto::roster_hash(signed_roster.roster);
    next.inbox_v = 2;
    next.inbox = crypto::box_public(crypto::SecretKey<32>(key_of(second_inbox_seed)));
    next.agents[1].until = 2;
    relay::ShopRecord changed = record();
    changed.signed_roster = crypto::sign_roster(next, root.pk, root.sk);
    changed.profiles.pop_back();
    changed.sealed_inboxes.pop_back();
    changed.sealed_inboxes[0].sealed.push_back(sealed_inbox(2, second_inbox_seed, ada_box));
    return changed;
}

Pair::Pair() {
    std::vector<relay::StoreAnswer> answers;
    const relay::StoreRequest put = relay::PutShop{cast.record()};
    store.apply({&put, 1}, answers);
    hub_ = std::make_unique<relay::Hub>(config(), key_of(200));
}

relay::HubConfig Pair::config() const {
    relay::HubConfig config;
    config.public_origins = {relay_origin};
    return config;
}

End& Pair::add(std::string name, boundary::Start begin) {
    ends_.push_back(std::make_unique<End>());
    End& end = *ends_.back();
    end.name = std::move(name);
    end.disk = std::make_shared<std::map<std::string, Bytes>>();
    end.page_origin = begin.keys ? "https://relay.test" : shop_origin;
    end.begin = std::move(begin);
    tell(end, end.begin);
    return end;
}

End& Pair::shopper(const std::string& name, uint16_t seed) {
    Key drawn = key_of(static_cast<uint8_t>(seed));
    drawn[1] ^= static_cast<uint8_t>(seed >> 8);
    return add(name, {.role = 1,
                      .shop = "tea",
                      .root_hash = cast.root_hash,
                      .relay_origin = relay_origin,
                      .seed = drawn,
                      .keys = std::nullopt,
                      .stored = {}});
}

End& Pair::agent(const std::string& name, const Id& id, uint8_t seed) {
    return add(name, {.role = 2,
                      .shop = "tea",
                      .root_hash = cast.root_hash,
                      .relay_origin = relay_origin,
                      .seed = key_of(seed),
                      .keys = cast.keys(id, seed),
                      .stored = {}});
}

End& Pair::tab(End& leader, const std::string& name) {
    ends_.push_back(std::make_unique<End>());
    End& end = *ends_.back();
    end.name = name;
    end.page_origin = leader.page_origin;
    end.disk = leader.disk;
    end.begin = leader.begin;
    end.begin.follow = true;
    reload(end);
    return end;
}

void Pair::take_over(End& tab, End& leader) {
    leader.begin.follow = true;
    reload(leader);
    tab.begin.follow = false;
    reload(tab);
}

void Pair::tell(End& end, boundary::Event event) {
    client::Effects effects;
    end.session.handle(event, now, effects);
    do_effects(end, effects);
}

void Pair::say(End& end, const std::string& words) {
    std::optional<Id> conv;
    if (end.begin.keys) conv = end.conv();
    tell(end, boundary::Compose{.conv = conv, .body = words, .page = std::nullopt});
    run();
}

void Pair::look(End& end) {
    tell(end, boundary::Look{.conv = end.conv(), .focused = true});
    run();
}

void Pair::see_all(End& end) {
    look(end);
    tell(end, boundary::Seen{.conv = end.conv(), .seq = end.conversations.at(end.conv()).head_seq});
    run();
}

void Pair::run() {
    while (!under_way_.empty()) {
        const auto step = std::move(under_way_.front());
        under_way_.pop_front();
        step();
    }
}

std::vector<std::string> Pair::search(End& end, const std::string& query) {
    tell(end, boundary::Search{.query = query});
    SHOPBELL_ASSERT(end.found.query == query);
    std::vector<std::string> bodies;
    for (const boundary::FoundRow& hit : end.found.rows) bodies.push_back(hit.row.body);
    return bodies;
}

void Pair::wait(Millis ms) {
    const Millis until = now.monotonic + ms;
    run();
    while (true) {
        std::optional<Millis> next = hub_->deadline();
        for (const auto& end : ends_) {
            const auto at = end->session.deadline();
            if (at && (!next || *at < *next)) next = at;
        }
        if (!next || *next > until) break;
        const Millis step = std::max<Millis>(*next - now.monotonic, 0);
        now.monotonic += step;
        now.wall += step;
        if (hub_->deadline() && *hub_->deadline() <= now.monotonic) tell_hub(relay::Wake{});
        for (const auto& end : ends_) {
            const auto at = end->session.deadline();
            if (at && *at <= now.monotonic) tell(*end, boundary::Wake{});
        }
        run();
    }
    now.wall += until - now.monotonic;
    now.monotonic = until;
}

void Pair::cut(End& end) {
    end.network = false;
    drop_socket(end, true);
    run();
}

void Pair::restore(End& end) {
    end.network = true;
    tell(end, boundary::Poke{});
    run();
}

void Pair::reload(End& end) {
    drop_socket(end, false);
    run();
    end.session = client::Session{};
    end.conversations.clear();
    end.rows.clear();
    end.begin.seed[0] ^= 0x5a;
    end.begin.seed[1]++;
    for (const char byte : end.name) end.begin.seed[2] ^= static_cast<uint8_t>(byte);
    end.begin.stored.clear();
    for (const auto& [key, value] : *end.disk) end.begin.stored.push_back({key, value});
    tell(end, end.begin);
    run();
}

void Pair::restart_relay() {
    under_way_.clear();
    hub_ = std::make_unique<relay::Hub>(config(), key_of(201));
    for (const auto& end : ends_) {
        if (end->peer == 0) continue;
        end->peer = 0;
        tell(*end, boundary::SocketClosed{.code = 1006});
    }
    run();
}

void Pair::restore_relay(const server::MemoryStore& backup) {
    store = backup;
    store.begin_epoch();
    restart_relay();
}

void Pair::change_shop(const relay::ShopRecord& record) {
    std::vector<relay::StoreAnswer> answers;
    const relay::StoreRequest put = relay::PutShop{record};
    store.apply({&put, 1}, answers);
    tell_hub(relay::ShopPut{record});
    run();
}

void Pair::drop_socket(End& end, bool tell_session) {
    if (end.peer == 0) return;
    const relay::PeerId peer = std::exchange(end.peer, 0);
    under_way_.push_back([this, peer] { tell_hub(relay::PeerClosed{peer}); });
    if (tell_session) tell(end, boundary::SocketClosed{.code = 1006});
}

End* Pair::end_of(relay::PeerId peer) {
    const auto found = std::find_if(ends_.begin(), ends_.end(),
                                    [&](const auto& end) { return end->peer == peer; });
    return found == ends_.end() ? nullptr : found->get();
}

void Pair::do_effects(End& end, const client::Effects& effects) {
    for (const boundary::Effect& effect : effects) do_effect(end, effect);
}

void Pair::do_effect(End& end, const boundary::Effect& effect) {
    if (std::holds_alternative<boundary::Connect>(effect)) {
        if (!end.network) {
            under_way_.push_back([this, &end] { tell(end, boundary::SocketClosed{.code = 1006}); });
            return;
        }
        end.peer = next_peer_++;
        under_way_.push_back([this, &end, peer = end.peer] {
            if (end.peer != peer) return;
            tell(end, boundary::SocketOpened{});
            tell_hub(relay::PeerConnected{peer, "relay.test", end.page_origin});
        });
    } else if (const auto* send = std::get_if<boundary::Send>(&effect)) {
        if (overhear) overhear(end, send->frame);
        under_way_.push_back([this, &end, peer = end.peer, frame = send->frame] {
            if (peer != 0 && end.peer == peer) tell_hub(relay::PeerFrame{peer, frame});
        });
    } else if (std::holds_alternative<boundary::Disconnect>(effect)) {
        drop_socket(end, false);
    } else if (const auto* kept = std::get_if<boundary::Store>(&effect)) {
        for (const std::string& key : kept->removes) {
            std::erase_if(*end.disk, [&](const auto& entry) {
                return key.ends_with('*') ? entry.first.starts_with(key.substr(0, key.size() - 1))
                                          : entry.first == key;
            });
        }
        for (const auto& [key, value] : kept->puts) (*end.disk)[key] = value;
        under_way_.push_back([this, &end, stored = *kept] {
            tell(end, boundary::StoreDone{.id = stored.id, .ok = end.disk_works});
            for (const auto& other : ends_) {
                if (other.get() == &end || other->disk != end.disk) continue;
                tell(*other, boundary::Merge{.puts = stored.puts, .removes = stored.removes});
            }
        });
    } else {
        show(end, effect);
    }
}

void Pair::tell_hub(relay::Event event) {
    relay::Effects effects;
    hub_->handle(event, now, effects);
    for (const relay::Effect& effect : effects) do_effect(effect);
}

void Pair::do_effect(const relay::Effect& effect) {
    if (const auto* send = std::get_if<relay::SendTo>(&effect)) {
        under_way_.push_back([this, peer = send->peer, frame = send->frame]() mutable {
            tell_hub(relay::PeerDrained{peer, 1, frame.size()});
            End* end = end_of(peer);
            if (!end) return;
            if (tamper) tamper(*end, frame);
            tell(*end, boundary::SocketFrame{.frame = frame});
        });
    } else if (const auto* close = std::get_if<relay::ClosePeer>(&effect)) {
        under_way_.push_back([this, peer = close->peer, code = close->code] {
            if (End* end = end_of(peer)) {
                end->peer = 0;
                tell(*end, boundary::SocketClosed{.code = code});
            }
            tell_hub(relay::PeerClosed{peer});
        });
    } else if (const auto* ask = std::get_if<relay::AskStore>(&effect)) {
        std::vector<relay::StoreAnswer> answers;
        store.apply({&ask->request, 1}, answers);
        under_way_.push_back([this, ticket = ask->ticket, answer = answers.front()] {
            tell_hub(relay::StoreAnswered{ticket, answer});
        });
    }
}

void swallow_rows(Pair& pair) {
    pair.tamper = [](const End&, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        if (!decoded) return;
        if (auto* ack = std::get_if<wire::Ack>(&*decoded)) {
            frame = wire::encode(wire::Nack{.conv = ack->conv,
                                            .mid = ack->mid,
                                            .code = static_cast<uint64_t>(wire::Code::forbidden),
                                            .last_mid = {},
                                            .retry_ms = 0,
                                            .message = "test"});
        } else if (auto* synced = std::get_if<wire::Synced>(&*decoded)) {
            synced->known.clear();
            frame = wire::encode(*synced);
        } else if (std::holds_alternative<wire::Deliver>(*decoded)) {
            frame = wire::encode(wire::Pong{.token = 0});
        }
    };
}

}  // namespace shopbell::pair
