// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/tab_lock.hpp"

#include "tests/sim/world.hpp"

#include <algorithm>

namespace shopbell::sim {
namespace {

constexpr Millis steal_ms = 5'000;

}  // namespace

void TabLock::ask(Tab& tab) {
    if (!there_) return tab.begin(true);
    if (!holder_) return grant(tab);
    wait(tab);
    tab.begin(false);
    if (holder_->is_frozen()) stands_still(*holder_);
}

void TabLock::grant(Tab& tab) {
    holder_ = &tab;
    // Whatever the page has begun meanwhile: it may have followed a leader that is no more.
    world_.schedule.after(dice_.millis(1, 20), [this, &tab, page = tab.page()] {
        if (holder_ == &tab && tab.is_open() && tab.page() == page) tab.begin(true);
    });
}

void TabLock::grant_next() {
    holder_ = nullptr;
    if (waiting_.empty()) return;
    Tab& next = *waiting_.front();
    waiting_.pop_front();
    world_.tally.path("tab takes the lead");
    grant(next);
}

void TabLock::wait(Tab& tab) {
    if (std::find(waiting_.begin(), waiting_.end(), &tab) == waiting_.end()) {
        waiting_.push_back(&tab);
    }
}

void TabLock::was_fenced_off(Tab& tab) {
    world_.tally.path("leader fenced off");
    if (holder_ != &tab) wait(tab);
    tab.begin(false);
}

void TabLock::let_go(Tab& tab) {
    std::erase(waiting_, &tab);
    if (holder_ == &tab) grant_next();
}

void TabLock::stands_still(Tab& tab) {
    if (holder_ != &tab) return;
    world_.schedule.after(steal_ms, [this, &tab] {
        const auto thief = std::find_if(waiting_.begin(), waiting_.end(),
                                        [](const Tab* one) { return one->is_live(); });
        if (holder_ != &tab || !tab.is_frozen() || thief == waiting_.end()) return;
        Tab& next = **thief;
        waiting_.erase(thief);
        world_.tally.path("tab steals the lead");
        world_.tell(next.name(), "steals the lead");
        grant(next);
    });
}

void TabLock::runs_again(Tab& tab) {
    // What was asked of it meanwhile.
    if (holder_ == &tab) {
        for (const auto& other : tab.device().tabs) {
            if (other->is_open()) show_leader_to(*other);
        }
    }
    if (!there_ || holder_ == &tab || !tab.leads()) return;
    wait(tab);
    world_.schedule.after(dice_.spread(300), [this, &tab, run = tab.run()] {
        if (holder_ != &tab && tab.is_open() && tab.run() == run) tab.begin(false);
    });
}

Millis TabLock::arrival(const Tab& from) {
    Millis& last = arrived_last_[&from];
    last = std::max(last, world_.schedule.now() + dice_.spread(40));
    return last;
}

void TabLock::broadcast(const Tab& from, const boundary::Merge& stored) {
    const Millis at = arrival(from);
    for (const auto& tab : from.device().tabs) {
        if (tab.get() == &from || !tab->is_open()) continue;
        world_.tally.path("merge");
        world_.schedule.at(at, [&other = *tab, run = tab->run(), stored] {
            if (other.run() == run) other.hear(stored);
        });
    }
}

void TabLock::follows(Tab& tab) {
    show_leader_to(tab);
    if (!there_ || !holder_ || holder_ == &tab) return;
    world_.schedule.at(arrival(tab), [this] {
        if (holder_) holder_->look_for_words();
    });
}

void TabLock::show_leader_to(Tab& tab) {
    if (!there_ || !holder_ || holder_ == &tab || !holder_->is_live()) return;
    world_.schedule.at(arrival(*holder_),
                       [&tab, run = tab.run(), term = holder_->term(), leader = holder_->screen()] {
                           if (tab.run() != run) return;
                           tab.show(term, leader.connection);
                           for (const Id& conv : leader.typing)
                               tab.show(term, boundary::TypingChanged{conv, true});
                           for (const wire::AgentProfile& agent : leader.shop.agents) {
                               tab.show(term, boundary::PresenceChanged{agent.id, agent.state});
                           }
                       });
}

void TabLock::show_others(const Tab& from, const boundary::Effect& effect) {
    const Millis at = arrival(from);
    for (const auto& tab : from.device().tabs) {
        if (tab.get() == &from || !tab->is_open()) continue;
        world_.schedule.at(at, [&other = *tab, term = from.term(), effect] {
            if (!other.leads()) other.show(term, effect);
        });
    }
}

}  // namespace shopbell::sim
