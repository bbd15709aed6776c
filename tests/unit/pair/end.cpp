// SPDX-License-Identifier: Apache-2.0
// What an end's screen has been told, folded as a screen folds it.
#include "core/base/invariant.hpp"
#include "tests/unit/pair/pair.hpp"

#include <algorithm>

namespace shopbell::pair {

Id End::conv() const {
    SHOPBELL_ASSERT(conversations.size() == 1);
    return conversations.begin()->first;
}

const boundary::RowView& End::last() const {
    SHOPBELL_ASSERT(!rows.empty() && !rows.begin()->second.empty());
    return rows.begin()->second.back();
}

std::vector<std::string> End::bodies() const {
    std::vector<std::string> all;
    for (const auto& [conv, views] : rows) {
        for (const auto& view : views) {
            if (view.kind == 1) all.push_back(view.body);
        }
    }
    return all;
}

void Pair::show(End& end, const boundary::Effect& effect) {
    if (const auto* changed = std::get_if<boundary::ConversationChanged>(&effect)) {
        end.conversations[changed->conversation.conv] = changed->conversation;
    } else if (const auto* rows = std::get_if<boundary::RowsChanged>(&effect)) {
        auto& shown = end.rows[rows->conv];
        for (const auto& row : rows->rows) {
            const auto same = std::find_if(shown.begin(), shown.end(),
                                           [&](const auto& other) { return other.mid == row.mid; });
            if (same != shown.end())
                *same = row;
            else
                shown.push_back(row);
        }
        // As a screen does: by seq, own rows that have none yet at the end.
        std::stable_sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) {
            return (a.seq ? a.seq : UINT64_MAX) < (b.seq ? b.seq : UINT64_MAX);
        });
    } else if (const auto* removed = std::get_if<boundary::RowRemoved>(&effect)) {
        std::erase_if(end.rows[removed->conv],
                      [&](const auto& row) { return row.mid == removed->mid; });
    } else if (const auto* link = std::get_if<boundary::ConnectionChanged>(&effect)) {
        end.connection = *link;
    } else if (const auto* shop = std::get_if<boundary::ShopChanged>(&effect)) {
        end.shop = *shop;
    } else if (const auto* news = std::get_if<boundary::Arrived>(&effect)) {
        end.arrived.push_back(*news);
    } else if (const auto* refused = std::get_if<boundary::Refused>(&effect)) {
        end.refused.push_back(*refused);
    } else if (const auto* found = std::get_if<boundary::Found>(&effect)) {
        end.found = *found;
    } else if (const auto* upload = std::get_if<boundary::Upload>(&effect)) {
        end.uploads.push_back(upload->blob);
    } else if (const auto* dropped = std::get_if<boundary::DropBlob>(&effect)) {
        end.dropped_blobs.push_back(dropped->blob);
    } else if (const auto* typing = std::get_if<boundary::TypingChanged>(&effect)) {
        end.typing[typing->conv] = typing->on;
    }
}

}  // namespace shopbell::pair
