// SPDX-License-Identifier: Apache-2.0
// One simulated world: a relay, shops, people with their devices, a network, and one true time.
// run() plays it: people act while things go wrong, then everything heals, and the checkers look at
// what is left. Its parts call one another through it; the same seed always plays the same.
#pragma once

#include "tests/sim/cast.hpp"
#include "tests/sim/checker.hpp"
#include "tests/sim/device.hpp"
#include "tests/sim/excuses.hpp"
#include "tests/sim/fault_table.hpp"
#include "tests/sim/ledger.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/relay_host.hpp"
#include "tests/sim/schedule.hpp"
#include "tests/sim/setup.hpp"
#include "tests/sim/tally.hpp"
#include "tests/sim/trace.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shopbell::sim {

class Chaos;
class Liar;
class People;

struct Violation {
    Invariant invariant{};
    std::string what;
    Millis at = 0;
};

// Who dialled: as it was then.
struct Caller {
    uint64_t device = 0, tab = 0;
    Lineage lineage = 0;
};

class World {
public:
    World(const Options& options, uint64_t seed, Tally& tally);
    ~World();

    void run();
    [[nodiscard]] const std::optional<Violation>& violation() const { return violation_; }

    // The first one counts; the world stops at it.
    void violate(Invariant invariant, std::string what);
    [[nodiscard]] Holds holds(Invariant invariant) const {
        return sim::holds(invariant, setup.faults);
    }
    [[nodiscard]] bool allows(Excuse excuse) const { return sim::allows(excuse, setup.faults); }
    // It holds for others only, and these devices were hit.
    [[nodiscard]] bool excuses(Invariant invariant, Lineage lineage) const {
        return holds(invariant) == Holds::for_others && ledger.hit.count(lineage) != 0;
    }

    Device& add_device(const std::string& name, const CastShop& shop, std::optional<Id> agent);
    Lineage next_lineage() { return ++lineages_; }
    uint64_t next_tab() { return ++tabs_; }
    [[nodiscard]] std::vector<Tab*> tabs();
    // Whose connection this is; null when it is an intruder's.
    [[nodiscard]] const Caller* caller(Socket socket) const;
    // An agent that is none any more.
    [[nodiscard]] bool was_removed(const std::optional<Id>& agent) const;
    People& people() { return *people_; }
    // Null while the relay is honest.
    [[nodiscard]] const Liar* liar() const { return liar_.get(); }
    [[nodiscard]] Device& device(uint64_t number) {
        return devices[static_cast<size_t>(number - 1)];
    }

    // What happened, to whom it concerns.
    void tell(std::string_view who, std::string_view what);
    void log_client(const Tab& tab, const boundary::Effect& effect);
    void log_relay(Socket socket, const Bytes& frame);
    void sent_up(Tab& tab, const Bytes& frame);
    void send_down(Socket socket, const Bytes& frame);
    // To the client, after the relay has told its truth or its lies.
    void deliver_down(Socket socket, const Bytes& frame, Millis extra);
    // What the Hub gets of it.
    Bytes saw_frame_up(Socket socket, Bytes frame);
    void saw_commit(const std::string& shop, const wire::Submission& submission,
                    const wire::Row& row);

    uint64_t seed;
    Tally& tally;
    Trace trace;
    Dice dice;
    Setup setup;
    Schedule schedule;
    Network network;
    Ledger ledger;
    std::vector<CastShop> shops;
    RelayHost relay;
    std::deque<Device> devices;
    std::map<Socket, Caller> callers;
    std::vector<std::unique_ptr<Checker>> checkers;

private:
    void build();
    void live();
    void heal();
    void look_around();
    void play(Millis ms);

    std::optional<Violation> violation_;
    uint64_t lineages_ = 0, tabs_ = 0;
    std::unique_ptr<Chaos> chaos_;
    std::unique_ptr<Liar> liar_;
    std::unique_ptr<People> people_;
};

}  // namespace shopbell::sim
