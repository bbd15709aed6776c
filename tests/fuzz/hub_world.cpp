// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/hub_world.hpp"

#include "core/relay/row_kinds.hpp"

#include <algorithm>

namespace shopbell::fuzz {

using namespace relay;
using test::agent;
using test::id_of;
using test::key_of;
using test::shop_record;
using test::shopper;
using test::tea;

namespace {

// Small limits, so that a short input reaches them.
HubConfig small_limits() {
    HubConfig config;
    config.outstanding_frames_max = 8;
    config.outstanding_bytes_max = 8'192;
    config.page_rows_max = 3;
    config.resumed_max = 3;
    config.questions_max = 6;
    config.shops_idle_max = 1;
    return config;
}

constexpr size_t clients_max = 8;
constexpr size_t asked_max = 64;

}  // namespace

HubWorld::HubWorld(Store& store, bool store_is_true)
    : hub_(small_limits(), key_of(0x11)),
      store_(&store),
      store_is_true_(store_is_true),
      people_{shopper(1), shopper(2), agent(1), agent(2), agent(3)},
      convs_{id_of(0xc1), id_of(0xc2), id_of(0xc3)} {}

HubWorld::HubWorld(const HubWorld& other, Store& store) : HubWorld(other) {
    store_ = &store;
    twin_ = hub_;
}

// --- What people do ---------------------------------------------------------------------------

void HubWorld::warm_up() {
    for (size_t who = 0; who < 4; ++who) {
        const PeerId peer = come(who);
        const Id conv = convs_[who % 2];
        const wire::Submission row = next_row(who, conv, std::nullopt);
        say(peer, person(who).role == Role::shopper ? wire::encode(first_of(row))
                                                    : wire::encode(wire::Submit{row}));
        settle();
        follow(peer, conv);
    }
}

void HubWorld::restart_relay() {
    hub_ = Hub(small_limits(), key_of(0x12));
    twin_ = hub_;
    clients_.clear();
    asked_.clear();
    for (size_t who = 0; who < 4; ++who) follow(come(who), convs_[who % 2]);
}

PeerId HubWorld::come(size_t who) {
    Fuzzed nothing({});
    const PeerId peer = connect(who);
    greet(peer, nothing);
    settle();
    return peer;
}

void HubWorld::follow(PeerId peer, const Id& conv) {
    wire::Resume resume;
    resume.conv = conv;
    say(peer, wire::encode(resume));
    settle();
}

void HubWorld::settle() {
    while (!asked_.empty()) answer(0);
    for (const auto& [peer, client] : clients_) drain(peer, client.undrained.size());
}

wire::Open HubWorld::first_of(const wire::Submission& row) {
    wire::Open open;
    open.first = row;
    open.wrap.conv = row.conv;
    open.wrap.gen = open.wrap.inbox_v = 1;
    open.wrap.maker = row.device;
    return open;
}

void HubWorld::step(Fuzzed& choices) {
    switch (choices.below(16)) {
        case 0:
            if (clients_.size() < clients_max) {
                const PeerId peer = connect(choices.below(people_.size()));
                if (!choices.chance(4)) greet(peer, choices);
            }
            return;
        case 1:
            return greet(pick(choices), choices);
        case 2:
        case 3:
            return write(pick(choices), choices);
        case 4:
            return say(pick(choices), choices.bytes(300));
        case 5:
            return drain(pick(choices), 1 + choices.below(16));
        case 6:
            if (choices.chance(3)) {
                const PeerId peer = pick(choices);
                clients_.erase(peer);
                handle(PeerClosed{peer});
            }
            return;
        case 7:
            return pass(static_cast<Millis>(choices.below(4) == 3 ? choices.below(100'000)
                                                                  : choices.below(2'000)));
        case 8:
        case 9:
        case 10: {
            // Writes in order; a read whenever it likes.
            if (asked_.empty()) return;
            const size_t place = choices.below(asked_.size());
            return answer(is_write(asked_[place].request) ? 0 : place);
        }
        case 11:
            return change_shop(choices);
        case 12:
            if (choices.chance(16)) return handle(PeerTooLarge{pick(choices)});
            if (!shut_down_ && choices.chance(64)) {
                shut_down_ = true;
                handle(ShutDown{});
            }
            return;
        default:
            return say(pick(choices), changed(usual_frame(choices), choices, around()));
    }
}

void HubWorld::end() {
    while (!asked_.empty()) answer(0);
    if (!shut_down_) handle(ShutDown{});
    while (!asked_.empty()) answer(0);
    FUZZ_CHECK(clients_.empty());
}

PeerId HubWorld::connect(size_t who) {
    const PeerId peer = ++last_peer_;
    clients_[peer].person = who;
    handle(PeerConnected{peer, test::relay_host, ""});
    return peer;
}

void HubWorld::greet(PeerId peer, Fuzzed& choices) {
    const auto client = clients_.find(peer);
    if (client == clients_.end()) return;
    const test::Person& who = person(client->second.person);
    wire::Hello hello;
    hello.role = static_cast<uint64_t>(who.role);
    hello.shop = tea;
    hello.device = who.device.sign_pk;
    hello.relay_origin = test::relay_origin;
    hello.certificate = who.certificate;
    hello.roster_v = choices.below(3);
    hello.inbox_cursor = choices.below(4);
    hello.sig = crypto::sign_hello(hello, client->second.nonce, who.device);
    say(peer,
        choices.chance(4) ? changed(wire::encode(hello), choices, around()) : wire::encode(hello));
}

void HubWorld::say(PeerId peer, Bytes frame) {
    const auto decoded = wire::decode_frame_from_client(frame);
    handle(PeerFrame{peer, std::move(frame)});
    const auto client = clients_.find(peer);
    // A relay that shuts down reads nothing more, and goes on delivering what is being stored.
    if (client == clients_.end() || !decoded || shut_down_) return;
    if (const auto* leave = std::get_if<wire::Leave>(&*decoded)) {
        client->second.next.erase(leave->conv);
    }
}

void HubWorld::write(PeerId peer, Fuzzed& choices) {
    const auto client = clients_.find(peer);
    if (client == clients_.end()) return;
    const bool again = !mids_.empty() && choices.chance(8);
    const std::optional<Id> mid =
        again ? std::optional(mids_[choices.below(mids_.size())]) : std::nullopt;
    wire::Submission row =
        next_row(client->second.person, convs_[choices.below(convs_.size())], mid);
    row.gen = 1 + choices.below(8) / 6;
    if (const size_t kind = choices.below(10); kind >= 1 && kind <= 5) {
        wire::EventPub event;
        event.kind = kind;
        if (kind == 3) event.agent = id_of(static_cast<uint8_t>(choices.below(4)));
        row.type = 2;
        row.pub = wire::encode(event);
    }
    row.ct = Bytes(choices.chance(8) ? 4'000 : 64, 0xcc);
    say(peer, choices.chance(6) ? wire::encode(first_of(row)) : wire::encode(wire::Submit{row}));
}

wire::Submission HubWorld::next_row(size_t who, const Id& conv, const std::optional<Id>& mid) {
    wire::Submission row;
    row.conv = conv;
    row.mid = mid ? *mid : id_of(++last_mid_byte_);
    row.gen = row.roster_v = 1;
    row.device = person(who).device.sign_pk;
    row.prev = std::exchange(last_mid_[{row.device, conv}], row.mid);
    row.type = 1;
    row.certificate = person(who).certificate;
    if (!mid && mids_.size() < 64) mids_.push_back(row.mid);
    return row;
}

// The relay's API has put the shop's record anew, with a roster that the root signed or may not
// have.
void HubWorld::change_shop(Fuzzed& choices) {
    std::vector<uint8_t> agents{1, 2, 3};
    agents.resize(1 + choices.below(3));
    if (choices.chance(4)) ++roster_v_;
    ShopRecord record = shop_record(tea, roster_v_, agents);
    if (choices.chance(4)) {
        const auto roster = wire::decode_signed_roster(
            changed(wire::encode(record.signed_roster), choices, around()));
        if (roster) record.signed_roster = *roster;
    }
    std::vector<StoreAnswer> answers;
    const StoreRequest put = PutShop{record};
    store_->apply({&put, 1}, answers);
    handle(ShopPut{record});
}

void HubWorld::drain(PeerId peer, size_t frames) {
    const auto client = clients_.find(peer);
    if (client == clients_.end()) return;
    PeerDrained drained{peer, 0, 0};
    for (; frames > 0 && !client->second.undrained.empty(); --frames) {
        drained.frames += 1;
        drained.bytes += client->second.undrained.front();
        client->second.undrained.pop_front();
    }
    handle(drained);
}

void HubWorld::pass(Millis ms) {
    const Millis until = now_.monotonic + ms;
    while (hub_.deadline() && *hub_.deadline() <= until) {
        const Millis step = std::max<Millis>(0, *hub_.deadline() - now_.monotonic);
        now_ = {now_.monotonic + step, now_.wall + step};
        handle(Wake{});
        // A shell that sleeps until the deadline must not find itself awake for ever.
        FUZZ_CHECK(!hub_.deadline() || *hub_.deadline() > now_.monotonic);
    }
    now_ = {until, now_.wall + until - now_.monotonic};
}

void HubWorld::answer(size_t place) {
    const AskStore ask = asked_[place];
    asked_.erase(asked_.begin() + static_cast<std::ptrdiff_t>(place));
    std::vector<StoreAnswer> answers;
    store_->apply({&ask.request, 1}, answers);
    FUZZ_CHECK(answers.size() == 1);
    handle(StoreAnswered{ask.ticket, answers.front()});
}

PeerId HubWorld::pick(Fuzzed& choices) const {
    if (clients_.empty()) return 0;
    return std::next(clients_.begin(), static_cast<std::ptrdiff_t>(choices.below(clients_.size())))
        ->first;
}

std::vector<CborItem> HubWorld::around() const {
    std::vector<CborItem> items;
    for (const Id& id : convs_) items.push_back(cbor_bytes(id));
    for (const Id& id : mids_) items.push_back(cbor_bytes(id));
    for (const test::Person& one : people_) {
        items.push_back(cbor_bytes(one.device.sign_pk));
        items.push_back(cbor_bytes(one.agent));
    }
    return items;
}

// --- What the Hub does ------------------------------------------------------------------------

void HubWorld::handle(const Event& event) {
    Effects effects;
    hub_.handle(event, now_, effects);
    if (twin_) check_twin(event, effects);
    for (const Effect& effect : effects) {
        std::visit([this](const auto& one) { take(one); }, effect);
    }
    // Questions are bounded by those who may ask; keep the answers coming.
    while (asked_.size() > asked_max) answer(0);
}

void HubWorld::check_twin(const Event& event, const Effects& effects) {
    Effects same;
    twin_->handle(event, now_, same);
    FUZZ_CHECK(same.size() == effects.size());
    for (size_t i = 0; i < effects.size(); ++i) {
        FUZZ_CHECK(same[i].index() == effects[i].index());
        if (const auto* send = std::get_if<SendTo>(&effects[i])) {
            FUZZ_CHECK(std::get<SendTo>(same[i]).peer == send->peer);
            FUZZ_CHECK(std::get<SendTo>(same[i]).frame == send->frame);
        }
    }
    FUZZ_CHECK(twin_->deadline() == hub_.deadline());
}

void HubWorld::take(const SendTo& send) {
    const auto client = clients_.find(send.peer);
    FUZZ_CHECK(client != clients_.end());
    const HubConfig config = small_limits();
    FUZZ_CHECK(send.frame.size() <= config.frame_bytes_max);
    client->second.undrained.push_back(send.frame.size());
    uint64_t bytes = 0;
    for (const uint64_t size : client->second.undrained) bytes += size;
    FUZZ_CHECK(bytes <=
               config.outstanding_bytes_max * config.overrun_factor + 2 * config.frame_bytes_max);
    const auto frame = wire::decode_frame_from_relay(send.frame);
    FUZZ_CHECK(frame.ok());
    take_frame(send.peer, *frame);
}

void HubWorld::take(const ClosePeer& close) {
    FUZZ_CHECK(clients_.erase(close.peer) == 1);
    handle(PeerClosed{close.peer});
}

void HubWorld::take(const AskStore& ask) { asked_.push_back(ask); }

void HubWorld::take_frame(PeerId peer, const wire::FrameFromRelay& frame) {
    Client& client = clients_.at(peer);
    if (const auto* challenge = std::get_if<wire::Challenge>(&frame)) {
        client.nonce = challenge->nonce;
    } else if (const auto* resumed = std::get_if<wire::Resumed>(&frame)) {
        client.next[resumed->conv] = resumed->from + 1;
    } else if (const auto* deliver = std::get_if<wire::Deliver>(&frame)) {
        check_order(client, deliver->row);
    } else if (const auto* ack = std::get_if<wire::Ack>(&frame)) {
        if (store_is_true_) check_ack(*ack);
    }
}

// Rows of a conversation come one after the other, to whoever follows it; only an erasing row may
// come behind rows that are gone.
void HubWorld::check_order(Client& client, const wire::Row& row) const {
    if (!store_is_true_) return;
    const auto next = client.next.find(row.submission.conv);
    FUZZ_CHECK(next != client.next.end());
    const auto event = wire::decode_event_pub(row.submission.pub);
    const bool erases = event && event->kind == event_kind::erased;
    FUZZ_CHECK(row.seq == next->second || (erases && row.seq > next->second));
    next->second = row.seq + 1;
}

// What is acknowledged is in the log, at the place that was named.
void HubWorld::check_ack(const wire::Ack& ack) {
    std::vector<StoreAnswer> answers;
    FUZZ_CHECK(ack.seq > 0);
    const StoreRequest read = ReadLog{tea, ack.conv, ack.seq - 1, 1, 1};
    store_->apply({&read, 1}, answers);
    const auto& rows = std::get<LogRead>(answers.front()).rows;
    FUZZ_CHECK(rows.size() == 1);
    FUZZ_CHECK(rows[0].seq == ack.seq && rows[0].submission.mid == ack.mid);
}

}  // namespace shopbell::fuzz
