// SPDX-License-Identifier: Apache-2.0
// What one connection may have under way: rows and inbox lines go to a reader only while it has
// room, and a client has no more rows in flight than the window.
#include "core/wire/messages.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

#include <algorithm>
#include <set>

namespace shopbell::sim {
namespace {

constexpr uint64_t event_erased = 5, state_erased = 3;

bool is_erasing(const wire::Submission& row) {
    const auto pub = wire::decode_event_pub(row.pub);
    return pub && pub->kind == event_erased;
}

class Pressure final : public Checker {
public:
    using Checker::Checker;

    void effect(const Tab& tab, const boundary::Effect& effect) override;
    void committed(const std::string&, const wire::Row& row) override {
        committed_.insert(row.submission.mid);
    }
    void frame_up(Socket socket, ByteView frame) override;
    void frame_down(Socket socket, ByteView frame) override;
    void drained(Socket socket, uint64_t bytes) override;

private:
    struct UnderWay {
        uint64_t frames = 0, bytes = 0;
        std::map<Id, Id> unanswered;  // conversations by mid
        std::set<Id> refused;         // conversations of which a row was, until they are synced
        std::set<Id> deleted;         // conversations, as the client's own screen says
        std::set<Id> known;           // to the client, by whatever it was told on this connection
    };

    // Deleting gives up what is under way; the relay says so if there is one row too many then.
    static void give_up(UnderWay& way, const Id& conv) {
        std::erase_if(way.unanswered, [&](const auto& row) { return row.second == conv; });
    }
    static void learn(UnderWay& way, const Id& mid) {
        way.unanswered.erase(mid);
        way.known.insert(mid);
    }

    std::map<Socket, UnderWay> under_way_;
    std::set<Id> committed_;
};

void Pressure::effect(const Tab& tab, const boundary::Effect& effect) {
    if (tab.socket() == 0) return;
    UnderWay& way = under_way_[tab.socket()];
    if (const auto* changed = std::get_if<boundary::ConversationChanged>(&effect)) {
        if (changed->conversation.state != state_erased) return;
        way.deleted.insert(changed->conversation.conv);
        give_up(way, changed->conversation.conv);
    } else if (const auto* removed = std::get_if<boundary::RowRemoved>(&effect)) {
        // Another connection of the device was faster with it, so that it waits no more.
        learn(way, removed->mid);
    }
}

void Pressure::frame_up(Socket socket, ByteView bytes) {
    if (world_.allows(Excuse::sends_at_will)) return;
    const uint64_t type = frame_type(bytes);
    const bool asks = type == wire::Sync::type_number;
    if (!asks && type != wire::Submit::type_number && type != wire::Open::type_number) return;
    if (!world_.caller(socket)) return;
    const auto frame = wire::decode_frame_from_client(bytes);
    if (!frame) return;
    if (asks) {
        under_way_[socket].refused.erase(std::get<wire::Sync>(*frame).conv);
        return;
    }
    const auto* submit = std::get_if<wire::Submit>(&*frame);
    const auto* open = std::get_if<wire::Open>(&*frame);
    UnderWay& way = under_way_[socket];
    auto& unanswered = way.unanswered;
    const wire::Submission& row = submit ? submit->submission : open->first;
    if (is_erasing(row)) give_up(way, row.conv);
    const bool again = world_.allows(Excuse::answers_again) && committed_.count(row.mid) != 0;
    // Another tab's connection, or a copy's, may have been faster.
    const bool counts = !again && way.known.count(row.mid) == 0 &&
                        way.refused.count(row.conv) == 0 && way.deleted.count(row.conv) == 0;
    if (counts) unanswered.emplace(row.mid, row.conv);
    if (unanswered.size() <= world_.setup.hub.window_max) return;
    world_.violate(Invariant::memory_bounded, "connection " + std::to_string(socket) + " has " +
                                                  std::to_string(unanswered.size()) +
                                                  " rows in flight");
}

void Pressure::frame_down(Socket socket, ByteView bytes) {
    if (world_.allows(Excuse::sends_at_will)) return;
    UnderWay& way = under_way_[socket];
    const uint64_t type = frame_type(bytes);
    const relay::HubConfig& hub = world_.setup.hub;
    const bool full =
        way.frames >= hub.outstanding_frames_max || way.bytes >= hub.outstanding_bytes_max;
    const bool can_wait = type == wire::Deliver::type_number || type == wire::Inbox::type_number;
    if (full && can_wait) {
        world_.violate(Invariant::memory_bounded, "connection " + std::to_string(socket) +
                                                      " is given more, with " +
                                                      std::to_string(way.frames) + " frames, " +
                                                      std::to_string(way.bytes) + " bytes waiting");
    }
    way.frames += 1;
    way.bytes += bytes.size();
    const bool answers = type == wire::Ack::type_number || type == wire::Nack::type_number ||
                         type == wire::Synced::type_number || type == wire::Deliver::type_number ||
                         type == wire::Resumed::type_number;
    if (!answers) return;
    const auto frame = wire::decode_frame_from_relay(bytes);
    if (!frame) return;
    if (const auto* ack = std::get_if<wire::Ack>(&*frame)) learn(way, ack->mid);
    if (const auto* nack = std::get_if<wire::Nack>(&*frame)) {
        // The client takes back what it has sent after it in that conversation.
        give_up(way, nack->conv);
        way.refused.insert(nack->conv);
    }
    if (const auto* deliver = std::get_if<wire::Deliver>(&*frame)) {
        const wire::Submission& row = deliver->row.submission;
        learn(way, row.mid);
        if (is_erasing(row)) give_up(way, row.conv);
    }
    if (const auto* resumed = std::get_if<wire::Resumed>(&*frame); resumed && resumed->state == 3)
        give_up(way, resumed->conv);
    if (const auto* synced = std::get_if<wire::Synced>(&*frame)) {
        for (const Id& mid : synced->known) learn(way, mid);
    }
}

// As the Hub counts it: a frame that came twice has drained twice.
void Pressure::drained(Socket socket, uint64_t bytes) {
    UnderWay& way = under_way_[socket];
    way.frames -= std::min<uint64_t>(way.frames, 1);
    way.bytes = way.frames == 0 ? 0 : way.bytes - std::min(way.bytes, bytes);
}

}  // namespace

std::unique_ptr<Checker> make_pressure_checker(World& world) {
    return std::make_unique<Pressure>(world);
}

}  // namespace shopbell::sim
