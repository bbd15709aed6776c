// SPDX-License-Identifier: Apache-2.0
// A Hub on the in-memory store, with clients made of keys and frames only: what the relay's tests
// play on. The store answers at once and sockets drain at once unless a test says otherwise; time
// moves only by pass(). Whatever the Hub sends is decoded, so every test also checks the codec.
#pragma once

#include "core/crypto/certificate.hpp"
#include "core/crypto/device.hpp"
#include "core/crypto/hello.hpp"
#include "core/crypto/rng.hpp"
#include "core/crypto/roster.hpp"
#include "core/relay/hub.hpp"
#include "server-stub/store/memory_store.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace shopbell::relay::test {

inline constexpr char tea[] = "tea";
inline constexpr char tea_page[] = "https://tea.example";
inline constexpr char relay_host[] = "relay.example";
inline constexpr char relay_origin[] = "wss://relay.example";
inline constexpr Millis noon = 1'790'000'000'000;

template <size_t N>
FixedBytes<N> filled(uint8_t byte) {
    FixedBytes<N> bytes;
    bytes.fill(byte);
    return bytes;
}

inline Id id_of(uint8_t byte) { return filled<16>(byte); }
inline Key key_of(uint8_t byte) { return filled<32>(byte); }

// Somebody with a device. Agents have ids 1 (ada, the owner), 2 (bo) and 3 (cy, a bot).
struct Person {
    Role role = Role::shopper;
    crypto::DeviceKeys device;
    Id agent{};
    std::optional<wire::Certificate> certificate;
};

Person shopper(uint8_t number);
Person agent(uint8_t number, const std::string& shop = tea);

inline const Id ada_id = id_of(1);
inline const Id bo_id = id_of(2);
inline const Id cy_id = id_of(3);

// Root, roster of ada, bo and cy, settings that list tea_page (at a name of the shop's own).
ShopRecord shop_record(const std::string& shop = tea, uint64_t roster_version = 1,
                       const std::vector<uint8_t>& agents = {1, 2, 3});

class Scene {
public:
    explicit Scene(const HubConfig& config = {});

    // --- Clients
    PeerId connect(const std::string& origin = "", const std::string& host = relay_host);
    wire::Hello hello_of(PeerId peer, const Person& person, const std::string& shop = tea) const;
    PeerId join(const Person& person, const std::string& shop = tea);
    void leave(PeerId peer);

    template <class Frame>
    void say(PeerId peer, const Frame& frame) {
        say_bytes(peer, wire::encode(frame));
    }
    void say_bytes(PeerId peer, const Bytes& frame);

    // --- Rows: each next one of a device follows the last that was asked for
    wire::Open first_row(const Person& person, const Id& conv);
    wire::Submission next_row(const Person& person, const Id& conv);
    wire::Submission event_row(const Person& person, const Id& conv, const wire::EventPub& event);

    // A shopper's conversation with one row, opened over this connection.
    void open(PeerId peer, const Person& person, const Id& conv);
    wire::Submission write(PeerId peer, const Person& person, const Id& conv);
    void happen(PeerId peer, const Person& person, const Id& conv, const wire::EventPub& event);
    void resume(PeerId peer, const Id& conv, uint64_t cursor = 0);
    Hash head_at(const Id& conv, uint64_t seq);

    // --- What was heard
    template <class Frame>
    std::vector<Frame> heard(PeerId peer) const {
        std::vector<Frame> found;
        const auto frames = frames_.find(peer);
        if (frames == frames_.end()) return found;
        for (const wire::FrameFromRelay& frame : frames->second) {
            if (const auto* const match = std::get_if<Frame>(&frame)) found.push_back(*match);
        }
        return found;
    }
    // The newest; an empty one if there is none, so that a failed check does not end the program.
    template <class Frame>
    Frame last(PeerId peer) const {
        const std::vector<Frame> all = heard<Frame>(peer);
        return all.empty() ? Frame{} : all.back();
    }
    std::vector<uint64_t> delivered(PeerId peer) const;  // seqs, in order
    wire::Code refusal(PeerId peer) const;  // newest error, nack or bye; Code{} for none
    std::optional<uint16_t> close_code(PeerId peer) const;
    void forget() { frames_.clear(); }

    // --- The world around
    void pass(Millis ms);  // with every Wake that falls due
    void handle(const Event& event);
    void answer_store();                     // what is held back, and what follows from it
    void drain(PeerId peer, size_t frames);  // of a stuck socket
    StoreAnswer ask_store(const StoreRequest& request);
    ConversationState state_of(const Id& conv, const std::string& shop = tea);

    bool hold_store = false;
    std::map<PeerId, bool> stuck;  // true: its socket takes nothing
    std::vector<AskStore> held;
    // Of these, the questions for a shop.
    [[nodiscard]] size_t held_shops() const {
        return static_cast<size_t>(std::count_if(held.begin(), held.end(), [](const auto& ask) {
            return std::holds_alternative<LoadShop>(ask.request);
        }));
    }

    Hub hub;
    server::MemoryStore store;
    Now now{1'000, noon};
    std::map<PeerId, std::vector<uint64_t>> undrained;  // sizes of what a stuck socket holds

private:
    void carry_out(const Effect& effect);
    Event next_answer();

    std::deque<Event> waiting_;
    bool running_ = false;
    crypto::Rng rng_{key_of(0x5c)};
    PeerId last_peer_ = 0;
    std::map<PeerId, std::vector<wire::FrameFromRelay>> frames_;
    std::map<PeerId, Key> nonces_;
    std::map<PeerId, uint16_t> closed_;
    std::map<std::pair<Key, Id>, Id> last_mid_;
};

}  // namespace shopbell::relay::test
