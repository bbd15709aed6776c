// SPDX-License-Identifier: Apache-2.0
// The two threads between the Hub and its store. The writer takes whatever has gathered while the
// disk was busy (256 at most) as one transaction, so that a commit serves many; the reader answers
// from a read-only connection of its own. Answers return to the IO thread by `deliver`. The JSON
// API runs its requests on the writer too, as they write the same file.
#pragma once

#include "core/relay/store.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace shopbell::server {

struct Ticketed {
    uint64_t ticket;
    relay::StoreRequest request;
};
using TicketedAnswers = std::vector<std::pair<uint64_t, relay::StoreAnswer>>;

// One thread with one queue of requests and jobs, worked off in order.
class StoreThread {
public:
    struct Hooks {
        std::function<void(TicketedAnswers)> deliver;  // called on this thread
        // After everything that was taken at once; `idle`: nothing is waiting.
        std::function<void(bool idle)> settle;
        // The store threw: what it answered last may not be on disk. Must not return.
        std::function<void(const std::exception&)> broken;
    };

    StoreThread(relay::Store& store, Hooks hooks);
    ~StoreThread();  // finishes what was given to it

    void ask(Ticketed question);
    void run(std::function<void()> job);
    void stop();

private:
    using Item = std::variant<Ticketed, std::function<void()>>;

    void loop();
    bool is_idle();
    void work(std::deque<Item>& items);
    void apply(std::vector<Ticketed>& questions);

    relay::Store& store_;
    Hooks hooks_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Item> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace shopbell::server
