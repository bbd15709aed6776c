// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/intruder.hpp"

#include "core/crypto/certificate.hpp"
#include "core/crypto/hello.hpp"
#include "core/crypto/message.hpp"
#include "core/crypto/wrap.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {

Intruder::Intruder(World& world, Dice dice)
    : world_(world),
      dice_(dice),
      own_(crypto::DeviceKeys::from_seed(dice_.key())),
      claims_(dice.fork()) {}

void Intruder::come() {
    shop_ = &dice_.pick(world_.shops);
    as_agent_ = dice_.chance(250);
    const std::string origin = as_agent_ ? console_origin : shop_->page_origin();
    world_.network.dial(
        origin, true,
        {[](Socket) {}, [this](Socket socket, const Bytes& frame) { take(socket, frame); },
         [](Socket, uint64_t) {}});
}

void Intruder::take(Socket socket, const Bytes& bytes) {
    const auto frame = wire::decode_frame_from_relay(bytes);
    if (!frame) return;
    if (const auto* challenge = std::get_if<wire::Challenge>(&*frame)) {
        say_hello(socket, *challenge);
    } else if (std::holds_alternative<wire::Welcome>(*frame)) {
        if (as_agent_ || as_another_) {
            return world_.violate(Invariant::nobody_else_reads,
                                  as_agent_ ? "a false agent is welcome" : "a false shopper is");
        }
        meddle(socket);
    }
}

void Intruder::say_hello(Socket socket, const wire::Challenge& challenge) {
    wire::Hello hello{};
    hello.role = as_agent_ ? 2 : 1;
    hello.shop = shop_->name();
    hello.device = own_.sign_pk;
    hello.relay_origin = relay_origin;
    // A certificate about its own device in an agent's name, signed by itself.
    if (as_agent_) {
        hello.certificate = crypto::certify(own_.sign_sk, shop_->name(), shop_->agents().front().id,
                                            own_.sign_pk, 1, challenge.time);
    }
    as_another_ = claims_another(hello, challenge);
    hello.sig = crypto::sign_hello(hello, challenge.nonce, own_);
    world_.network.send_up(socket, wire::encode(hello));
}

bool Intruder::claims_another(wire::Hello& hello, const wire::Challenge& challenge) {
    if (as_agent_) {
        for (const CastAgent& agent : shop_->agents()) {
            if (agent.until == 0) continue;
            const auto sign = crypto::SignPair::from_seed(agent.sign_seed);
            hello.certificate = crypto::certify(sign.sk, shop_->name(), agent.id, own_.sign_pk,
                                                claims_.between(1, 2), challenge.time);
            return true;
        }
        return false;
    }
    const std::vector<Id>& all = world_.ledger.conversations();
    if (all.empty() || !claims_.chance(300)) return false;
    const auto state = world_.relay.conversation(shop_->name(), claims_.pick(all));
    if (!state) return false;
    hello.device = state->shopper_device;
    return true;
}

// Under its shopper's public key, where the next row of that one would stand.
void Intruder::write_as_another(wire::Submission& row) {
    const auto state = world_.relay.conversation(shop_->name(), row.conv);
    if (!state || !claims_.chance(300)) return;
    row.device = state->shopper_device;
    row.gen = state->wraps.size();
    for (const wire::Row& other : world_.relay.log(shop_->name(), row.conv)) {
        if (other.submission.device == row.device) row.prev = other.submission.mid;
    }
}

void Intruder::meddle(Socket socket) {
    if (!world_.network.is_open(socket) || world_.schedule.now() > world_.setup.chaos_ms) return;
    const std::vector<Id>& all = world_.ledger.conversations();
    if (!all.empty()) {
        world_.tally.strike(Fault::intruder);
        world_.network.send_up(socket, wire::encode(frame_about(dice_.pick(all))));
    }
    world_.schedule.after(dice_.spread(4'000), [this, socket] { meddle(socket); });
}

wire::FrameFromClient Intruder::frame_about(const Id& conv) {
    switch (dice_.below(9)) {
        case 0:
        case 1:
            return wire::Resume{.conv = conv, .cursor = 0, .head = {}};
        case 2:
            return wire::Sync{.conv = conv, .mids = {dice_.id()}};
        case 3:
            return wire::Cursor{.conv = conv, .delivered = 1'000, .read = 1'000};
        case 4:
            return wire::Typing{.conv = conv, .on = true};
        case 5:
            return wire::Presence{.agent = shop_->agents().front().id, .state = 0};
        case 6: {
            // In a shop where this id is free, it may have it, and after a restore what was lost:
            // only its shopper knows that id, if nobody has told.
            const bool taken = *world_.ledger.shop_of(conv) == shop_->name() &&
                               world_.relay.conversation(shop_->name(), conv);
            crypto::Rng rng(dice_.key());
            // One after the other: compilers evaluate arguments in orders of their own.
            const crypto::ConversationKey key(dice_.key());
            const uint64_t gen = dice_.between(1, 2);
            const auto wrap = crypto::make_wrap(rng, key,
                                                {.shop = shop_->name(),
                                                 .conv = conv,
                                                 .gen = gen,
                                                 .inbox_v = 1,
                                                 .inbox_pk = own_.box_pk,
                                                 .shopper_box = own_.box_pk,
                                                 .made_at = static_cast<uint64_t>(noon),
                                                 .certificate = std::nullopt},
                                                own_);
            if (wrap && wrap->gen == 1 && taken) {
                return wire::Open{.wrap = *wrap, .first = row_for(conv)};
            }
            if (wrap) return wire::Rekey{.wrap = *wrap};
            return wire::Leave{.conv = conv};
        }
        default:
            return wire::Submit{.submission = row_for(conv)};
    }
}

wire::Submission Intruder::row_for(const Id& conv) {
    crypto::Rng rng(dice_.key());
    const bool event = dice_.chance(300);
    const crypto::ConversationKey key(dice_.key());
    wire::Submission row = crypto::seal(
        rng, key,
        {.shop = shop_->name(),
         .conv = conv,
         .mid = dice_.id(),
         .gen = 1,
         .roster_v = 1,
         .device = own_.sign_pk,
         .type = event ? 2u : 1u,
         .sent_at = static_cast<uint64_t>(noon),
         .pub = event ? wire::encode(wire::EventPub{.kind = dice_.chance(500) ? 1u : 5u,
                                                    .agent = std::nullopt})
                      : Bytes{}},
        wire::encode(wire::Content(wire::TextContent{.body = "let me in", .page = std::nullopt})));
    write_as_another(row);
    crypto::sign_submission(row, shop_->name(), own_);
    return row;
}

}  // namespace shopbell::sim
