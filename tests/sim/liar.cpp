// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/liar.hpp"

#include "core/crypto/certificate.hpp"
#include "core/crypto/message.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/wrap.hpp"
#include "tests/sim/world.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::sim {
namespace {

constexpr size_t remembered_max = 40;

uint64_t* head_of(wire::FrameFromRelay& frame, Id& conv) {
    if (auto* resumed = std::get_if<wire::Resumed>(&frame)) {
        conv = resumed->conv;
        return &resumed->head_seq;
    }
    if (auto* ack = std::get_if<wire::Ack>(&frame)) {
        conv = ack->conv;
        return &ack->seq;
    }
    if (auto* inbox = std::get_if<wire::Inbox>(&frame)) {
        conv = inbox->entry.conv;
        return &inbox->entry.head_seq;
    }
    if (auto* deliver = std::get_if<wire::Deliver>(&frame)) {
        conv = deliver->row.submission.conv;
        return &deliver->row.seq;
    }
    return nullptr;
}

bool is_handshake(const wire::FrameFromRelay& frame) {
    return std::holds_alternative<wire::Challenge>(frame) ||
           std::holds_alternative<wire::Welcome>(frame);
}

template <size_t N>
void flip(Dice& dice, FixedBytes<N>& bytes) {
    bytes[static_cast<size_t>(dice.below(N))] ^= static_cast<uint8_t>(1 << dice.below(8));
}

}  // namespace

Liar::Liar(World& world, Dice dice)
    : world_(world),
      dice_(dice),
      own_(crypto::DeviceKeys::from_seed(dice_.key())),
      makes_(dice.fork()) {}

uint64_t Liar::left_out(uint64_t device, const Id& conv) const {
    const auto standing = left_out_.find({device, conv});
    return standing == left_out_.end() ? 0 : standing->second;
}

const CastShop* Liar::shop_at(Socket socket) const {
    const Caller* caller = world_.caller(socket);
    return caller ? &world_.device(caller->device).shop : nullptr;
}

bool Liar::has(Fault fault) const { return !stopped_ && world_.setup.faults.has(fault); }

bool Liar::lies_with(Fault fault, uint64_t per_mille) {
    if (!has(fault) || !dice_.chance(per_mille)) return false;
    world_.tally.strike(fault);
    return true;
}

void Liar::send(Socket socket, wire::FrameFromRelay frame, Millis extra) {
    world_.deliver_down(socket, wire::encode(frame), extra);
}

