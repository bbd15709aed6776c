// SPDX-License-Identifier: Apache-2.0
// What the tabs of one profile share besides the disk: the lock that says who leads, as Web Locks
// give it (the next one waits; one that stands still for 5 s has it stolen), and the channel on
// which each says what it has stored, as BroadcastChannel carries it: to every other open tab, in
// the order of each sender. A world may have no locks; then every tab leads.
#pragma once

#include "core/wire/boundary.hpp"
#include "tests/sim/dice.hpp"

#include <deque>
#include <map>

namespace shopbell::sim {

class Tab;
class World;

class TabLock {
public:
    TabLock(World& world, Dice dice, bool there) : world_(world), dice_(dice), there_(there) {}

    // A tab opens: it leads at once, or follows and waits.
    void ask(Tab& tab);
    // It has closed or crashed.
    void let_go(Tab& tab);
    // It stands still; who waits may take the lead from it after a while.
    void stands_still(Tab& tab);
    // It runs again, and learns what happened meanwhile, now or soon.
    void runs_again(Tab& tab);

    // A leader that found its writes refused.
    void was_fenced_off(Tab& tab);

    [[nodiscard]] Tab* holder() const { return holder_; }
    // Terms fence leaders off only where there are locks.
    [[nodiscard]] bool there() const { return there_; }

    void broadcast(const Tab& from, const boundary::Merge& stored);
    // A tab begins to follow: it asks the leader for its news, and the leader asks the disk.
    void follows(Tab& tab);
    void show_others(const Tab& from, const boundary::Effect& effect);

private:
    // The leader's connection, typing and presence, for a follower's screen.
    void show_leader_to(Tab& tab);
    void grant(Tab& tab);
    void grant_next();
    void wait(Tab& tab);
    Millis arrival(const Tab& from);

    World& world_;
    Dice dice_;
    bool there_;
    Tab* holder_ = nullptr;
    std::deque<Tab*> waiting_;
    std::map<const Tab*, Millis> arrived_last_;
};

}  // namespace shopbell::sim
