// SPDX-License-Identifier: Apache-2.0
// The reference model: what people said and did, and what they were promised about it. It knows
// nothing of protocols. Every text that is written in a world is different, so that wherever one
// turns up it can be traced to who wrote it, where and when.
#pragma once

#include "core/base/bytes.hpp"
#include "core/wire/boundary.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace shopbell::sim {

// In every text and page address that is written; the relay must never see it.
inline constexpr std::string_view canary = "canary-";

// Who wrote: a profile's storage from its making on. A clone continues its original's, a wipe
// begins a new one.
using Lineage = uint64_t;

struct Utterance {
    uint64_t number = 0;  // in the order of writing, in the whole world
    std::string body;
    std::string shop;
    Lineage lineage = 0;
    uint64_t device = 0, run = 0;  // the tab's, when it was said
    std::optional<Id> agent;       // who, if it is an agent
    std::optional<Id> conv;        // where it was to go; a shopper's is known once it is shown
    std::optional<Id> mid;         // once it is shown
    bool shown_queued = false;     // promised: it will arrive
    bool shown_sent = false;       // promised: it stays
    bool moved = false;            // out of a conversation that was erased while it waited
    bool expired = false;          // past its time, under this id or one that it had before
    bool given_up = false;         // shown as not sent and discarded, or refused at once
};

struct Deed {
    Lineage lineage = 0;
    Id conv{};
    uint64_t kind = 0;
    std::optional<Id> agent;
};

// A row that was not sent, and that its writer does without.
struct Discarded {
    uint64_t device = 0;
    Id conv{}, mid{};

    bool operator<(const Discarded& other) const {
        return std::tie(device, conv, mid) < std::tie(other.device, other.conv, other.mid);
    }
};

class Ledger {
public:
    Utterance& say(std::string body);
    void do_deed(Deed deed) { deeds_.push_back(deed); }

    [[nodiscard]] Utterance* find(const std::string& body);
    [[nodiscard]] const std::map<std::string, Utterance>& all() const { return by_body_; }
    [[nodiscard]] bool was_done(const Deed& deed) const;

    // Which lineage opened a conversation of which shop: known from its first row on.
    void open(const Id& conv, const std::string& shop, Lineage lineage);
    [[nodiscard]] std::optional<Lineage> opener(const Id& conv) const;
    [[nodiscard]] const std::string* shop_of(const Id& conv) const;

    // Its first row is in the log; from then on its id is no secret any more.
    void begin(const Id& conv);
    [[nodiscard]] const std::vector<Id>& conversations() const { return begun_; }

    // Somebody has asked for its end: a shopper, who gives up what waits there, or an agent.
    void erase(const Id& conv, bool by_shopper);
    void erase_on(const Id& conv, uint64_t device) { erased_on_.emplace(conv, device); }
    [[nodiscard]] bool erased_on(const Id& conv, uint64_t device) const {
        return erased_on_.count({conv, device}) != 0;
    }
    [[nodiscard]] bool erased(const Id& conv) const { return erased_.count(conv) != 0; }
    [[nodiscard]] bool erased_by_shopper(const Id& conv) const;

    // Its time is over by the shop's retention: it may be gone anywhere.
    void expire(const Id& mid);
    [[nodiscard]] bool expired(const Id& mid) const { return expired_.count(mid) != 0; }

    // How far somebody of a side has read with their own eyes, and has rows on a disk. Bots are
    // nobody.
    void see(const Id& conv, bool agent, uint64_t seq);
    void keep(const Id& conv, bool agent, uint64_t seq);
    [[nodiscard]] uint64_t seen(const Id& conv, bool agent) const;
    [[nodiscard]] uint64_t kept(const Id& conv, bool agent) const;

    // When all faults are over, in one tab of the device.
    void discard(const Discarded& row) { discarded_.insert(row); }
    [[nodiscard]] const std::set<Discarded>& discarded() const { return discarded_; }

    // Lineages whose storage was damaged: what they alone had may be lost.
    std::set<Lineage> hit;

private:
    struct Opened {
        std::string shop;
        Lineage lineage = 0;
    };

    std::map<std::string, Utterance> by_body_;
    std::vector<Deed> deeds_;
    std::map<Id, Opened> opened_;
    std::vector<Id> begun_;
    std::map<Id, bool> erased_;  // whether a shopper did
    std::set<std::pair<Id, uint64_t>> erased_on_;
    std::set<Id> expired_;
    std::set<Discarded> discarded_;
    std::map<std::pair<Id, bool>, uint64_t> seen_, kept_;
};

}  // namespace shopbell::sim
