// SPDX-License-Identifier: Apache-2.0
// One page of a profile with a real Session in it: the shell's part, as thin as the browser's. It
// loads the disk, hands in events with the device's clock, and carries effects to disk, network and
// screen. It can be closed, crash, stand still and thaw at any moment.
#pragma once

#include "core/client/session.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/owed.hpp"
#include "tests/sim/screen.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shopbell::sim {

class Device;
class World;

class Tab {
public:
    Tab(World& world, Device& device, uint64_t number);

    void open();
    // A fresh Session from the disk, with the socket or without.
    void begin(bool lead);
    void close(bool crash, bool silently = false);
    void freeze();
    void thaw();

    // Another tab has stored something; one that is still loading hears of it afterwards.
    void hear(const boundary::Merge& stored);
    // Of the leader's view, on a follower's screen.
    void show(uint64_t term, const boundary::Effect& effect);

    // As leader: another tab has begun. One that crashed before may have stored words of which it
    // had no time to tell.
    void look_for_words();

    // What a person does. False when the Session refused it, or nobody is there to take it.
    bool act(const boundary::Event& event);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] uint64_t number() const { return number_; }
    [[nodiscard]] const Device& device() const { return device_; }
    [[nodiscard]] Device& device() { return device_; }
    [[nodiscard]] const Screen& screen() const { return screen_; }
    [[nodiscard]] bool is_open() const { return open_; }
    [[nodiscard]] bool is_frozen() const { return frozen_; }
    // A person can use it.
    [[nodiscard]] bool is_live() const { return started_ && !frozen_; }
    [[nodiscard]] bool leads() const { return leads_; }
    [[nodiscard]] uint64_t run() const { return run_; }
    // As which page it is open: one may run several Sessions, one after the other.
    [[nodiscard]] uint64_t page() const { return page_; }
    // Tells this run of this tab from any other of any tab.
    [[nodiscard]] uint64_t run_id() const { return number_ << 32 | run_; }
    [[nodiscard]] uint64_t term() const { return term_; }
    [[nodiscard]] Socket socket() const { return socket_; }
    // What a person here has before the eyes.
    std::optional<Id> looking;
    bool focused = false;

private:
    void start(const Entries& entries, uint64_t term);
    void end_session();
    // The page's own code: runs now, or when the tab thaws; never after the page has closed.
    void run_page(std::function<void()> step);
    void tell(const boundary::Event& event);
    void handle(const boundary::Event& event);
    void carry_out(const boundary::Effect& effect);
    void hear_untold(boundary::Merge untold);
    void dial();
    void keep(const boundary::Store& effect);
    // `writing` is the effect and what was owed before.
    void was_kept(uint64_t run, const boundary::Store& effect, const boundary::Store& writing,
                  Stored stored);
    void set_wake();
    ClientEnd client_end();

    World& world_;
    Device& device_;
    uint64_t number_;  // in the whole world
    std::string name_;
    client::Session session_;
    Screen screen_;
    bool open_ = false, started_ = false, frozen_ = false, leads_ = false;
    uint64_t term_ = 0;
    uint64_t run_ = 0;   // grows with each Session
    uint64_t page_ = 0;  // grows when the page closes
    Socket socket_ = 0;
    Millis wake_at_ = 0;
    bool refused_ = false;                       // in this batch of effects
    std::deque<std::function<void()>> waiting_;  // the page's code, while it stands still
    std::vector<boundary::Merge> heard_;         // while it loads
    Owed owed_;
};

}  // namespace shopbell::sim
