// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/world.hpp"

#include "tests/sim/chaos.hpp"
#include "tests/sim/frame_text.hpp"
#include "tests/sim/liar.hpp"
#include "tests/sim/people.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace shopbell::sim {
namespace {

constexpr uint64_t steps_max = 300'000;
// A relay that was never told of a broken connection drops it after idle_ms_max; then its shopper's
// grace runs out.
constexpr Millis heal_ms = 110'000;
constexpr Millis look_ms = 2'500;
constexpr uint64_t refused_often = 3, refused_max = 20;

}  // namespace

World::World(const Options& options, uint64_t seed_, Tally& tally_)
    : seed(seed_),
      tally(tally_),
      trace(options.trace, options.log, options.digest),
      dice(seed_),
      setup(draw_setup(dice, options)),
      network(schedule, dice.fork()),
      relay(*this, dice.fork()) {
    network.join(relay);
    build();
}

World::~World() = default;

void World::build() {
    checkers = make_checkers(*this);
    shops.reserve(static_cast<size_t>(setup.shops));
    for (uint64_t s = 0; s < setup.shops; ++s) {
        // Longer than a clock is wrong, which would take rows before their time.
        const uint64_t days = setup.faults.has(Fault::retention) ? 30 : 0;
        shops.emplace_back(s == 0 ? "tea" : "ink", setup.agents, setup.bots, days, dice.fork());
        relay.put_shop(shops.back());
    }
    for (const CastShop& shop : shops) {
        for (const CastAgent& agent : shop.agents()) add_device(agent.name, shop, agent.id);
        for (uint64_t i = 0; i < setup.shoppers; ++i) {
            add_device(shop.name() + "-shopper" + std::to_string(i), shop, std::nullopt);
        }
    }
    people_ = std::make_unique<People>(*this, dice.fork());
    chaos_ = std::make_unique<Chaos>(*this, dice.fork());
    if (setup.faults.lies()) liar_ = std::make_unique<Liar>(*this, dice.fork());
}

Device& World::add_device(const std::string& name, const CastShop& shop, std::optional<Id> agent) {
    Device& device =
        devices.emplace_back(*this, devices.size() + 1, name, shop, agent, dice.fork());
    device.disk.on_stored = [this, &device](const boundary::Store& stored) {
        for (const auto& checker : checkers) checker->stored(device, stored);
    };
    const uint64_t tabs = device.is_bot() ? 1 : setup.tabs;
    for (uint64_t i = 0; i < tabs; ++i) device.add_tab();
    return device;
}

std::vector<Tab*> World::tabs() {
    std::vector<Tab*> all;
    for (Device& each : devices) {
        for (const auto& tab : each.tabs) all.push_back(tab.get());
    }
    return all;
}

const Caller* World::caller(Socket socket) const {
    const auto found = callers.find(socket);
    return found == callers.end() ? nullptr : &found->second;
}

bool World::was_removed(const std::optional<Id>& agent) const {
    if (!agent) return false;
    for (const CastShop& shop : shops) {
        for (const CastAgent& one : shop.agents()) {
            if (one.id == *agent) return one.until != 0;
        }
    }
    return false;
}

void World::violate(Invariant invariant, std::string what) {
    if (violation_ || holds(invariant) == Holds::no) return;
    violation_ = Violation{invariant, std::move(what), schedule.now()};
    if (trace.on()) tell("VIOLATED", std::string(name_of(invariant)) + ": " + violation_->what);
}

// --- The course of a world --------------------------------------------------------------------

void World::run() {
    if (trace.on()) tell("world", "faults: " + text_of(setup.faults));
    live();
    heal();
    if (!violation_) {
        for (const auto& checker : checkers) checker->healed();
    }
    look_around();
    if (!violation_) {
        for (const auto& checker : checkers) checker->at_rest();
    }
    tally.steps += schedule.steps();
    tally.virtual_ms += schedule.now();
    tally.messages += ledger.all().size();
}