void Liar::pass_down(Socket socket, const Bytes& bytes) {
    auto decoded = wire::decode_frame_from_relay(bytes);
    if (!decoded) return world_.deliver_down(socket, bytes, 0);
    wire::FrameFromRelay frame = *std::move(decoded);
    remember(frame);
    bool swallowed = drop(socket, frame);
    if (!swallowed) fork(socket, frame, swallowed);
    if (!swallowed) reorder(socket, frame, swallowed);
    if (swallowed) return;
    change_roster(socket, frame);
    forge(socket, frame);
    const bool late = lies_with(Fault::lie_delay, 40);
    send(socket, std::move(frame), late ? dice_.spread(30'000) : 0);
    if (!seen_.empty() && lies_with(Fault::lie_replay, 80)) send(socket, dice_.pick(seen_));
}

bool Liar::drop(Socket socket, const wire::FrameFromRelay& frame) {
    if (!lies_with(Fault::lie_drop, is_handshake(frame) ? 10 : 60)) return false;
    // Or it says that it will not have what it has stored.
    const auto* const ack = std::get_if<wire::Ack>(&frame);
    if (ack == nullptr || !makes_.chance(500)) return true;
    wire::Nack nack;
    nack.conv = ack->conv;
    nack.mid = ack->mid;
    nack.code = static_cast<uint64_t>(wire::Code::forbidden);
    send(socket, nack);
    return true;
}

void Liar::remember(const wire::FrameFromRelay& frame) {
    if (is_handshake(frame)) return;
    if (seen_.size() >= remembered_max) seen_.erase(seen_.begin());
    seen_.push_back(frame);
    const auto* deliver = std::get_if<wire::Deliver>(&frame);
    if (!deliver) return;
    if (rows_.size() >= remembered_max) rows_.erase(rows_.begin());
    rows_.push_back(deliver->row.submission);
}

// --- Two histories ----------------------------------------------------------------------------

void Liar::fork(Socket socket, wire::FrameFromRelay& frame, bool& swallowed) {
    const Caller* caller = world_.caller(socket);
    Id conv{};
    uint64_t* const seq = head_of(frame, conv);
    if (!caller || !seq || *seq == 0) return;
    const Place place{caller->device, conv};
    const auto standing = left_out_.find(place);
    const bool delivers = std::holds_alternative<wire::Deliver>(frame);
    if (standing == left_out_.end()) {
        if (!delivers || !lies_with(Fault::lie_fork, 60)) return;
        left_out_[place] = *seq;
        swallowed = true;
        return;
    }
    if (delivers && *seq == standing->second) swallowed = true;
    if (*seq >= standing->second) --*seq;
    if (auto* resumed = std::get_if<wire::Resumed>(&frame)) {
        if (resumed->from >= standing->second) --resumed->from;
    }
}

Bytes Liar::pass_up(Socket socket, Bytes bytes) {
    const Caller* caller = world_.caller(socket);
    if (!caller || left_out_.empty() || frame_type(bytes) != wire::Resume::type_number) {
        return bytes;
    }
    auto decoded = wire::decode_frame_from_client(bytes);
    auto* resume = decoded ? std::get_if<wire::Resume>(&*decoded) : nullptr;
    if (!resume) return bytes;
    const auto standing = left_out_.find({caller->device, resume->conv});
    if (standing == left_out_.end() || resume->cursor < standing->second) return bytes;
    ++resume->cursor;
    return wire::encode(*resume);
}

// Two rows of a conversation come in each other's place.
void Liar::reorder(Socket socket, wire::FrameFromRelay& frame, bool& swallowed) {
    auto* deliver = std::get_if<wire::Deliver>(&frame);
    if (!deliver) return;
    const auto held = held_back_.find(socket);
    if (held == held_back_.end()) {
        if (!lies_with(Fault::lie_reorder, 80)) return;
        held_back_.emplace(socket, *deliver);
        swallowed = true;
        return;
    }
    wire::Deliver first = std::move(held->second);
    held_back_.erase(held);
    if (first.row.submission.conv != deliver->row.submission.conv) return;
    if (dice_.chance(700)) std::swap(first.row.seq, deliver->row.seq);
    wire::Submission &a = first.row.submission, &b = deliver->row.submission;
    if (b.prev == a.mid && makes_.chance(500)) {
        b.prev = a.prev;
        a.prev = b.mid;
    }
    send(socket, *deliver);
    send(socket, std::move(first));
    swallowed = true;
}

// --- Forgery ----------------------------------------------------------------------------------

// A true row made into a false one. Without any secret, the relay signs with a device of its own.
void Liar::forge_row(wire::Submission& row) {
    const wire::Submission& other = rows_.empty() ? row : dice_.pick(rows_);
    switch (dice_.below(12)) {
        case 0:
            if (!row.ct.empty()) row.ct[static_cast<size_t>(dice_.below(row.ct.size()))] ^= 1;
            break;
        case 1:
            flip(dice_, row.mid);
            break;
        case 2:
            flip(dice_, row.commit);
            break;
        case 3:
            flip(dice_, row.sig);
            break;
        case 4:
            flip(dice_, row.head_hash);
            break;
        case 5:
            flip(dice_, row.nonce);
            break;
        case 6:  // another's words in this place
            row.ct = other.ct;
            row.nonce = other.nonce;
            row.commit = other.commit;
            break;
        case 7:  // another conversation's row
            row = other;
            break;
        case 8:  // an event that nobody did
            row.type = 2;
            row.pub =
                wire::encode(wire::EventPub{.kind = dice_.between(1, 5), .agent = std::nullopt});
            break;
        case 9:  // without, or with another's, certificate
            row.certificate = dice_.chance(500) ? std::nullopt : other.certificate;
            break;
        case 10:
            row.sent_at += 1'000;
            break;
        default:
            row.head_seq += 1;
    }
    if (!dice_.chance(350)) return;
    row.device = own_.sign_pk;
    crypto::sign_submission(row, world_.shops.front().name(), own_);
    if (row.certificate && dice_.chance(500)) row.certificate->device = own_.sign_pk;
}

void Liar::forge(Socket socket, wire::FrameFromRelay& frame) {
    if (auto* deliver = std::get_if<wire::Deliver>(&frame)) {
        if (!lies_with(Fault::lie_forge, 100)) return;
        const CastShop* shop = shop_at(socket);
        wire::Submission& row = deliver->row.submission;
        // Who has not heard of the removal cannot know better.
        const bool sides = shop && knows_newest_roster(socket, *shop);
        if (!sides || !side_with_former_agent(*shop, row)) forge_row(row);
    } else if (auto* inbox = std::get_if<wire::Inbox>(&frame)) {
        if (inbox->entry.last && lies_with(Fault::lie_forge, 60)) {
            forge_row(inbox->entry.last->submission);
        }
    } else if (auto* resumed = std::get_if<wire::Resumed>(&frame)) {
        if (resumed->wraps.empty() || !lies_with(Fault::lie_forge, 100)) return;
        wire::Wrap& wrap = resumed->wraps.back();
        if (dice_.chance(500)) {
            flip(dice_, wrap.for_shopper);
        } else {
            const CastShop* shop = shop_at(socket);
            const auto own = shop ? own_wrap(*shop, resumed->wraps) : std::nullopt;
            if (own) resumed->wraps.push_back(*own);
        }
    }
}

bool Liar::knows_newest_roster(Socket socket, const CastShop& shop) {
    const Caller& caller = *world_.caller(socket);
    for (const auto& tab : world_.device(caller.device).tabs) {
        if (tab->number() == caller.tab) return tab->screen().shop.roster == shop.rosters().back();
    }
    return false;
}

// What every agent of the time could open: the conversation's first key.
std::optional<crypto::ConversationKey> Liar::first_key(const CastShop& shop, const Id& conv) {
    const auto state = world_.relay.conversation(shop.name(), conv);
    if (!state || state->wraps.empty()) return std::nullopt;
    for (const Device& device : world_.devices) {
        const auto seed = device.disk.entries().find("device");
        if (device.agent || seed == device.disk.entries().end()) continue;
        const auto keys = crypto::DeviceKeys::from_seed(seed->second);
        if (keys.sign_pk == state->shopper_device) {
            return crypto::open_wrap_as_shopper(state->wraps.front(), keys);
        }
    }
    return std::nullopt;
}

bool Liar::side_with_former_agent(const CastShop& shop, wire::Submission& row) {
    for (const CastAgent& agent : shop.agents()) {
        if (agent.until == 0 || !makes_.chance(500)) continue;
        const auto key = first_key(shop, row.conv);
        if (!key) return false;
        const auto newest = static_cast<uint64_t>(shop.rosters().size());
        crypto::Rng rng(makes_.key());
        const Id mid = makes_.id();
        const uint64_t at = row.sent_at;
        row = crypto::seal(rng, *key,
                           {.shop = shop.name(),
                            .conv = row.conv,
                            .mid = mid,
                            .gen = 1,
                            .roster_v = newest,
                            .device = own_.sign_pk,
                            .type = 1,
                            .sent_at = at,
                            .pub = {}},
                           wire::encode(wire::Content(
                               wire::TextContent{.body = "still here", .page = std::nullopt})));
        const auto sign = crypto::SignPair::from_seed(agent.sign_seed);
        row.certificate = crypto::certify(sign.sk, shop.name(), agent.id, own_.sign_pk, newest, at);
        crypto::sign_submission(row, shop.name(), own_);
        return true;
    }
    return false;
}

// A next generation that everybody could open, the relay too; truly signed with a key that nobody
// knows, or falsely in the name of whoever made the first.
std::optional<wire::Wrap> Liar::own_wrap(const CastShop& shop,
                                         const std::vector<wire::Wrap>& wraps) {
    const auto roster = wire::decode_roster(shop.rosters().back().roster);
    if (!roster) return std::nullopt;
    made_keys_.push_back(makes_.key());
    crypto::Rng rng(makes_.key());
    auto wrap = crypto::make_wrap(rng, crypto::ConversationKey(made_keys_.back()),
                                  {.shop = shop.name(),
                                   .conv = wraps.front().conv,
                                   .gen = wraps.back().gen + 1,
                                   .inbox_v = roster->inbox_v,
                                   .inbox_pk = roster->inbox,
                                   .shopper_box = wraps.front().shopper_box,
                                   .made_at = static_cast<uint64_t>(noon),
                                   .certificate = std::nullopt},
                                  own_);
    if (wrap && makes_.chance(500)) wrap->maker = wraps.front().maker;
    return wrap;
}

// The next version, with its own key among the agents': signed by a root of its own, or by nobody.
wire::SignedRoster Liar::own_roster(const CastShop& shop) {
    const wire::SignedRoster& newest = shop.rosters().back();
    auto roster = wire::decode_roster(newest.roster).value();
    ++roster.version;
    roster.previous = crypto::roster_hash(newest.roster);
    roster.agents.push_back(
        {.id = makes_.id(), .sign = own_.sign_pk, .box = own_.box_pk, .role = 1, .until = 0});
    wire::SignedRoster own = crypto::sign_roster(roster, own_.sign_pk, own_.sign_sk);
    if (makes_.chance(500)) {
        own.root = newest.root;
        own.sig = newest.sig;
    }
    return own;
}

void Liar::change_roster(Socket socket, wire::FrameFromRelay& frame) {
    auto* welcome = std::get_if<wire::Welcome>(&frame);
    auto* changed = std::get_if<wire::ShopChanged>(&frame);
    const Caller* caller = world_.caller(socket);
    if (!caller || (!welcome && !changed) || !lies_with(Fault::lie_roster, 400)) return;
    const CastShop& shop = world_.device(caller->device).shop;
    wire::SignedRoster roster = dice_.pick(shop.rosters());
    if (dice_.chance(500)) roster = shop.rosters().front();
    if (dice_.chance(300)) {
        // Its own name on the list, signed with what it has.
        roster.root = own_.sign_pk;
        flip(dice_, roster.sig);
        if (makes_.chance(700)) roster = own_roster(shop);
    }
    (welcome ? welcome->roster : changed->roster) = roster;
}

}  // namespace shopbell::sim
