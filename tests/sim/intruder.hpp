// SPDX-License-Identifier: Apache-2.0
// Somebody with a WebSocket, a device key of their own and the ids of everybody's conversations. It
// says a true hello as a shopper of a shop, or a false one as an agent, and then asks for, writes
// into and meddles with what is not its. It has no Session: it sends what a Session never would.
#pragma once

#include "core/crypto/device.hpp"
#include "core/wire/messages.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/network.hpp"

#include <string>
#include <vector>

namespace shopbell::sim {

class CastShop;
class World;

class Intruder {
public:
    Intruder(World& world, Dice dice);

    void come();

private:
    void take(Socket socket, const Bytes& bytes);
    void say_hello(Socket socket, const wire::Challenge& challenge);
    void meddle(Socket socket);
    wire::FrameFromClient frame_about(const Id& conv);
    wire::Submission row_for(const Id& conv);
    // Says hello in the name of a shopper, or with what an agent had before it was removed.
    bool claims_another(wire::Hello& hello, const wire::Challenge& challenge);
    void write_as_another(wire::Submission& row);

    World& world_;
    Dice dice_;
    crypto::DeviceKeys own_;
    const CastShop* shop_ = nullptr;
    bool as_agent_ = false;
    bool as_another_ = false;  // whom the relay must not let in
    Dice claims_;
};

}  // namespace shopbell::sim