void World::play(Millis ms) {
    // In slices, so that a violation stops the world soon after.
    const Millis until = schedule.now() + ms;
    while (!violation_ && schedule.now() < until) {
        if (!schedule.run_until(std::min(until, schedule.now() + 250), steps_max)) {
            violate(Invariant::comes_to_rest, "more than " + std::to_string(steps_max) + " steps");
        }
    }
}

void World::live() {
    relay.start();
    people_->begin();
    chaos_->begin();
    play(setup.chaos_ms);
}

void World::heal() {
    if (trace.on()) tell("world", "heals");
    people_->stop();
    chaos_->stop();
    if (liar_) liar_->stop();
    network.heal();
    relay.heal();
    for (Device& each : devices) {
        each.disk.full = false;
        each.reachable = true;
        each.open_all();
        for (const auto& tab : each.tabs) tab->thaw();
    }
    play(2'000);
    for (Tab* tab : tabs()) tab->act(boundary::Poke{});
    play(heal_ms);
}

// Everybody looks at everything: an agent's rows are loaded when it does.
void World::look_around() {
    std::set<Id> all;
    for (Tab* tab : tabs()) {
        for (const auto& [conv, view] : tab->screen().conversations) all.insert(conv);
    }
    for (const Id& conv : all) {
        for (Tab* tab : tabs()) {
            if (tab->screen().conversations.count(conv) == 0) continue;
            tab->act(boundary::Look{.conv = conv, .focused = true});
        }
        play(look_ms);
        // One that is discarded lets the next be tried, which may be refused as well.
        for (uint64_t i = 0; i < refused_max; ++i) {
            if (i >= refused_often && !people_->has_refused(conv)) break;
            for (Tab* tab : tabs()) people_->give_up(*tab, conv);
            play(look_ms);
        }
        for (Tab* tab : tabs()) {
            const auto view = tab->screen().conversations.find(conv);
            if (view == tab->screen().conversations.end()) continue;
            people_->see(*tab, conv, view->second.head_seq);
        }
        play(look_ms);
    }
    play(look_ms);
}

// --- What is told to whom ---------------------------------------------------------------------

void World::tell(std::string_view who, std::string_view what) {
    if (trace.on()) trace.line(schedule.now(), who, what);
}

void World::log_client(const Tab& tab, const boundary::Effect& effect) {
    if (trace.logs()) trace.effect(schedule.now(), tab.name(), boundary::encode(effect));
    if (trace.on()) {
        const std::string text = effect_text(effect);
        if (!text.empty()) tell(tab.name(), text);
    }
}

void World::log_relay(Socket socket, const Bytes& frame) {
    if (trace.logs()) trace.effect(schedule.now(), "relay>" + std::to_string(socket), frame);
}

void World::sent_up(Tab& tab, const Bytes& frame) {
    ++tally.frames;
    if (trace.on()) tell(tab.name(), "> " + frame_text(frame));
    chaos_->send_again(tab, frame);
}

Bytes World::saw_frame_up(Socket socket, Bytes frame) {
    if (trace.on()) tell("relay", "< " + std::to_string(socket) + " " + frame_text(frame));
    for (const auto& checker : checkers) checker->frame_up(socket, frame);
    return liar_ ? liar_->pass_up(socket, std::move(frame)) : frame;
}

void World::send_down(Socket socket, const Bytes& frame) {
    if (liar_) return liar_->pass_down(socket, frame);
    deliver_down(socket, frame, 0);
}

void World::deliver_down(Socket socket, const Bytes& frame, Millis extra) {
    ++tally.frames;
    if (trace.on()) tell("relay", "> " + std::to_string(socket) + " " + frame_text(frame));
    for (const auto& checker : checkers) checker->frame_down(socket, frame);
    network.send_down(socket, frame, extra);
    if (chaos_->comes_twice(frame)) network.send_down(socket, frame, 0);
}

void World::saw_commit(const std::string& shop, const wire::Submission& submission,
                       const wire::Row& row) {
    ++tally.rows;
    if (trace.on()) {
        tell("relay", "commits " + short_hex(submission.conv) + " #" + std::to_string(row.seq) +
                          " " + short_hex(submission.mid));
    }
    for (const auto& checker : checkers) checker->committed(shop, row);
}

}  // namespace shopbell::sim
