// SPDX-License-Identifier: Apache-2.0
// Random walks: shoppers and agents come, write, follow, stall and leave, while the store commits
// in order but answers reads from any moment before. Whatever the order, at rest everybody has
// every row once and in order, every agent has the feed's newest state, and everybody who waits is
// given to somebody. In some walks shoppers erase, and sweeps take old rows.
#include "tests/unit/relay/scene.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace shopbell::relay::test {

namespace {

class Walk {
public:
    Walk(uint8_t seed, bool deleting) : deleting_(deleting), scene_(tight()), rng_(key_of(seed)) {
        ShopRecord record = shop_record();
        record.settings.retention_days = 1;
        scene_.ask_store(PutShop{record});
        scene_.hold_store = true;
        for (uint8_t number = 1; number <= 3; ++number) {
            walkers_.push_back({shopper(number), 0, id_of(number), false});
        }
        walkers_.push_back({agent(1), 0, {}, false});
        walkers_.push_back({agent(2), 0, {}, false});
    }

    void run(int steps) {
        for (int i = 0; i < steps; ++i) step();
        come_to_rest();
        check();
    }

private:
    struct Walker {
        Person person;
        PeerId peer;  // 0: away
        Id conv;      // a shopper's own
        bool opened;
    };

    static HubConfig tight() {
        HubConfig config;
        config.outstanding_frames_max = 10;
        config.overrun_factor = 40;
        config.page_rows_max = 3;
        config.window_max = config.parked_frames_max = 1'000;
        config.hello_ms_max = config.idle_ms_max = config.stall_ms_max = 10'000'000;
        return config;
    }

    void step() {
        if (deleting_ && rng_.below(20) == 0) return sweep();
        switch (rng_.below(9)) {
            case 0:
                return turn_up(pick());
            case 1:
            case 2:
                return write(pick());
            case 3:
                return follow(pick());
            case 4:
                return stall_or_go(pick());
            case 5:
                return read(pick());
            case 6:
                return commit_or_look();
            case 7:
                return tell_hub();
            default:
                scene_.pass(static_cast<Millis>(rng_.below(900)));
        }
    }

    size_t draw(size_t limit) { return static_cast<size_t>(rng_.below(limit)); }

    Walker& pick() { return walkers_[draw(walkers_.size())]; }

    Id any_conv(const Walker& walker) {
        return walker.person.role == Role::shopper ? walker.conv
                                                   : id_of(static_cast<uint8_t>(1 + rng_.below(3)));
    }

    void turn_up(Walker& walker) {
        if (walker.peer == 0) {
            walker.peer = scene_.join(walker.person);
        } else if (rng_.below(4) == 0) {
            scene_.leave(walker.peer);
            scene_.stuck[walker.peer] = false;
            walker.peer = 0;
        }
    }

    void write(Walker& walker) {
        if (walker.peer == 0) return;
        if (walker.person.role == Role::agent) {
            const Id conv = any_conv(walker);
            if (!walkers_[conv[0] - 1U].opened) return;
            if (rng_.below(4) == 0) {
                scene_.happen(walker.peer, walker.person, conv, {1, std::nullopt});
            } else {
                scene_.write(walker.peer, walker.person, conv);
            }
        } else if (walker.opened && deleting_ && rng_.below(20) == 0) {
            scene_.happen(walker.peer, walker.person, walker.conv, {5, std::nullopt});
        } else if (walker.opened) {
            scene_.write(walker.peer, walker.person, walker.conv);
        } else {
            scene_.open(walker.peer, walker.person, walker.conv);
            walker.opened = true;
        }
    }

    void follow(Walker& walker) {
        if (walker.peer == 0) return;
        if (rng_.below(5) == 0) {
            scene_.say(walker.peer, wire::Leave{any_conv(walker)});
        } else {
            // Drawn in two statements: compilers differ in the order of arguments.
            const Id conv = any_conv(walker);
            scene_.resume(walker.peer, conv, rng_.below(4));
        }
    }

    void read(Walker& walker) {
        if (walker.peer == 0) return;
        const uint64_t seq = rng_.below(30);
        scene_.say(walker.peer, wire::Cursor{any_conv(walker), seq, seq / 2});
    }

    void stall_or_go(Walker& walker) {
        if (walker.peer == 0) return;
        if (rng_.below(3) == 0) scene_.stuck[walker.peer] = true;
        scene_.drain(walker.peer, draw(6));
    }

