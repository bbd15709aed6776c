// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/tab.hpp"

#include "tests/sim/frame_text.hpp"
#include "tests/sim/world.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::sim {
namespace {

// As web/bridge/disk.ts tries again what its disk refused.
constexpr Millis again_ms = 15'000;

}  // namespace

Tab::Tab(World& world, Device& device, uint64_t number)
    : world_(world),
      device_(device),
      number_(number),
      name_(device.name + "/" + std::to_string(device.tabs.size())) {}

void Tab::open() {
    if (open_) return;
    open_ = true;
    world_.tell(name_, "opens");
    device_.lock.ask(*this);
}

void Tab::begin(bool lead) {
    end_session();
    leads_ = lead;
    world_.tell(name_, lead ? "leads" : "follows");
    const bool raise = lead && device_.lock.there();
    device_.disk.load(number_, raise, !device_.agent,
                      [this, run = run_](const Entries& entries, uint64_t term) {
                          run_page([this, run, entries, term] {
                              if (run == run_) start(entries, term);
                          });
                      });
}

void Tab::start(const Entries& entries, uint64_t term) {
    session_ = client::Session{};
    screen_ = Screen{};
    looking.reset();
    focused = false;
    started_ = true;
    term_ = term;
    boundary::Start start;
    start.role = device_.agent ? 2 : 1;
    start.shop = device_.shop.name();
    start.root_hash = device_.shop.root_hash();
    start.relay_origin = relay_origin;
    start.seed = device_.dice.key();
    start.follow = !leads_;
    if (device_.agent) start.keys = device_.shop.keys(*device_.agent, device_.agent_device_seed);
    Entries known = entries;
    owed_.lay_over(known);
    for (const auto& [key, value] : known) start.stored.push_back({key, value});
    handle(start);
    for (const boundary::Merge& merge : std::exchange(heard_, {})) handle(merge);
    if (!leads_) device_.lock.follows(*this);
}

void Tab::end_session() {
    started_ = false;
    ++run_;
    heard_.clear();
    if (socket_ != 0) world_.network.hang_up(std::exchange(socket_, 0));
}

void Tab::close(bool crash, bool silently) {
    if (!open_) return;
    world_.tell(name_, crash ? "crashes" : "closes");
    if (const Socket socket = std::exchange(socket_, 0); socket != 0) {
        world_.network.abandon(socket, silently);
    }
    end_session();
    ++page_;
    waiting_.clear();
    owed_.forget();
    open_ = frozen_ = leads_ = false;
    screen_ = Screen{};
    if (crash) device_.disk.forget_tab(number_);
    device_.lock.let_go(*this);
}

void Tab::freeze() {
    if (!open_ || frozen_) return;
    world_.tell(name_, "stands still");
    frozen_ = true;
    device_.lock.stands_still(*this);
}

void Tab::thaw() {
    if (!frozen_) return;
    world_.tell(name_, "thaws");
    frozen_ = false;
    for (auto waiting = std::exchange(waiting_, {}); !waiting.empty(); waiting.pop_front()) {
        waiting.front()();
    }
    device_.lock.runs_again(*this);
    set_wake();
}

void Tab::hear(const boundary::Merge& stored) {
    run_page([this, news = stored]() mutable {
        owed_.note(news);
        if (started_) return handle(news);
        heard_.push_back(news);
    });
}

void Tab::show(uint64_t term, const boundary::Effect& effect) {
    run_page([this, run = run_, term, effect] {
        // One that was replaced may not know yet.
        if (run != run_ || !started_ || term < term_) return;
        if (leads_) return term > term_ ? device_.lock.was_fenced_off(*this) : void();
        // The last leader may have stored and removed what it had no time to tell.
        if (term > term_) return begin(false);
        screen_.show(effect);
    });
}

void Tab::look_for_words() {
    run_page([this, run = run_] {
        if (run != run_ || !started_ || !leads_) return;
        device_.disk.load(number_, false, false,
                          [this, run, known = owed_.waiting()](const Entries& entries, uint64_t) {
                              boundary::Merge untold;
                              for (const auto& [key, value] : entries) {
                                  // What it knew when it asked it may have been done with since.
                                  if (is_waiting(key) && known.count(key) == 0)
                                      untold.puts.push_back({key, value});
                              }
                              if (!untold.puts.empty())
                                  run_page([this, run, untold] {
                                      if (run == run_ && started_) hear_untold(untold);
                                  });
                          });
    });
}

void Tab::hear_untold(boundary::Merge untold) {
    std::erase_if(untold.puts,
                  [&](const auto& put) { return owed_.waiting().count(put.key) != 0; });
    owed_.note(untold);
    handle(untold);
}

bool Tab::act(const boundary::Event& event) {
    if (!is_live()) return false;
    // Of the connection, which another tab has.
    const bool of_leader = std::holds_alternative<boundary::Write>(event) ||
                           std::holds_alternative<boundary::Poke>(event);
    if (Tab* leader = device_.lock.holder(); of_leader && !leads_ && leader) {
        leader->tell(event);
        return true;
    }
    refused_ = false;
    handle(event);
    return !refused_;
}

