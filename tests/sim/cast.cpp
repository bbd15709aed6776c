// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/cast.hpp"

#include "core/base/invariant.hpp"
#include "core/crypto/device.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/sealed_box.hpp"
#include "core/crypto/wrap.hpp"

#include <algorithm>

namespace shopbell::sim {

CastShop::CastShop(std::string name, uint64_t agents, uint64_t bots, uint64_t retention_days,
                   Dice dice)
    : name_(std::move(name)),
      retention_days_(retention_days),
      dice_(dice),
      root_seed_(dice_.key()) {
    root_hash_ = crypto::root_hash(crypto::SignPair::from_seed(root_seed_).pk);
    recovery_ = crypto::BoxPair::from_seed(dice_.key()).pk;
    for (uint64_t i = 0; i < agents + bots; ++i) {
        const bool bot = i >= agents;
        CastAgent agent;
        agent.name = name_ + (bot ? "-bot" : "-agent") + std::to_string(i);
        agent.id = dice_.id();
        agent.role = bot ? 4 : i == 0 ? 1 : 3;
        agent.sign_seed = dice_.key();
        agent.box_seed = dice_.key();
        sealed_.push_back({agent.id, {}});
        agents_.push_back(std::move(agent));
    }
    sign_next();
}

const CastAgent& CastShop::agent(const Id& id) const {
    const auto found = std::find_if(agents_.begin(), agents_.end(),
                                    [&](const CastAgent& agent) { return agent.id == id; });
    SHOPBELL_ASSERT(found != agents_.end());
    return *found;
}

boundary::AgentKeys CastShop::keys(const Id& id, const Key& device_seed) const {
    const CastAgent& named = agent(id);
    return {.agent = named.id,
            .role = named.role,
            .sign_seed = named.sign_seed,
            .box_seed = named.box_seed,
            .device_seed = device_seed};
}

void CastShop::sign_next() {
    inbox_seeds_.push_back(dice_.key());
    const auto version = static_cast<uint64_t>(inbox_seeds_.size());
    const crypto::SecretKey<32> inbox(inbox_seeds_.back());
    crypto::Rng rng(dice_.key());
    wire::Roster roster;
    roster.shop = name_;
    roster.version = version;
    if (!rosters_.empty()) roster.previous = crypto::roster_hash(rosters_.back().roster);
    roster.inbox_v = version;
    roster.inbox = crypto::box_public(inbox);
    roster.recovery = recovery_;
    roster.issued_at = static_cast<uint64_t>(noon);
    roster.expires_at = roster.issued_at + 1'000'000'000;
    for (size_t i = 0; i < agents_.size(); ++i) {
        const CastAgent& agent = agents_[i];
        roster.agents.push_back({.id = agent.id,
                                 .sign = crypto::SignPair::from_seed(agent.sign_seed).pk,
                                 .box = crypto::BoxPair::from_seed(agent.box_seed).pk,
                                 .role = agent.role,
                                 .until = agent.until});
        if (agent.until != 0) continue;
        const auto sealed = crypto::seal_inbox(rng, version, inbox, roster.agents.back().box);
        SHOPBELL_ASSERT(sealed);
        sealed_[i].sealed.push_back(*sealed);
    }
    const auto root = crypto::SignPair::from_seed(root_seed_);
    rosters_.push_back(crypto::sign_roster(roster, root.pk, root.sk));
}

void CastShop::remove(const Id& id) {
    for (CastAgent& agent : agents_) {
        if (agent.id == id) agent.until = static_cast<uint64_t>(rosters_.size()) + 1;
    }
    sign_next();
}

relay::ShopRecord CastShop::record() const {
    relay::ShopRecord record;
    record.shop = name_;
    record.root_hash = root_hash_;
    record.settings.name = name_;
    record.settings.accent = "#2f6f4e";
    record.settings.origins = {page_origin()};
    record.settings.retention_days = retention_days_;
    record.signed_roster = rosters_.back();
    for (size_t i = 0; i < agents_.size(); ++i) {
        if (agents_[i].until != 0) continue;
        record.profiles.push_back(
            {.id = agents_[i].id, .name = agents_[i].name, .picture = "", .state = 0});
        record.sealed_inboxes.push_back(sealed_[i]);
    }
    return record;
}

}  // namespace shopbell::sim
