// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/relay_host.hpp"

#include "core/relay/conversation_rules.hpp"
#include "tests/sim/heap.hpp"
#include "tests/sim/world.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace shopbell::sim {
namespace {

constexpr Millis day_ms = 86'400'000;
constexpr size_t batch_max = 256;  // as server-stub/store/store_threads has it

// As a transaction that was rolled back answers.
relay::StoreAnswer failed(const relay::StoreRequest& request, const char* why) {
    const bool row = std::holds_alternative<relay::OpenConversation>(request) ||
                     std::holds_alternative<relay::AppendRow>(request);
    if (row) return relay::RowRefused{wire::Code::retry, {}, why};
    return relay::Failed{wire::Code::retry, why};
}

const wire::Submission* submission_of(const relay::StoreRequest& request) {
    if (const auto* open = std::get_if<relay::OpenConversation>(&request)) return &open->first;
    if (const auto* append = std::get_if<relay::AppendRow>(&request)) return &append->submission;
    return nullptr;
}

const std::string& shop_of(const relay::StoreRequest& request) {
    if (const auto* open = std::get_if<relay::OpenConversation>(&request)) return open->shop;
    return std::get<relay::AppendRow>(request).shop;
}

}  // namespace

RelayHost::RelayHost(World& world, Dice dice)
    : world_(world), dice_(dice), bearer_key_(dice_.key()) {}