void Tab::run_page(std::function<void()> step) {
    if (!open_) return;
    if (frozen_) return waiting_.push_back(std::move(step));
    step();
}

void Tab::tell(const boundary::Event& event) {
    run_page([this, run = run_, event] {
        if (run == run_ && started_) handle(event);
    });
}

void Tab::handle(const boundary::Event& event) {
    client::Effects effects;
    session_.handle(event, device_.now(), effects);
    screen_.touched.clear();
    for (const boundary::Effect& effect : effects) {
        world_.log_client(*this, effect);
        const bool of_leader = std::holds_alternative<boundary::ConnectionChanged>(effect) ||
                               std::holds_alternative<boundary::TypingChanged>(effect) ||
                               std::holds_alternative<boundary::PresenceChanged>(effect);
        if (leads_ || !of_leader) screen_.show(effect);
        if (const auto* refused = std::get_if<boundary::Refused>(&effect)) {
            refused_ = true;
            if (world_.trace.on()) {
                world_.tell(name_, "refused: " + refused->field + ": " + refused->message);
            }
        }
        carry_out(effect);
        if (of_leader && leads_ && device_.lock.there()) device_.lock.show_others(*this, effect);
        for (const auto& checker : world_.checkers) checker->effect(*this, effect);
    }
    if (!screen_.touched.empty()) {
        for (const auto& checker : world_.checkers) checker->shown(*this);
    }
    set_wake();
}

void Tab::carry_out(const boundary::Effect& effect) {
    if (std::holds_alternative<boundary::Connect>(effect)) {
        dial();
    } else if (const auto* send = std::get_if<boundary::Send>(&effect)) {
        world_.network.send_up(socket_, send->frame);
        world_.sent_up(*this, send->frame);
    } else if (std::holds_alternative<boundary::Disconnect>(effect)) {
        if (socket_ != 0) world_.network.hang_up(std::exchange(socket_, 0));
    } else if (const auto* store = std::get_if<boundary::Store>(&effect)) {
        keep(*store);
    }
}

void Tab::dial() {
    if (socket_ != 0) world_.network.hang_up(socket_);
    const std::string& origin = device_.agent ? console_origin : device_.page_origin;
    socket_ = world_.network.dial(origin, device_.reachable, client_end());
    world_.callers[socket_] = {device_.number, number_, device_.lineage};
}

ClientEnd Tab::client_end() {
    return {
        [this](Socket socket) {
            if (socket == socket_) tell(boundary::SocketOpened{});
        },
        [this](Socket socket, Bytes frame) {
            if (socket != socket_) return;
            if (world_.trace.on()) world_.tell(name_, "< " + frame_text(frame));
            tell(boundary::SocketFrame{.frame = std::move(frame)});
        },
        [this](Socket socket, uint64_t code) {
            if (socket != socket_) return;
            socket_ = 0;
            tell(boundary::SocketClosed{.code = code});
        },
    };
}

void Tab::keep(const boundary::Store& effect) {
    std::optional<uint64_t> term;
    if (leads_ && device_.lock.there()) term = term_;
    const boundary::Store writing = owed_.pay(effect);
    device_.disk.store(number_, writing, term,
                       [this, page = page_, run = run_, effect, writing](Stored stored) {
                           if (page != page_) return;
                           run_page([=, this] { was_kept(run, effect, writing, stored); });
                       });
}

void Tab::was_kept(uint64_t run, const boundary::Store& effect, const boundary::Store& writing,
                   Stored stored) {
    owed_.written(writing);
    if (stored == Stored::failed) {
        owed_.refused(writing);
        world_.tally.strike(Fault::no_space);
        world_.ledger.hit.insert(device_.lineage);
        world_.schedule.after(again_ms, [this, run] {
            if (run == run_ && started_ && !owed_.empty()) keep({});
        });
    }
    // Also what could not be kept: the other tabs show it as long as they are open.
    const bool news = !effect.puts.empty() || !effect.removes.empty();
    if (news && stored != Stored::fenced) {
        device_.lock.broadcast(*this, {.puts = effect.puts, .removes = effect.removes});
    }
    if (run != run_) return;
    if (stored == Stored::fenced) return device_.lock.was_fenced_off(*this);
    if (started_) handle(boundary::StoreDone{.id = effect.id, .ok = stored == Stored::durable});
}

void Tab::set_wake() {
    const auto due = session_.deadline();
    if (!due || !started_) return;
    const Millis at = std::max(device_.true_time(*due), world_.schedule.now());
    if (wake_at_ != 0 && wake_at_ <= at) return;
    wake_at_ = at;
    world_.schedule.at(at, [this, at] {
        if (wake_at_ != at) return;
        wake_at_ = 0;
        if (frozen_ || !started_) return;
        handle(boundary::Wake{});
    });
}

}  // namespace shopbell::sim