    // Writes in order; a read looks at some moment and is answered at a later one.
    void commit_or_look() {
        if (scene_.held.empty()) return;
        const size_t at = draw(scene_.held.size());
        const AskStore ask = scene_.held[at];
        const bool write = is_write(ask.request);
        for (size_t i = 0; write && i < at; ++i) {
            if (is_write(scene_.held[i].request)) return;
        }
        scene_.held.erase(scene_.held.begin() + static_cast<std::ptrdiff_t>(at));
        auto& queue = write ? committed_ : looked_;
        queue.push_back(StoreAnswered{ask.ticket, scene_.ask_store(ask.request)});
    }

    // As if all rows but those of the last ten seconds had been here for a day.
    void sweep() {
        const TrimRows trim{unix_ms(scene_.now) + 86'400'000 - 10'000, 1 + rng_.below(9)};
        committed_.push_back(std::get<RowsTrimmed>(scene_.ask_store(trim)));
    }

    void tell_hub() {
        auto& queue = rng_.below(2) == 0 ? committed_ : looked_;
        if (queue.empty()) return;
        const Event event = queue.front();
        queue.erase(queue.begin());
        scene_.handle(event);
    }

    void come_to_rest() {
        while (!committed_.empty() || !looked_.empty() || !scene_.held.empty()) {
            commit_or_look();
            tell_hub();
        }
        scene_.hold_store = false;
        for (Walker& walker : walkers_) {
            scene_.stuck[walker.peer] = false;
            scene_.drain(walker.peer, 1'000'000);
            if (walker.peer == 0) walker.peer = scene_.join(walker.person);
        }
    }

    // From each resume on, rows come one after the other.
    void check_rows(const Walker& walker) {
        for (uint8_t number = 1; number <= 3; ++number) {
            const Id conv = id_of(number);
            const bool own = walker.person.role == Role::agent || conv == walker.conv;
            if (!own || scene_.state_of(conv).head_seq == 0) continue;
            scene_.forget();
            scene_.resume(walker.peer, conv, 0);
            uint64_t next = scene_.state_of(conv).floor_seq + 1;
            for (const uint64_t seq : scene_.delivered(walker.peer)) CHECK(seq == next++);
            CHECK(next == scene_.state_of(conv).head_seq + 1);
        }
    }

    void check() {
        for (const Walker& walker : walkers_) {
            CHECK_FALSE(scene_.close_code(walker.peer).has_value());
            check_order(walker);
        }
        const auto feed = scene_.ask_store(ReadInbox{tea, 0, 99});
        for (const ConversationState& state : std::get<InboxRead>(feed).conversations) {
            for (const Walker& walker : walkers_) check_feed(walker, state);
            const bool open = state.state == ConversationPhase::open;
            if (open) CHECK(state.assignee.has_value());
        }
        for (const Walker& walker : walkers_) check_rows(walker);
    }

    // As heard so far, over all resumes: a seq follows its predecessor or starts a resume.
    void check_order(const Walker& walker) {
        if (deleting_) return;  // then there are gaps
        std::map<Id, uint64_t> last;
        for (const wire::Deliver& deliver : scene_.heard<wire::Deliver>(walker.peer)) {
            const uint64_t seq = deliver.row.seq;
            uint64_t& before = last[deliver.row.submission.conv];
            const bool follows = seq == before + 1 || seq <= 4 || before == 0;
            CHECK(follows);
            before = seq;
        }
    }

    void check_feed(const Walker& walker, const ConversationState& state) {
        if (walker.person.role != Role::agent) return;
        uint64_t newest = 0;
        uint64_t before = 0;
        for (const wire::Inbox& inbox : scene_.heard<wire::Inbox>(walker.peer)) {
            CHECK(inbox.entry.inbox_seq > before);
            before = inbox.entry.inbox_seq;
            if (inbox.entry.conv == state.conv) newest = inbox.entry.inbox_seq;
        }
        CHECK(newest == state.inbox_seq);
    }

    bool deleting_;
    Scene scene_;
    crypto::Rng rng_;
    std::vector<Walker> walkers_;
    std::vector<Event> committed_;
    std::vector<Event> looked_;
};

}  // namespace

TEST_CASE("in whatever order things happen, everybody ends with everything, once and in order") {
    for (uint8_t seed = 0; seed < 60; ++seed) {
        for (const bool deleting : {false, true}) {
            CAPTURE(seed);
            CAPTURE(deleting);
            Walk(seed, deleting).run(400);
        }
    }
}

}  // namespace shopbell::relay::test
