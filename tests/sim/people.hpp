// SPDX-License-Identifier: Apache-2.0
// What the people (and bots) of a world do at their screens: write, read, look at another
// conversation, close and reopen one, hand it to a colleague, type and stop. They act on what the
// screen shows and know nothing else; what they do stands in the ledger before it is done.
#pragma once

#include "tests/sim/dice.hpp"
#include "tests/sim/tab.hpp"

#include <map>
#include <optional>
#include <string>

namespace shopbell::sim {

class World;

class People {
public:
    People(World& world, Dice dice) : world_(world), dice_(dice) {}

    // Everybody comes, some later than others.
    void begin();
    void stop() { stopped_ = true; }
    // A clone's owner comes too.
    void join(Device& device);
    // The rows up to seq stood before somebody's eyes.
    void see(Tab& tab, const Id& conv, uint64_t seq);
    // Discards what was refused for good, so that the rest may go. The other tabs of the device are
    // told, and judged by what they show then.
    void give_up(Tab& tab, const Id& conv);
    // Somebody's screen shows such a row, and nobody there has discarded it.
    [[nodiscard]] bool has_refused(const Id& conv) const;

private:
    void come(Tab& tab, Millis in);
    void live(Tab& tab);
    void act_as_shopper(Tab& tab);
    void act_as_agent(Tab& tab);
    void act_as_bot(Tab& tab);
    void say(Tab& tab, std::optional<Id> conv);
    void do_to(Tab& tab, const Id& conv, uint64_t kind);
    void erase(Tab& tab, const Id& conv);
    void look(Tab& tab, const Id& conv);
    void settle(Tab& tab);

    World& world_;
    Dice dice_;
    bool stopped_ = false;
    uint64_t said_ = 0;
    std::map<uint64_t, size_t> answered_;  // of a bot's arrivals, by run of its tab
};

}  // namespace shopbell::sim
