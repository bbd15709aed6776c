// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/people.hpp"

#include "tests/sim/world.hpp"

#include <algorithm>
#include <iterator>

namespace shopbell::sim {
namespace {

constexpr uint64_t event_closed = 1, event_assigned = 3, event_erased = 5;

std::optional<Id> shown_conversation(Dice& dice, const Screen& screen) {
    if (screen.conversations.empty()) return std::nullopt;
    auto at = screen.conversations.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(dice.below(screen.conversations.size())));
    return at->first;
}

}  // namespace

void People::begin() {
    for (Tab* tab : world_.tabs()) come(*tab, dice_.spread(4'000));
}

void People::join(Device& device) {
    for (const auto& tab : device.tabs) come(*tab, dice_.spread(4'000));
}

void People::come(Tab& tab, Millis in) {
    world_.schedule.after(in, [this, &tab] {
        tab.open();
        live(tab);
    });
}

void People::live(Tab& tab) {
    if (stopped_) return;
    if (tab.is_live()) {
        if (tab.device().is_bot()) {
            act_as_bot(tab);
        } else if (tab.device().agent) {
            act_as_agent(tab);
        } else {
            act_as_shopper(tab);
        }
    }
    const Millis pause = dice_.chance(300) ? dice_.millis(1, 60) : dice_.spread(6'000);
    world_.schedule.after(pause, [this, &tab] { live(tab); });
}

// --- Roles ------------------------------------------------------------------------------------

void People::act_as_shopper(Tab& tab) {
    const auto conv = shown_conversation(dice_, tab.screen());
    switch (dice_.below(12)) {
        case 0:
            tab.act(boundary::Write{.conv = std::nullopt, .on = dice_.chance(700)});
            break;
        case 1:
        case 2:
        case 3:
            if (conv) see(tab, *conv, tab.screen().conversations.at(*conv).head_seq);
            break;
        case 4:
            if (conv) look(tab, *conv);
            break;
        case 5:
            if (conv && dice_.chance(200)) do_to(tab, *conv, event_closed);
            if (conv && dice_.chance(100)) erase(tab, *conv);
            break;
        case 6:
            settle(tab);
            break;
        default:
            say(tab, std::nullopt);
    }
}

void People::act_as_agent(Tab& tab) {
    const auto conv =
        tab.looking && dice_.chance(700) ? tab.looking : shown_conversation(dice_, tab.screen());
    if (!conv) return;
    switch (dice_.below(12)) {
        case 0:
            tab.act(boundary::Write{.conv = conv, .on = dice_.chance(700)});
            break;
        case 1:
        case 2:
            see(tab, *conv, tab.screen().conversations.at(*conv).head_seq);
            break;
        case 3:
            look(tab, *conv);
            break;
        case 4:
            if (dice_.chance(400)) do_to(tab, *conv, dice_.between(event_closed, event_assigned));
            if (dice_.chance(100)) erase(tab, *conv);
            break;
        case 5:
            tab.act(boundary::Attend{.state = dice_.between(1, 2)});
            break;
        case 6:
            settle(tab);
            break;
        default:
            if (!tab.looking) look(tab, *conv);
            say(tab, conv);
    }
}

// Answers what has arrived, once.
void People::act_as_bot(Tab& tab) {
    size_t& answered = answered_[tab.number() << 32 | tab.run()];
    while (answered < tab.screen().arrived.size()) {
        const Id conv = tab.screen().arrived[answered++].conv;
        if (dice_.chance(600)) say(tab, conv);
    }
}

// --- Deeds ------------------------------------------------------------------------------------

void People::say(Tab& tab, std::optional<Id> conv) {
    if (said_ >= world_.setup.messages_max) return;
    ++said_;
    const Device& device = tab.device();
    std::string body = std::string(canary) + std::to_string(said_) + " ";
    body.append(static_cast<size_t>(dice_.chance(50) ? dice_.below(5'000) : dice_.below(300)), 'w');
    Utterance& utterance = world_.ledger.say(body);
    utterance.shop = device.shop.name();
    utterance.lineage = device.lineage;
    utterance.device = device.number;
    utterance.run = tab.run_id();
    utterance.agent = device.agent;
    utterance.conv = conv;
    boundary::Compose compose{.conv = conv, .body = body, .page = std::nullopt};
    if (!device.agent && dice_.chance(300)) {
        compose.page = wire::Page{.url = device.page_origin + "/" + std::string(canary) + "page",
                                  .title = "Tea",
                                  .locale = "en"};
    }
    if (world_.trace.on()) world_.tell(tab.name(), "says " + body.substr(0, 12));
    utterance.given_up = !tab.act(compose);
}

void People::do_to(Tab& tab, const Id& conv, uint64_t kind) {
    const Device& device = tab.device();
    std::optional<Id> agent;
    if (kind == event_assigned) agent = dice_.pick(device.shop.agents()).id;
    world_.ledger.do_deed({device.lineage, conv, kind, agent});
    if (world_.trace.on()) world_.tell(tab.name(), "does " + std::to_string(kind));
    tab.act(boundary::Act{.conv = conv, .event = kind, .agent = agent});
}

void People::erase(Tab& tab, const Id& conv) {
    if (!world_.setup.faults.has(Fault::erase)) return;
    // Of what is gone a screen has nothing to delete.
    const auto view = tab.screen().conversations.find(conv);
    if (view != tab.screen().conversations.end() && view->second.state == 3) return;
    world_.tally.strike(Fault::erase);
    world_.ledger.erase(conv, !tab.device().agent);
    world_.ledger.erase_on(conv, tab.device().number);
    do_to(tab, conv, event_erased);
}

void People::look(Tab& tab, const Id& conv) {
    tab.looking = conv;
    tab.focused = dice_.chance(700);
    tab.act(boundary::Look{.conv = conv, .focused = tab.focused});
}

void People::see(Tab& tab, const Id& conv, uint64_t seq) {
    if (!tab.is_live()) return;
    const auto shown = tab.screen().rows.find(conv);
    if (shown == tab.screen().rows.end()) return;
    uint64_t newest = 0;
    for (const boundary::RowView& row : shown->second) newest = std::max(newest, row.seq);
    world_.ledger.see(conv, tab.device().agent.has_value(), std::min(seq, newest));
    tab.looking = conv;
    tab.focused = true;
    tab.act(boundary::Look{.conv = conv, .focused = true});
    tab.act(boundary::Seen{.conv = conv, .seq = std::min(seq, newest)});
}

bool People::has_refused(const Id& conv) const {
    for (const Tab* tab : world_.tabs()) {
        const auto shown = tab->screen().rows.find(conv);
        if (shown == tab->screen().rows.end()) continue;
        for (const boundary::RowView& row : shown->second) {
            const Discarded discarded{tab->device().number, conv, row.mid};
            if (row.status == status_not_sent && world_.ledger.discarded().count(discarded) == 0)
                return true;
        }
    }
    return false;
}

void People::give_up(Tab& tab, const Id& conv) {
    const auto shown = tab.screen().rows.find(conv);
    if (shown == tab.screen().rows.end() || !tab.is_live()) return;
    const std::vector<boundary::RowView> rows = shown->second;
    for (const boundary::RowView& row : rows) {
        const Discarded discarded{tab.device().number, conv, row.mid};
        if (row.status != status_not_sent || world_.ledger.discarded().count(discarded) != 0)
            continue;
        world_.ledger.discard(discarded);
        if (Utterance* said = world_.ledger.find(row.body)) said->given_up = true;
        tab.act(boundary::Settle{.conv = conv, .mid = row.mid, .action = 2});
    }
}

// Decides about the first row that was not sent.
void People::settle(Tab& tab) {
    for (const auto& [conv, rows] : tab.screen().rows) {
        for (const boundary::RowView& row : rows) {
            if (row.status != status_not_sent) continue;
            const bool retry = dice_.chance(500);
            if (Utterance* said = world_.ledger.find(row.body); said && !retry) {
                said->given_up = true;
            }
            tab.act(boundary::Settle{.conv = conv, .mid = row.mid, .action = retry ? 1u : 2u});
            return;
        }
    }
}

}  // namespace shopbell::sim
