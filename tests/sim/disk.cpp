// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/disk.hpp"

#include <algorithm>
#include <utility>

namespace shopbell::sim {

void remove(Entries& entries, const std::string& key) {
    if (!key.ends_with('*')) return void(entries.erase(key));
    const std::string prefix = key.substr(0, key.size() - 1);
    std::erase_if(entries, [&](const auto& entry) { return entry.first.starts_with(prefix); });
}

void Disk::enqueue(Transaction transaction) {
    under_way_.push_back(std::move(transaction));
    schedule_.after(1 + dice_.spread(latency_max), [this] { commit_next(); });
}

void Disk::commit_next() {
    if (under_way_.empty()) return;  // some were never handed over
    const Transaction next = std::move(under_way_.front());
    under_way_.pop_front();
    next.commit();
}

void Disk::load(uint64_t tab, bool lead, bool make_device, Loaded done) {
    enqueue({tab, [this, lead, make_device, done = std::move(done)] {
                 if (lead) ++term_;
                 if (make_device && entries_.count("device") == 0) {
                     entries_["device"] = to_bytes(dice_.key());
                 }
                 done(entries_, term_);
             }});
}

Stored Disk::apply(const boundary::Store& effect, std::optional<uint64_t> term) {
    if (term && *term != term_) return Stored::fenced;
    if (full) return Stored::failed;
    for (const std::string& key : effect.removes) remove(entries_, key);
    for (const boundary::Stored& put : effect.puts) entries_[put.key] = put.value;
    on_stored(effect);
    return Stored::durable;
}

void Disk::store(uint64_t tab, const boundary::Store& effect, std::optional<uint64_t> term,
                 Done done) {
    enqueue({tab, [this, effect, term, done = std::move(done)] { done(apply(effect, term)); }});
}

void Disk::forget_tab(uint64_t tab) {
    uint64_t handed_over = dice_.below(3);
    std::erase_if(under_way_, [&](const Transaction& transaction) {
        if (transaction.tab != tab) return false;
        if (handed_over == 0) return true;
        --handed_over;
        return false;
    });
}

void Disk::set_entries(Entries entries) {
    under_way_.clear();
    entries_ = std::move(entries);
}

}  // namespace shopbell::sim
