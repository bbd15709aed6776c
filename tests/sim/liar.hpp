// SPDX-License-Identifier: Apache-2.0
// A relay that lies: it stands between the honest Hub and the clients and drops, delays, replays,
// reorders, renumbers and changes what it passes on, makes up rows, keys and rosters, and shows one
// device another history than the others. It holds every public key and every ciphertext, and no
// secret. What clients believe of it is for the checkers to see.
#pragma once

#include "core/crypto/device.hpp"
#include "core/wire/messages.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/faults.hpp"
#include "tests/sim/network.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace shopbell::sim {

class CastShop;
class World;

class Liar {
public:
    Liar(World& world, Dice dice);

    // Honest from now on, but for the forks that stand.
    void stop() { stopped_ = true; }
    void pass_down(Socket socket, const Bytes& frame);
    // A device that was shown another history asks in its numbers.
    Bytes pass_up(Socket socket, Bytes frame);

    // Seq of the row from which on this device was shown another history; 0: it was not.
    [[nodiscard]] uint64_t left_out(uint64_t device, const Id& conv) const;
    // Conversation keys of its own making, which nobody may write under.
    [[nodiscard]] const std::vector<Key>& made_keys() const { return made_keys_; }

private:
    // Where a device's history parts from the log: this row was left out for it.
    using Place = std::pair<uint64_t, Id>;  // device, conversation

    [[nodiscard]] bool has(Fault fault) const;
    bool lies_with(Fault fault, uint64_t per_mille);
    void send(Socket socket, wire::FrameFromRelay frame, Millis extra = 0);
    bool drop(Socket socket, const wire::FrameFromRelay& frame);
    void fork(Socket socket, wire::FrameFromRelay& frame, bool& swallowed);
    void reorder(Socket socket, wire::FrameFromRelay& frame, bool& swallowed);
    void forge(Socket socket, wire::FrameFromRelay& frame);
    void forge_row(wire::Submission& row);
    void change_roster(Socket socket, wire::FrameFromRelay& frame);
    bool knows_newest_roster(Socket socket, const CastShop& shop);
    // Words in the name of an agent that was one, who lends it what it had.
    bool side_with_former_agent(const CastShop& shop, wire::Submission& row);
    std::optional<crypto::ConversationKey> first_key(const CastShop& shop, const Id& conv);
    wire::SignedRoster own_roster(const CastShop& shop);
    std::optional<wire::Wrap> own_wrap(const CastShop& shop, const std::vector<wire::Wrap>& wraps);
    const CastShop* shop_at(Socket socket) const;
    void remember(const wire::FrameFromRelay& frame);

    World& world_;
    Dice dice_;
    crypto::DeviceKeys own_;
    bool stopped_ = false;
    std::map<Place, uint64_t> left_out_;         // seq of the row that a device is not shown
    std::map<Socket, wire::Deliver> held_back_;  // until the next one has gone
    std::vector<wire::FrameFromRelay> seen_;     // to be shown again
    std::vector<wire::Submission> rows_;         // to make others of
    std::vector<Key> made_keys_;
    Dice makes_;  // for what it makes itself
};

}  // namespace shopbell::sim
