// SPDX-License-Identifier: Apache-2.0
// A relay's Hub among people whom a fuzzer leads: they connect, greet truly or falsely, send frames
// that are right, changed or nonsense, read slowly, and leave, while the store answers when it
// likes. Every effect is checked. The targets `hub` (on the in-memory store) and `sqlite_rows` (on
// a damaged database) play in it; a copy goes on from where the original stands.
#pragma once

#include "core/relay/hub.hpp"
#include "tests/fuzz/cbor_tree.hpp"
#include "tests/unit/relay/scene.hpp"

#include <deque>
#include <map>

namespace shopbell::fuzz {

class HubWorld {
public:
    // The store has the shop's record already. A store that may hold anything is not believed.
    HubWorld(relay::Store& store, bool store_is_true);
    HubWorld(const HubWorld& other, relay::Store& store);

    // Two shoppers who have written and two agents who have answered.
    void warm_up();
    // A new Hub on the store, and the same people.
    void restart_relay();
    void step(Fuzzed& choices);
    // Everything asked is answered, and the relay shuts down.
    void end();

private:
    struct Client {
        size_t person = 0;
        Key nonce{};
        std::map<Id, uint64_t> next;  // by conversation followed: the row that must come next
        std::deque<uint64_t> undrained;
    };

    relay::PeerId come(size_t person);
    void follow(relay::PeerId peer, const Id& conv);
    void settle();
    static wire::Open first_of(const wire::Submission& row);
    relay::PeerId connect(size_t person);
    void greet(relay::PeerId peer, Fuzzed& choices);
    void say(relay::PeerId peer, Bytes frame);
    void write(relay::PeerId peer, Fuzzed& choices);
    void drain(relay::PeerId peer, size_t frames);
    void pass(Millis ms);
    void answer(size_t place);
    void change_shop(Fuzzed& choices);
    Bytes usual_frame(Fuzzed& choices) const;
    wire::Submission next_row(size_t person, const Id& conv, const std::optional<Id>& mid);

    void handle(const relay::Event& event);
    void take(const relay::SendTo& send);
    void take(const relay::ClosePeer& close);
    void take(const relay::AskStore& ask);
    void take_frame(relay::PeerId peer, const wire::FrameFromRelay& frame);
    void check_order(Client& client, const wire::Row& row) const;
    void check_ack(const wire::Ack& ack);
    void check_twin(const relay::Event& event, const relay::Effects& effects);

    [[nodiscard]] const relay::test::Person& person(size_t index) const { return people_[index]; }
    relay::PeerId pick(Fuzzed& choices) const;
    [[nodiscard]] std::vector<CborItem> around() const;

    relay::Hub hub_;
    std::optional<relay::Hub> twin_;  // a copy that must do the same
    relay::Store* store_;
    bool store_is_true_;
    Now now_{1'000, relay::test::noon};
    std::vector<relay::test::Person> people_;
    std::map<relay::PeerId, Client> clients_;
    std::vector<relay::AskStore> asked_;
    std::map<std::pair<Key, Id>, Id> last_mid_;
    std::vector<Id> mids_;
    std::vector<Id> convs_;
    relay::PeerId last_peer_ = 0;
    uint8_t last_mid_byte_ = 0;
    uint64_t roster_v_ = 1;
    bool shut_down_ = false;
};

}  // namespace shopbell::fuzz
