// SPDX-License-Identifier: Apache-2.0
// The relay's process and its disk around a real Hub and the store's in-memory twin: writes gather
// while the disk is busy and are committed as one transaction, reads come from what is committed.
// It can die between any two steps, and what it has committed is all that it then starts from.
#pragma once

#include "core/relay/hub.hpp"
#include "server-stub/store/memory_store.hpp"
#include "tests/sim/cast.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/network.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shopbell::sim {

class World;

class RelayHost final : public RelayEnd {
public:
    RelayHost(World& world, Dice dice);

    void start();
    // The process ends here and now, and is started again after a while.
    void die(bool power);
    // It dies at its nth step from now: before or after a frame, an effect, a commit, an answer.
    void die_at_step(uint64_t steps, bool power);
    void take_backup() { backup_ = store_; }
    // The process stops, the backup takes the place of the log, under a new epoch.
    void restore();
    // The shell's sweep: rows that came longer than `kept` ago go, in shops that have a retention.
    void trim(Millis kept);
    void put_shop(const CastShop& shop);
    // To the Hub, as an event; nothing while the process is down.
    void tell(const relay::Event& event);
    void heal();

    [[nodiscard]] bool is_up() const override { return hub_ != nullptr; }
    void connected(Socket socket, const std::string& page_origin) override;
    void frame(Socket socket, Bytes frame) override;
    void drained(Socket socket, uint64_t bytes) override;
    void closed(Socket socket) override;

    // What is committed.
    [[nodiscard]] std::vector<wire::Row> log(const std::string& shop, const Id& conv);
    [[nodiscard]] std::optional<relay::ConversationState> conversation(const std::string& shop,
                                                                       const Id& conv);
    // Heap bytes of the Hub's whole state.
    [[nodiscard]] uint64_t hub_bytes() const;

    Millis wall_off = 0;
    Millis commit_ms_max = 5;
    bool full = false;
    uint64_t io_errors = 0;    // per mille of transactions and of reads
    bool fsync_fails = false;  // the next one

private:
    struct Asked {
        uint64_t ticket = 0;
        relay::StoreRequest request;
    };

    [[nodiscard]] Now now() const;
    bool dies_here();
    void carry_out(const relay::Effects& effects);
    void ask(const relay::AskStore& ask);
    void commit();
    void read(const Asked& asked);
    void answer(uint64_t run, std::deque<relay::StoreAnswered> answers);
    void note(const Asked& asked, const relay::StoreAnswer& answer);
    void set_wake();

    World& world_;
    Dice dice_;
    server::MemoryStore store_;
    std::optional<server::MemoryStore> backup_;
    uint64_t restores_ = 0;
    std::unique_ptr<relay::Hub> hub_;
    uint64_t run_ = 0;
    Millis started_at_ = 0;
    std::deque<Asked> writes_;
    bool committing_ = false;
    std::optional<uint64_t> steps_left_;
    bool power_next_ = false;
    Millis wake_at_ = 0;
    Key bearer_key_{};
    Millis answered_last_ = 0;
};

}  // namespace shopbell::sim
