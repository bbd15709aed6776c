// SPDX-License-Identifier: Apache-2.0
// What a Session's effects have put on one tab's screen: all that the checkers ever see of a
// client. It folds effects as the panel and the console do (widget/screen/model.ts,
// web/console/state/fold.ts) and judges nothing.
#pragma once

#include "core/wire/boundary.hpp"

#include <map>
#include <set>
#include <vector>

namespace shopbell::sim {

struct Screen {
    std::map<Id, boundary::ConversationView> conversations;
    // In the order of the screen: what the relay has numbered, then what is on its way.
    std::map<Id, std::vector<boundary::RowView>> rows;
    boundary::ConnectionChanged connection;
    boundary::ShopChanged shop;
    std::set<Id> typing;
    std::vector<boundary::Arrived> arrived;

    // Conversations whose rows changed with the last batch of effects.
    std::set<Id> touched;

    void show(const boundary::Effect& effect);
    [[nodiscard]] const boundary::RowView* find(const Id& conv, const Id& mid) const;
    [[nodiscard]] bool is_online() const { return connection.state == 2; }

private:
    void show_rows(const boundary::RowsChanged& changed);
};

// boundary RowView.kind and .status
inline constexpr uint64_t kind_text = 1, kind_event = 2, kind_placeholder = 3;
inline constexpr uint64_t status_queued = 1, status_sending = 2, status_sent = 3,
                          status_delivered = 4, status_read = 5, status_not_sent = 6;

}  // namespace shopbell::sim
