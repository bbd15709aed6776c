// SPDX-License-Identifier: Apache-2.0
// After healing everybody is online, nothing waits any more, and every screen that shows a
// conversation shows the relay's log of it.
#include "core/base/text_encoding.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {
namespace {

class Convergence final : public Checker {
public:
    using Checker::Checker;

    void healed() override;
    void at_rest() override;

private:
    void judge(Tab& tab);
    void judge(const Tab& tab, const Id& conv);
    void judge_line(const Tab& tab, const Id& conv, const boundary::ConversationView* view);
    void judge_presence(const Tab& tab, const Id& conv, const boundary::ConversationView& view);
    void judge_shoppers();
    bool is_judged(const Tab& tab);
    bool may_return(const Id& conv);
    void fail(const Tab& tab, const std::string& what) {
        world_.violate(Invariant::converges, tab.name() + " " + what);
    }
};

bool Convergence::is_judged(const Tab& tab) {
    return !world_.was_removed(tab.device().agent) &&
           !world_.excuses(Invariant::converges, tab.device().lineage);
}

bool Convergence::may_return(const Id& conv) {
    return world_.ledger.erased(conv) &&
           (world_.allows(Excuse::erased_returns) || world_.allows(Excuse::opens_late));
}

void Convergence::at_rest() {
    for (Tab* tab : world_.tabs()) {
        if (is_judged(*tab)) judge(*tab);
    }
    judge_shoppers();
}

// Something of the conversation is still in the outbox, be it words or a deed.
bool waits(const Tab& tab, const Id& conv) {
    const std::string prefix = "out/" + hex_encode(conv);
    const auto& entries = tab.device().disk.entries();
    const auto first = entries.lower_bound(prefix);
    return tab.screen().connection.queued != 0 ||
           (first != entries.end() && first->first.compare(0, prefix.size(), prefix) == 0);
}

// An agent's list is true before anything of it is looked at.
void Convergence::healed() {
    for (Tab* tab : world_.tabs()) {
        if (!tab->device().agent || !tab->leads() || !is_judged(*tab)) continue;
        for (const Id& conv : world_.ledger.conversations()) {
            if (*world_.ledger.shop_of(conv) != tab->device().shop.name()) continue;
            const auto view = tab->screen().conversations.find(conv);
            judge_line(*tab, conv,
                       view == tab->screen().conversations.end() ? nullptr : &view->second);
        }
    }
}

void Convergence::judge_line(const Tab& tab, const Id& conv,
                             const boundary::ConversationView* view) {
    const auto state = world_.relay.conversation(tab.device().shop.name(), conv);
    if (!state || static_cast<uint64_t>(state->state) == 3) return;
    const std::string where = short_hex(conv) + ": ";
    if (!view) return fail(tab, where + "missing from the list");
    if (view->state == 3 && world_.allows(Excuse::erased_returns)) return;
    if (view->head_seq != state->head_seq) fail(tab, where + "another head in the list");
    // What the agent has done shows at once, also while it waits.
    if (waits(tab, conv)) return;
    if (view->state != static_cast<uint64_t>(state->state))
        fail(tab, where + "another state there");
    if (view->assignee != state->assignee) fail(tab, where + "another assignee there");
}

// Shoppers whose device is there are online: their pages are all open. Of one that was set back or
// emptied nobody knows what it still follows.
void Convergence::judge_presence(const Tab& tab, const Id& conv,
                                 const boundary::ConversationView& view) {
    const auto opener = world_.ledger.opener(conv);
    if (!tab.device().agent || !tab.leads() || !opener) return;
    bool there = false;
    for (const Device& device : world_.devices) {
        there = there || (!device.agent && device.lineage == *opener);
    }
    if (there && world_.ledger.hit.count(*opener) != 0) return;
    // Nor does a shopper follow what was erased, should it be there again.
    if (may_return(conv)) return;
    if (view.online == there) return;
    fail(tab, short_hex(conv) + (there ? ": offline" : ": online, and its shopper is gone"));
}

// A shopper has one conversation at a time, whatever tabs and copies begin. What was erased and is
// there again stands beside the next one, if who erased it cannot say so again.
void Convergence::judge_shoppers() {
    std::map<Lineage, Id> open;
    for (const Id& conv : world_.ledger.conversations()) {
        const auto state = world_.relay.conversation(*world_.ledger.shop_of(conv), conv);
        if (!state || static_cast<uint64_t>(state->state) == 3) continue;
        if (may_return(conv)) continue;
        const auto [first, fresh] = open.emplace(*world_.ledger.opener(conv), conv);
        if (fresh || world_.ledger.hit.count(first->first) != 0) continue;
        world_.violate(Invariant::converges, short_hex(first->second) + " and " + short_hex(conv) +
                                                 " are one shopper's at once");
    }
}

void Convergence::judge(Tab& tab) {
    const Screen& screen = tab.screen();
    if (!screen.is_online()) {
        return fail(tab, "is not online: " + std::to_string(screen.connection.state) + " " +
                             screen.connection.message);
    }
    // Replies into a conversation that a restored relay has lost wait for its shopper to open it.
    bool is_lost = false;
    for (const auto& [conv, view] : screen.conversations) {
        is_lost = is_lost || !world_.relay.conversation(tab.device().shop.name(), conv);
    }
    if (screen.connection.queued != 0 && !is_lost) {
        fail(tab, "still has " + std::to_string(screen.connection.queued) + " queued");
    }
    if (!screen.typing.empty()) fail(tab, "still shows somebody typing");
    for (const auto& [conv, view] : screen.conversations) judge(tab, conv);
}

void Convergence::judge(const Tab& tab, const Id& conv) {
    const auto state = world_.relay.conversation(tab.device().shop.name(), conv);
    const std::string where = short_hex(conv) + ": ";
    const boundary::ConversationView& view = tab.screen().conversations.at(conv);
    // Deleted before the relay had heard of it, nothing of it is told to anybody.
    const bool late = world_.allows(Excuse::opens_late) && !tab.device().agent;
    if (view.state == 3 && (!state || late)) return;
    // Nor can an agent open anew what a restore has lost, or a shopper who has nothing to say
    // there.
    const bool lost = (tab.device().agent && world_.allows(Excuse::stays_lost)) ||
                      world_.allows(Excuse::stays_adrift);
    if (!state && lost) return;
    if (!state) return fail(tab, where + "unknown to the relay");
    if (static_cast<uint64_t>(state->state) == 3) {
        if (view.state != 3) fail(tab, where + "not erased here");
        return;
    }
    if (world_.allows(Excuse::expired_returns)) return;
    if (view.state == 3 && world_.allows(Excuse::erased_returns)) return;
    if (view.head_seq != state->head_seq) {
        fail(tab, where + "head " + std::to_string(view.head_seq) + " of " +
                      std::to_string(state->head_seq));
    }
    if (view.state != static_cast<uint64_t>(state->state)) {
        fail(tab, where + "state " + std::to_string(view.state) + " of " +
                      std::to_string(static_cast<uint64_t>(state->state)));
    }
    if (view.assignee != state->assignee) fail(tab, where + "another assignee");
    judge_presence(tab, conv, view);
    if (view.unread != 0) fail(tab, where + std::to_string(view.unread) + " unread");
    if (state->unread != 0) fail(tab, where + std::to_string(state->unread) + " unread there");
    if (view.forked && !world_.allows(Excuse::mixes_logs)) fail(tab, where + "forked");
    if (!view.complete) fail(tab, where + "incomplete");
    const auto log = world_.relay.log(tab.device().shop.name(), conv);
    const auto shown = tab.screen().rows.find(conv);
    std::vector<boundary::RowView> rows;
    if (shown != tab.screen().rows.end()) rows = shown->second;
    // A page that is open keeps until its next connection what the relay has let go.
    std::erase_if(rows,
                  [&](const auto& row) { return row.seq != 0 && row.seq <= state->floor_seq; });
    const size_t count = rows.size();
    if (count < log.size()) {
        return fail(tab, where + std::to_string(count) + " rows of " + std::to_string(log.size()));
    }
    for (size_t i = 0; i < count; ++i) {
        const boundary::RowView& row = rows[i];
        if (i >= log.size()) {
            const bool adrift = world_.allows(Excuse::stands_adrift) && !row.mine;
            if (row.status != status_not_sent && !adrift) fail(tab, where + "a row too many");
        } else if (row.mid != log[i].submission.mid && row.kind != kind_placeholder) {
            fail(tab, where + "another row at #" + std::to_string(i + 1));
        }
    }
}

}  // namespace

std::unique_ptr<Checker> make_convergence_checker(World& world) {
    return std::make_unique<Convergence>(world);
}

}  // namespace shopbell::sim