Now RelayHost::now() const {
    const Millis at = world_.schedule.now();
    return {at - started_at_ + 1'000, noon + wall_off + at};
}

void RelayHost::start() {
    if (is_up()) return;
    ++run_;
    started_at_ = world_.schedule.now();
    wake_at_ = 0;
    relay::HubConfig config = world_.setup.hub;
    config.public_origins = {relay_origin};
    config.bearer_key = bearer_key_;
    hub_ = std::make_unique<relay::Hub>(config, dice_.key());
    world_.tell("relay", "starts");
}

void RelayHost::die(bool power) {
    if (!is_up()) return;
    world_.tell("relay", power ? "loses power" : "is killed");
    hub_.reset();
    writes_.clear();
    committing_ = false;
    steps_left_.reset();
    ++run_;
    world_.network.relay_gone(power);
    world_.schedule.after(200 + dice_.spread(8'000), [this] { start(); });
}

void RelayHost::restore() {
    if (!backup_) return;
    world_.tally.strike(Fault::restore);
    die(false);
    world_.tell("relay", "is restored from its backup");
    store_ = *backup_;
    // As many as there were restores: one that is put back twice must not count the same again.
    ++restores_;
    for (uint64_t i = 0; i < restores_; ++i) store_.begin_epoch();
    store_.set_full(full = false);
    // The shop's own records are newer than the log: the owner puts them again.
    for (const CastShop& shop : world_.shops) put_shop(shop);
    for (const auto& checker : world_.checkers) checker->restored();
}

void RelayHost::die_at_step(uint64_t steps, bool power) {
    steps_left_ = steps;
    power_next_ = power;
}

bool RelayHost::dies_here() {
    if (!is_up()) return true;
    if (!steps_left_) return false;
    if (*steps_left_ > 0) {
        --*steps_left_;
        return false;
    }
    world_.tally.strike(power_next_ ? Fault::power : Fault::kill);
    die(power_next_);
    return true;
}

void RelayHost::heal() {
    full = fsync_fails = false;
    io_errors = 0;
    commit_ms_max = 5;
    steps_left_.reset();
    start();
}

// --- From the network -------------------------------------------------------------------------

void RelayHost::connected(Socket socket, const std::string& page_origin) {
    tell(relay::PeerConnected{socket, relay_host_name, page_origin});
}

void RelayHost::frame(Socket socket, Bytes frame) {
    if (dies_here()) return;
    tell(relay::PeerFrame{socket, world_.saw_frame_up(socket, std::move(frame))});
}

void RelayHost::drained(Socket socket, uint64_t bytes) {
    for (const auto& checker : world_.checkers) checker->drained(socket, bytes);
    tell(relay::PeerDrained{socket, 1, bytes});
}

void RelayHost::closed(Socket socket) { tell(relay::PeerClosed{socket}); }

// --- The Hub ----------------------------------------------------------------------------------

void RelayHost::tell(const relay::Event& event) {
    if (!is_up()) return;
    relay::Effects effects;
    hub_->handle(event, now(), effects);
    carry_out(effects);
    set_wake();
}

void RelayHost::carry_out(const relay::Effects& effects) {
    for (const relay::Effect& effect : effects) {
        if (dies_here()) return;
        if (const auto* send = std::get_if<relay::SendTo>(&effect)) {
            world_.log_relay(send->peer, send->frame);
            world_.send_down(send->peer, send->frame);
        } else if (const auto* close = std::get_if<relay::ClosePeer>(&effect)) {
            world_.network.close_down(close->peer, close->code);
        } else if (const auto* asked = std::get_if<relay::AskStore>(&effect)) {
            ask(*asked);
        }
    }
}

void RelayHost::set_wake() {
    if (!is_up()) return;
    const auto due = hub_->deadline();
    if (!due) return;
    const Millis at = std::max(*due - 1'000 + started_at_, world_.schedule.now());
    if (wake_at_ != 0 && wake_at_ <= at) return;
    wake_at_ = at;
    world_.schedule.at(at, [this, run = run_, at] {
        if (run != run_ || wake_at_ != at) return;
        wake_at_ = 0;
        tell(relay::Wake{});
    });
}

// --- The store --------------------------------------------------------------------------------

void RelayHost::put_shop(const CastShop& shop) {
    const relay::ShopRecord record = shop.record();
    std::vector<relay::StoreAnswer> answers;
    const relay::StoreRequest put = relay::PutShop{record};
    store_.set_full(full);
    store_.apply({&put, 1}, answers);
    tell(relay::ShopPut{record});
}

void RelayHost::trim(Millis kept) {
    if (!is_up()) return;
    world_.tally.strike(Fault::retention);
    const auto days = world_.shops.front().record().settings.retention_days;
    const Millis at = now().wall + static_cast<Millis>(days) * day_ms - kept;
    std::vector<relay::StoreAnswer> answers;
    const relay::StoreRequest request =
        relay::TrimRows{.at = static_cast<uint64_t>(at), .rows_max = dice_.between(1, 40)};
    std::map<Id, std::vector<wire::Row>> before;
    for (const Id& conv : world_.ledger.conversations()) {
        before[conv] = log(*world_.ledger.shop_of(conv), conv);
    }
    store_.apply({&request, 1}, answers);
    const auto* trimmed = std::get_if<relay::RowsTrimmed>(&answers.front());
    if (!trimmed) return;  // the disk is full
    for (const relay::TrimmedConversation& one : trimmed->conversations) {
        // With its last row a conversation is erased.
        if (one.after.floor_seq == one.after.head_seq) world_.ledger.erase(one.after.conv, false);
        for (const wire::Row& row : before[one.after.conv]) {
            if (row.seq <= one.after.floor_seq) world_.ledger.expire(row.submission.mid);
        }
    }
    tell(*trimmed);
}

void RelayHost::ask(const relay::AskStore& asked) {
    for (const auto& checker : world_.checkers) checker->asked(asked.request);
    if (!relay::needs_order(asked.request)) {
        world_.schedule.after(dice_.spread(8), [this, run = run_, asked] {
            if (run == run_) read({asked.ticket, asked.request});
        });
        return;
    }
    writes_.push_back({asked.ticket, asked.request});
    if (std::exchange(committing_, true)) return;
    world_.schedule.after(dice_.spread(commit_ms_max), [this, run = run_] {
        if (run == run_) commit();
    });
}

// One transaction: nothing of it is there before, all of it after.
void RelayHost::commit() {
    if (dies_here()) return;
    std::vector<Asked> batch;
    while (!writes_.empty() && batch.size() < batch_max) {
        batch.push_back(std::move(writes_.front()));
        writes_.pop_front();
    }
    const bool fails = dice_.chance(io_errors);
    const bool fsync = std::exchange(fsync_fails, false);
    // Whether a transaction whose fsync failed is on the disk is open.
    const bool undone = fails || (fsync && dice_.chance(500));
    if (fails) world_.tally.strike(Fault::io);
    std::deque<relay::StoreAnswered> answers;
    std::vector<relay::StoreAnswer> of_store;
    for (const Asked& asked : batch) {
        if (undone) {
            answers.push_back({asked.ticket, failed(asked.request, "input/output error")});
            continue;
        }
        store_.set_full(full);
        if (full) world_.tally.strike(Fault::full);
        of_store.clear();
        store_.apply({&asked.request, 1}, of_store);
        note(asked, of_store.front());
        answers.push_back({asked.ticket, std::move(of_store.front())});
    }
    if (fsync) {
        world_.tally.strike(Fault::fsync);
        return die(false);
    }
    if (dies_here()) return;
    answer(run_, std::move(answers));
    committing_ = !writes_.empty();
    if (!committing_) return;
    world_.schedule.after(1 + dice_.spread(commit_ms_max), [this, run = run_] {
        if (run == run_) commit();
    });
}

void RelayHost::read(const Asked& asked) {
    std::vector<relay::StoreAnswer> answers;
    if (dice_.chance(io_errors)) {
        world_.tally.strike(Fault::io);
        answers.push_back(failed(asked.request, "input/output error"));
    } else {
        store_.apply({&asked.request, 1}, answers);
    }
    world_.schedule.after(dice_.spread(8), [this, run = run_, ticket = asked.ticket,
                                            read = std::move(answers.front())] {
        if (run == run_ && !dies_here()) tell(relay::StoreAnswered{ticket, read});
    });
}

// Answers to writes come in the order of the writes.
void RelayHost::answer(uint64_t run, std::deque<relay::StoreAnswered> answers) {
    answered_last_ = std::max(answered_last_, world_.schedule.now() + dice_.spread(4));
    world_.schedule.at(answered_last_, [this, run, answers = std::move(answers)] {
        for (const relay::StoreAnswered& one : answers) {
            if (run != run_ || dies_here()) return;
            tell(one);
        }
    });
}

void RelayHost::note(const Asked& asked, const relay::StoreAnswer& answer) {
    const auto* committed = std::get_if<relay::RowCommitted>(&answer);
    if (!committed || committed->known) return;
    world_.saw_commit(shop_of(asked.request), *submission_of(asked.request), committed->row);
}

std::vector<wire::Row> RelayHost::log(const std::string& shop, const Id& conv) {
    std::vector<relay::StoreAnswer> answers;
    relay::ReadLog all{shop, conv, 0, UINT64_MAX, UINT64_MAX};
    const relay::StoreRequest request = all;
    store_.apply({&request, 1}, answers);
    return std::get<relay::LogRead>(answers.front()).rows;
}

std::optional<relay::ConversationState> RelayHost::conversation(const std::string& shop,
                                                                const Id& conv) {
    std::vector<relay::StoreAnswer> answers;
    const relay::StoreRequest request = relay::LoadConversation{shop, conv};
    store_.apply({&request, 1}, answers);
    return std::get<relay::ConversationLoaded>(answers.front()).conversation;
}

uint64_t RelayHost::hub_bytes() const {
    return hub_ ? heap_bytes_of([this] { return relay::Hub(*hub_); }) : 0;
}

}  // namespace shopbell::sim
