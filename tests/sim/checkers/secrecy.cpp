// SPDX-License-Identifier: Apache-2.0
// What the relay is given, and whom it gives what: no word, no page address and no secret reaches
// it, so it can hold none in memory or on disk; and no frame about a conversation goes to anybody
// but its shopper and its shop's agents.
#include "core/wire/messages.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

#include <algorithm>

namespace shopbell::sim {
namespace {

class Secrecy final : public Checker {
public:
    using Checker::Checker;

    void frame_up(Socket socket, ByteView frame) override;
    void frame_down(Socket socket, ByteView frame) override;
    void asked(const relay::StoreRequest& request) override;
    void committed(const std::string&, const wire::Row& row) override {
        if (world_.ledger.opener(row.submission.conv)) world_.ledger.begin(row.submission.conv);
    }

private:
    bool may_read(const Caller* caller, const Id& conv, Lineage opener);

    std::map<Key, Lineage> shoppers_;  // by the device key they said hello with
};

bool holds_bytes(ByteView where, ByteView what) {
    return std::search(where.begin(), where.end(), what.begin(), what.end()) != where.end();
}

void Secrecy::frame_up(Socket socket, ByteView frame) {
    if (holds_bytes(frame, bytes_of(canary))) {
        world_.violate(Invariant::no_plaintext, "words in a frame to the relay");
    }
    const Caller* caller = world_.caller(socket);
    if (!caller) return;
    const Device& device = world_.device(caller->device);
    if (frame_type(frame) == wire::Hello::type_number && !device.agent) {
        const auto decoded = wire::decode_frame_from_client(frame);
        const auto* hello = decoded ? std::get_if<wire::Hello>(&*decoded) : nullptr;
        if (hello) shoppers_[hello->device] = caller->lineage;
    }
    if (device.agent) {
        const CastAgent& agent = device.shop.agent(*device.agent);
        if (holds_bytes(frame, agent.sign_seed) || holds_bytes(frame, agent.box_seed) ||
            holds_bytes(frame, device.agent_device_seed)) {
            world_.violate(Invariant::no_plaintext, "an agent's secret in a frame to the relay");
        }
    } else if (const auto seed = device.disk.entries().find("device");
               seed != device.disk.entries().end() && holds_bytes(frame, seed->second)) {
        world_.violate(Invariant::no_plaintext, "a device's seed in a frame to the relay");
    }
}

// A shopper opens a conversation by its first row.
void Secrecy::asked(const relay::StoreRequest& request) {
    const auto* open = std::get_if<relay::OpenConversation>(&request);
    if (!open) return;
    const auto opener = shoppers_.find(open->first.device);
    if (opener == shoppers_.end()) return;
    world_.ledger.open(open->wrap.conv, open->shop, opener->second);
}

struct ConversationOf {
    std::optional<Id> operator()(const wire::Ack& frame) const { return frame.conv; }
    std::optional<Id> operator()(const wire::Deliver& frame) const {
        return frame.row.submission.conv;
    }
    // Head 0: there is none that the one who asks could mean.
    std::optional<Id> operator()(const wire::Resumed& frame) const {
        return frame.head_seq != 0 ? std::optional(frame.conv) : std::nullopt;
    }
    std::optional<Id> operator()(const wire::Synced& frame) const {
        return frame.head_seq != 0 ? std::optional(frame.conv) : std::nullopt;
    }
    std::optional<Id> operator()(const wire::Cursor& frame) const { return frame.conv; }
    std::optional<Id> operator()(const wire::Inbox& frame) const { return frame.entry.conv; }
    std::optional<Id> operator()(const wire::Rekey& frame) const { return frame.wrap.conv; }
    std::optional<Id> operator()(const wire::Typing& frame) const { return frame.conv; }
    std::optional<Id> operator()(const wire::Here& frame) const { return frame.conv; }
    template <class Other>
    std::optional<Id> operator()(const Other&) const {
        return std::nullopt;
    }
};

void Secrecy::frame_down(Socket socket, ByteView bytes) {
    // One that lies may tell anybody anything; what it cannot tell are words.
    const auto frame = wire::decode_frame_from_relay(bytes);
    if (!frame || world_.allows(Excuse::sends_at_will)) return;
    const auto conv = std::visit(ConversationOf{}, *frame);
    const auto opener = conv ? world_.ledger.opener(*conv) : std::nullopt;
    if (!opener || may_read(world_.caller(socket), *conv, *opener)) return;
    world_.violate(Invariant::nobody_else_reads,
                   "connection " + std::to_string(socket) + " is told about " + short_hex(*conv));
}

// An intruder is nobody.
bool Secrecy::may_read(const Caller* caller, const Id& conv, Lineage opener) {
    if (!caller) return false;
    const Device& device = world_.device(caller->device);
    // Whom the owner has removed is told nothing more.
    if (world_.was_removed(device.agent)) return false;
    if (device.agent) return *world_.ledger.shop_of(conv) == device.shop.name();
    return opener == caller->lineage;
}

}  // namespace

std::unique_ptr<Checker> make_secrecy_checker(World& world) {
    return std::make_unique<Secrecy>(world);
}

}  // namespace shopbell::sim
