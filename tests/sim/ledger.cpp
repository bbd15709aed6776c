// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/ledger.hpp"

#include <algorithm>

namespace shopbell::sim {

Utterance& Ledger::say(std::string body) {
    Utterance& utterance = by_body_[body];
    utterance.number = by_body_.size();
    utterance.body = std::move(body);
    return utterance;
}

Utterance* Ledger::find(const std::string& body) {
    const auto found = by_body_.find(body);
    return found == by_body_.end() ? nullptr : &found->second;
}

bool Ledger::was_done(const Deed& deed) const {
    return std::any_of(deeds_.begin(), deeds_.end(), [&](const Deed& done) {
        return done.lineage == deed.lineage && done.conv == deed.conv && done.kind == deed.kind &&
               done.agent == deed.agent;
    });
}

void Ledger::open(const Id& conv, const std::string& shop, Lineage lineage) {
    opened_.emplace(conv, Opened{shop, lineage});
}

std::optional<Lineage> Ledger::opener(const Id& conv) const {
    const auto found = opened_.find(conv);
    if (found == opened_.end()) return std::nullopt;
    return found->second.lineage;
}

const std::string* Ledger::shop_of(const Id& conv) const {
    const auto found = opened_.find(conv);
    return found == opened_.end() ? nullptr : &found->second.shop;
}

void Ledger::begin(const Id& conv) {
    if (std::find(begun_.begin(), begun_.end(), conv) == begun_.end()) begun_.push_back(conv);
}

void Ledger::erase(const Id& conv, bool by_shopper) {
    bool& shopper = erased_[conv];
    shopper = shopper || by_shopper;
}

void Ledger::expire(const Id& mid) {
    expired_.insert(mid);
    for (auto& [body, said] : by_body_) said.expired = said.expired || said.mid == mid;
}

bool Ledger::erased_by_shopper(const Id& conv) const {
    const auto found = erased_.find(conv);
    return found != erased_.end() && found->second;
}

namespace {

using Reached = std::map<std::pair<Id, bool>, uint64_t>;

void reach(Reached& reached, const Id& conv, bool agent, uint64_t seq) {
    uint64_t& before = reached[{conv, agent}];
    before = std::max(before, seq);
}

uint64_t reached_in(const Reached& reached, const Id& conv, bool agent) {
    const auto found = reached.find({conv, agent});
    return found == reached.end() ? 0 : found->second;
}

}  // namespace

void Ledger::see(const Id& conv, bool agent, uint64_t seq) { reach(seen_, conv, agent, seq); }
void Ledger::keep(const Id& conv, bool agent, uint64_t seq) { reach(kept_, conv, agent, seq); }
uint64_t Ledger::seen(const Id& conv, bool agent) const { return reached_in(seen_, conv, agent); }
uint64_t Ledger::kept(const Id& conv, bool agent) const { return reached_in(kept_, conv, agent); }

}  // namespace shopbell::sim
