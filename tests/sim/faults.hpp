// SPDX-License-Identifier: Apache-2.0
// What can go wrong in a simulated world, by name. Each seed enables a random few (swarm testing:
// a world with every fault at once hides what needs calm between two of them), `--faults` forces a
// set. What still holds under which fault stands in fault_table.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shopbell::sim {

enum class Fault : uint8_t {
    // Between a device and the relay.
    cut,        // the connection breaks, frames under way are lost, both ends notice
    half_open,  // it breaks and one end does not notice, or neither
    one_way,    // one direction stands still for a while
    delay,      // frames take up to seconds, so that old connections overlap with new ones
    duplicate,  // a frame comes a second time, also on a later connection of the same device
    no_dial,    // dialling is refused or never answered
    slow,       // a device takes frames slowly
    // On a device.
    crash,     // a tab or the whole profile goes at any moment
    freeze,    // a tab stands still while its connection lives, and thaws
    rollback,  // the profile's storage goes back to what it was
    wipe,      // the profile's storage is emptied
    clone,     // a copy of the profile goes on beside it
    no_space,  // the device's disk refuses writes for a while
    slow_disk,
    skew,  // clocks are up to a day wrong, and jump
    // At the relay.
    kill,        // the process ends between any two steps
    power,       // the same, without a word to its connections
    full,        // ENOSPC: writes are refused
    io,          // EIO: a transaction or a read fails
    fsync,       // fails: the process ends, the transaction's fate is open
    slow_store,  // commits take long, batches grow
    restore,     // an old backup of the log is put back
    retention,   // the shop keeps rows for a short time only
    // What people do.
    reload,    // pages close and open
    tabs,      // several tabs of one profile
    no_locks,  // in a browser without Web Locks each of them has a connection of its own
    team,      // an agent is removed while everybody writes
    erase,     // somebody deletes a conversation
    intruder,  // somebody with a device key of its own asks for what is not its
    // A lying relay.
    lie_drop,
    lie_delay,
    lie_fork,
    lie_replay,
    lie_forge,
    lie_reorder,
    lie_roster,
};

inline constexpr size_t faults_count = static_cast<size_t>(Fault::lie_roster) + 1;

class Faults {
public:
    [[nodiscard]] bool has(Fault fault) const { return set_[static_cast<size_t>(fault)]; }
    void add(Fault fault) { set_.set(static_cast<size_t>(fault)); }
    void remove(Fault fault) { set_.reset(static_cast<size_t>(fault)); }
    [[nodiscard]] bool empty() const { return set_.none(); }
    // Whether the relay of this world lies.
    [[nodiscard]] bool lies() const;

    template <class Visit>
    void each(const Visit& visit) const {
        for (size_t i = 0; i < faults_count; ++i) {
            if (set_[i]) visit(static_cast<Fault>(i));
        }
    }

private:
    std::bitset<faults_count> set_;
};

std::string_view name_of(Fault fault);
std::string text_of(const Faults& faults);  // names with commas; "none"
// Nothing if one of the names is none; it is left in `wrong`.
std::optional<Faults> parse_faults(std::string_view text, std::string& wrong);

}  // namespace shopbell::sim
