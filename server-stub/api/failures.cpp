// SPDX-License-Identifier: Apache-2.0
#include "server-stub/api/failures.hpp"

#include <algorithm>

namespace shopbell::server {
namespace {

constexpr size_t names_max = 100'000;

}  // namespace

Millis Failures::wait_ms(const std::string& who, Now now) {
    const auto found = times_.find(who);
    if (found == times_.end()) return 0;
    auto& times = found->second;
    while (!times.empty() && times.front() + failures_window_ms <= now.monotonic) times.pop_front();
    if (times.empty())
        times_.erase(found);
    else if (times.size() >= failures_max)
        return times.front() + failures_window_ms - now.monotonic;
    return 0;
}

void Failures::note(const std::string& who, Now now) {
    if (times_.size() >= names_max) forget_old(now.monotonic);
    auto& times = times_[who];
    times.push_back(now.monotonic);
    if (times.size() > failures_max) times.pop_front();
}

// When even that many are recent, somebody with many addresses is at work: begin anew.
void Failures::forget_old(Millis now) {
    std::erase_if(
        times_, [&](const auto& entry) { return entry.second.back() + failures_window_ms <= now; });
    if (times_.size() >= names_max) times_.clear();
}

}  // namespace shopbell::server
