// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/relay/scene.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::relay::test {

// --- The cast ---------------------------------------------------------------------------------

static crypto::SignPair root_keys() { return crypto::SignPair::from_seed(key_of(0xf0)); }

static crypto::SignPair sign_keys(uint8_t number) {
    return crypto::SignPair::from_seed(key_of(static_cast<uint8_t>(0xa0 + number)));
}

Person shopper(uint8_t number) {
    Person person;
    person.device = crypto::DeviceKeys::from_seed(key_of(static_cast<uint8_t>(0x40 + number)));
    return person;
}

Person agent(uint8_t number, const std::string& shop) {
    Person person;
    person.role = Role::agent;
    person.device = crypto::DeviceKeys::from_seed(key_of(static_cast<uint8_t>(0x80 + number)));
    person.agent = id_of(number);
    person.certificate =
        crypto::certify(sign_keys(number).sk, shop, person.agent, person.device.sign_pk, 1, noon);
    return person;
}

ShopRecord shop_record(const std::string& shop, uint64_t roster_version,
                       const std::vector<uint8_t>& agents) {
    wire::Roster roster;
    roster.shop = shop;
    roster.version = roster_version;
    if (roster_version > 1) roster.previous = key_of(0xfe);
    roster.inbox_v = 1;
    roster.inbox = crypto::BoxPair::from_seed(key_of(0xf1)).pk;
    roster.recovery = crypto::BoxPair::from_seed(key_of(0xf2)).pk;
    roster.issued_at = noon;
    roster.expires_at = noon + 1'000'000;
    ShopRecord record;
    record.shop = shop;
    for (const uint8_t number : agents) {
        const uint64_t role = number == 3 ? 4 : number == 1 ? 1 : 3;
        const auto box = crypto::BoxPair::from_seed(key_of(static_cast<uint8_t>(0xc0 + number)));
        roster.agents.push_back({id_of(number), sign_keys(number).pk, box.pk, role});
        record.profiles.push_back({id_of(number), "Agent " + std::to_string(number), "", 0});
        record.sealed_inboxes.push_back({id_of(number), {{1, filled<80>(number)}}});
    }
    const crypto::SignPair root = root_keys();
    record.root_hash = crypto::root_hash(root.pk);
    record.signed_roster = crypto::sign_roster(roster, root.pk, root.sk);
    record.settings.name = "Tea";
    record.settings.accent = "#336655";
    record.settings.origins = {tea_page};
    return record;
}

// --- The world around -------------------------------------------------------------------------

Scene::Scene(const HubConfig& config) : hub(config, key_of(0x11)) {
    ask_store(PutShop{shop_record()});
}

StoreAnswer Scene::ask_store(const StoreRequest& request) {
    std::vector<StoreAnswer> answers;
    store.apply({&request, 1}, answers);
    return answers.front();
}

ConversationState Scene::state_of(const Id& conv, const std::string& shop) {
    const StoreAnswer answer = ask_store(LoadConversation{shop, conv});
    const auto* const loaded = std::get_if<ConversationLoaded>(&answer);
    if (loaded == nullptr || !loaded->conversation) return {};
    return *loaded->conversation;
}

// One event after the other, as a shell does it: what an effect leads to waits for its turn.
void Scene::handle(const Event& event) {
    waiting_.push_back(event);
    if (running_) return;
    running_ = true;
    while (!waiting_.empty() || (!hold_store && !held.empty())) {
        if (waiting_.empty()) waiting_.push_back(next_answer());
        const Event next = waiting_.front();
        waiting_.pop_front();
        Effects effects;
        hub.handle(next, now, effects);
        for (const Effect& effect : effects) carry_out(effect);
    }
    running_ = false;
}

Event Scene::next_answer() {
    const AskStore ask = held.front();
    held.erase(held.begin());
    return StoreAnswered{ask.ticket, ask_store(ask.request)};
}

void Scene::answer_store() {
    while (!held.empty()) handle(next_answer());
}

void Scene::carry_out(const Effect& effect) {
    if (const auto* const ask = std::get_if<AskStore>(&effect)) {
        held.push_back(*ask);
    } else if (const auto* const close = std::get_if<ClosePeer>(&effect)) {
        closed_[close->peer] = close->code;
    } else if (const auto* const send = std::get_if<SendTo>(&effect)) {
        const auto frame = wire::decode_frame_from_relay(send->frame);
        REQUIRE(frame.ok());
        if (const auto* const challenge = std::get_if<wire::Challenge>(&*frame)) {
            nonces_[send->peer] = challenge->nonce;
        }
        frames_[send->peer].push_back(*frame);
        if (stuck[send->peer]) {
            undrained[send->peer].push_back(send->frame.size());
        } else {
            waiting_.push_back(PeerDrained{send->peer, 1, send->frame.size()});
        }
    }
}

void Scene::drain(PeerId peer, size_t frames) {
    std::vector<uint64_t>& sizes = undrained[peer];
    for (; frames > 0 && !sizes.empty(); --frames) {
        const uint64_t size = sizes.front();
        sizes.erase(sizes.begin());
        handle(PeerDrained{peer, 1, size});
    }
}

