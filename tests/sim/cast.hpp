// SPDX-License-Identifier: Apache-2.0
// The shops of a simulated world and who works there: root keys, rosters, sealed inbox keys, all
// from the seed. It stands for the owner's browser: it makes the next version of everything when an
// agent leaves, and keeps the old versions for a relay that likes to show them again.
#pragma once

#include "core/crypto/secret_key.hpp"
#include "core/relay/store.hpp"
#include "core/wire/boundary.hpp"
#include "tests/sim/dice.hpp"

#include <string>
#include <vector>

namespace shopbell::sim {

inline constexpr Millis noon = 1'790'000'000'000;  // of the world's first day, Unix ms
inline const std::string relay_origin = "wss://relay.test";
inline const std::string relay_host_name = "relay.test";
inline const std::string console_origin = "https://relay.test";

struct CastAgent {
    std::string name;
    Id id{};
    uint64_t role = 3;  // as in the roster
    Key sign_seed{};
    Key box_seed{};
    uint64_t until = 0;  // as in the roster

    [[nodiscard]] bool is_bot() const { return role == 4; }
};

class CastShop {
public:
    // The first agent is the owner.
    CastShop(std::string name, uint64_t agents, uint64_t bots, uint64_t retention_days, Dice dice);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::string page_origin() const { return "https://" + name_ + ".test"; }
    [[nodiscard]] const Hash& root_hash() const { return root_hash_; }
    [[nodiscard]] const std::vector<CastAgent>& agents() const { return agents_; }
    [[nodiscard]] const CastAgent& agent(const Id& id) const;
    [[nodiscard]] boundary::AgentKeys keys(const Id& agent, const Key& device_seed) const;

    // The newest version, as the admin API writes it.
    [[nodiscard]] relay::ShopRecord record() const;
    // All versions, the oldest first.
    [[nodiscard]] const std::vector<wire::SignedRoster>& rosters() const { return rosters_; }

    // A new version without this agent, with a new inbox key for the others.
    void remove(const Id& agent);

private:
    void sign_next();

    std::string name_;
    uint64_t retention_days_;
    Dice dice_;
    Key root_seed_{};
    Hash root_hash_{};
    Key recovery_{};
    std::vector<CastAgent> agents_;
    std::vector<Key> inbox_seeds_;  // by version, from 1
    std::vector<relay::AgentInboxes> sealed_;
    std::vector<wire::SignedRoster> rosters_;
};

}  // namespace shopbell::sim
