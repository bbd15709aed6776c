// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/screen.hpp"

#include <algorithm>

namespace shopbell::sim {

void Screen::show_rows(const boundary::RowsChanged& changed) {
    auto& shown = rows[changed.conv];
    for (const boundary::RowView& row : changed.rows) {
        const auto place = std::find_if(shown.begin(), shown.end(),
                                        [&](const auto& other) { return other.mid == row.mid; });
        if (place == shown.end()) {
            shown.push_back(row);
        } else {
            *place = row;
        }
    }
    std::stable_sort(shown.begin(), shown.end(),
                     [](const auto& a, const auto& b) { return a.seq - 1 < b.seq - 1; });
    touched.insert(changed.conv);
}

void Screen::show(const boundary::Effect& effect) {
    if (const auto* changed = std::get_if<boundary::ConversationChanged>(&effect)) {
        conversations[changed->conversation.conv] = changed->conversation;
    } else if (const auto* of_rows = std::get_if<boundary::RowsChanged>(&effect)) {
        show_rows(*of_rows);
    } else if (const auto* removed = std::get_if<boundary::RowRemoved>(&effect)) {
        std::erase_if(rows[removed->conv],
                      [&](const auto& row) { return row.mid == removed->mid; });
        touched.insert(removed->conv);
    } else if (const auto* of_link = std::get_if<boundary::ConnectionChanged>(&effect)) {
        connection = *of_link;
        // Whoever led and would have said that it is over may be gone.
        if (!is_online()) typing.clear();
    } else if (const auto* of_shop = std::get_if<boundary::ShopChanged>(&effect)) {
        shop = *of_shop;
    } else if (const auto* presence = std::get_if<boundary::PresenceChanged>(&effect)) {
        for (wire::AgentProfile& agent : shop.agents) {
            if (agent.id == presence->agent) agent.state = presence->state;
        }
    } else if (const auto* of_typing = std::get_if<boundary::TypingChanged>(&effect)) {
        if (of_typing->on) {
            typing.insert(of_typing->conv);
        } else {
            typing.erase(of_typing->conv);
        }
    } else if (const auto* news = std::get_if<boundary::Arrived>(&effect)) {
        arrived.push_back(*news);
    }
}

const boundary::RowView* Screen::find(const Id& conv, const Id& mid) const {
    const auto shown = rows.find(conv);
    if (shown == rows.end()) return nullptr;
    for (const boundary::RowView& row : shown->second) {
        if (row.mid == mid) return &row;
    }
    return nullptr;
}

}  // namespace shopbell::sim