void Scene::pass(Millis ms) {
    const Millis until = now.monotonic + ms;
    while (hub.deadline() && *hub.deadline() <= until) {
        const Millis step = std::max<Millis>(0, *hub.deadline() - now.monotonic);
        now.monotonic += step;
        now.wall += step;
        handle(Wake{});
    }
    now.wall += until - now.monotonic;
    now.monotonic = until;
}

// --- Clients ----------------------------------------------------------------------------------

PeerId Scene::connect(const std::string& origin, const std::string& host) {
    const PeerId peer = ++last_peer_;
    handle(PeerConnected{peer, host, origin});
    return peer;
}

wire::Hello Scene::hello_of(PeerId peer, const Person& person, const std::string& shop) const {
    wire::Hello hello;
    hello.role = static_cast<uint64_t>(person.role);
    hello.shop = shop;
    hello.device = person.device.sign_pk;
    hello.relay_origin = relay_origin;
    hello.certificate = person.certificate;
    hello.epoch = 1;  // the store's
    const auto nonce = nonces_.find(peer);
    hello.sig =
        crypto::sign_hello(hello, nonce == nonces_.end() ? Key{} : nonce->second, person.device);
    return hello;
}

PeerId Scene::join(const Person& person, const std::string& shop) {
    const PeerId peer = connect();
    say(peer, hello_of(peer, person, shop));
    return peer;
}

void Scene::leave(PeerId peer) { handle(PeerClosed{peer}); }

void Scene::say_bytes(PeerId peer, const Bytes& frame) { handle(PeerFrame{peer, frame}); }

// --- Rows -------------------------------------------------------------------------------------

wire::Submission Scene::next_row(const Person& person, const Id& conv) {
    wire::Submission row;
    row.conv = conv;
    row.mid = rng_.id();
    row.gen = 1;
    row.roster_v = 1;
    row.device = person.device.sign_pk;
    row.prev = std::exchange(last_mid_[{row.device, conv}], row.mid);
    row.type = 1;
    row.sent_at = unix_ms(now);
    row.ct = Bytes(272, 0xcc);
    return row;
}

wire::Submission Scene::event_row(const Person& person, const Id& conv,
                                  const wire::EventPub& event) {
    wire::Submission row = next_row(person, conv);
    row.type = 2;
    row.pub = wire::encode(event);
    return row;
}

wire::Open Scene::first_row(const Person& person, const Id& conv) {
    wire::Open open;
    open.wrap.conv = conv;
    open.wrap.gen = 1;
    open.wrap.inbox_v = 1;
    open.wrap.shopper_box = person.device.box_pk;
    open.wrap.maker = person.device.sign_pk;
    open.first = next_row(person, conv);
    return open;
}

void Scene::open(PeerId peer, const Person& person, const Id& conv) {
    say(peer, first_row(person, conv));
}

wire::Submission Scene::write(PeerId peer, const Person& person, const Id& conv) {
    wire::Submit submit;
    submit.submission = next_row(person, conv);
    say(peer, submit);
    return submit.submission;
}

void Scene::happen(PeerId peer, const Person& person, const Id& conv, const wire::EventPub& event) {
    wire::Submit submit;
    submit.submission = event_row(person, conv, event);
    say(peer, submit);
}

// What a client computes that has applied the rows up to there; any hash where there are none.
Hash Scene::head_at(const Id& conv, uint64_t seq) {
    const StoreAnswer answer = ask_store(LoadConversation{tea, conv, seq});
    const auto* const loaded = std::get_if<ConversationLoaded>(&answer);
    return loaded == nullptr ? Hash{} : loaded->head_at.value_or(Hash{});
}

void Scene::resume(PeerId peer, const Id& conv, uint64_t cursor) {
    wire::Resume resume;
    resume.conv = conv;
    resume.cursor = cursor;
    resume.head = head_at(conv, cursor);
    say(peer, resume);
}

// --- What was heard ---------------------------------------------------------------------------

std::vector<uint64_t> Scene::delivered(PeerId peer) const {
    std::vector<uint64_t> seqs;
    for (const wire::Deliver& deliver : heard<wire::Deliver>(peer)) seqs.push_back(deliver.row.seq);
    return seqs;
}

wire::Code Scene::refusal(PeerId peer) const {
    uint64_t code = 0;
    const auto frames = frames_.find(peer);
    if (frames == frames_.end()) return {};
    for (const wire::FrameFromRelay& frame : frames->second) {
        if (const auto* const error = std::get_if<wire::Error>(&frame)) code = error->code;
        if (const auto* const refused = std::get_if<wire::Nack>(&frame)) code = refused->code;
        if (const auto* const bye = std::get_if<wire::Bye>(&frame)) code = bye->code;
    }
    return static_cast<wire::Code>(code);
}

std::optional<uint16_t> Scene::close_code(PeerId peer) const {
    const auto found = closed_.find(peer);
    if (found == closed_.end()) return std::nullopt;
    return found->second;
}

}  // namespace shopbell::relay::test
