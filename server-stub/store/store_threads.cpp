// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/store_threads.hpp"

namespace shopbell::server {
namespace {

constexpr size_t batch_max = 256;

}  // namespace

StoreThread::StoreThread(relay::Store& store, Hooks hooks)
    : store_(store), hooks_(std::move(hooks)), thread_([this] { loop(); }) {}

StoreThread::~StoreThread() { stop(); }

void StoreThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void StoreThread::ask(Ticketed question) {
    {
        const std::lock_guard lock(mutex_);
        queue_.emplace_back(std::move(question));
    }
    wake_.notify_one();
}

void StoreThread::run(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        queue_.emplace_back(std::move(job));
    }
    wake_.notify_one();
}

void StoreThread::loop() {
    std::deque<Item> items;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            items.swap(queue_);
        }
        try {
            work(items);
            if (hooks_.settle) hooks_.settle(is_idle());
        } catch (const std::exception& error) {
            hooks_.broken(error);
            return;
        }
    }
}

bool StoreThread::is_idle() {
    const std::lock_guard lock(mutex_);
    return queue_.empty();
}

// Requests that follow one another share a transaction; a job stands between two.
void StoreThread::work(std::deque<Item>& items) {
    std::vector<Ticketed> questions;
    while (!items.empty()) {
        if (auto* const question = std::get_if<Ticketed>(&items.front())) {
            questions.push_back(std::move(*question));
            if (questions.size() == batch_max) apply(questions);
        } else {
            apply(questions);
            std::get<std::function<void()>>(items.front())();
        }
        items.pop_front();
    }
    apply(questions);
}

void StoreThread::apply(std::vector<Ticketed>& questions) {
    if (questions.empty()) return;
    std::vector<relay::StoreRequest> batch;
    batch.reserve(questions.size());
    for (Ticketed& question : questions) batch.push_back(std::move(question.request));
    std::vector<relay::StoreAnswer> answers;
    answers.reserve(batch.size());
    store_.apply(batch, answers);
    TicketedAnswers ticketed;
    ticketed.reserve(batch.size());
    for (size_t i = 0; i < answers.size(); ++i) {
        ticketed.emplace_back(questions[i].ticket, std::move(answers[i]));
    }
    questions.clear();
    hooks_.deliver(std::move(ticketed));
}

}  // namespace shopbell::server
