// SPDX-License-Identifier: Apache-2.0
// One invariant each, outside the machines: a checker sees what people see (screens, effects), what
// goes over the wire and what the relay has committed, and compares it with the ledger. It says so
// through World::violate. The fault table decides how much it may ask for.
#pragma once

#include "core/relay/events.hpp"
#include "core/wire/boundary.hpp"
#include "tests/sim/network.hpp"

#include <memory>
#include <vector>

namespace shopbell::sim {

class Device;
class Tab;
class World;

class Checker {
public:
    explicit Checker(World& world) : world_(world) {}
    virtual ~Checker() = default;

    // A batch of effects has been shown; screen().touched names the conversations.
    virtual void shown(const Tab&) {}
    virtual void effect(const Tab&, const boundary::Effect&) {}
    // A profile has it on its disk.
    virtual void stored(const Device&, const boundary::Store&) {}
    virtual void frame_up(Socket, ByteView) {}
    // As it reaches the client, after a lying relay has had its way with it.
    virtual void frame_down(Socket, ByteView) {}
    // A frame has left the relay for good.
    virtual void drained(Socket, uint64_t /*bytes*/) {}
    virtual void asked(const relay::StoreRequest&) {}
    virtual void committed(const std::string& /*shop*/, const wire::Row&) {}
    // The relay's log is an older one from now on.
    virtual void restored() {}
    // The world is whole again and everybody is back; nobody has looked at anything yet.
    virtual void healed() {}
    // The world is whole again and has had time.
    virtual void at_rest() {}

protected:
    World& world_;
};

std::vector<std::unique_ptr<Checker>> make_checkers(World& world);

// Type number of an encoded frame, 0 if it is none.
uint64_t frame_type(ByteView frame);

}  // namespace shopbell::sim
