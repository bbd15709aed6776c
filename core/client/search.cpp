// SPDX-License-Identifier: Apache-2.0
#include "core/client/search.hpp"

#include "core/base/limits.hpp"
#include "core/client/changes.hpp"
#include "core/client/view.hpp"

#include <algorithm>
#include <string_view>

namespace shopbell::client {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Bytes, not letters: UTF-8 never hides one character inside another.
bool holds(std::string_view text, std::string_view query) {
    return std::search(text.begin(), text.end(), query.begin(), query.end(),
                       [](char a, char b) { return folded(a) == folded(b); }) != text.end();
}

bool is_words(const Said& said) { return said.problem == 0 && !said.event; }

// A row that holds the words; one of the two is set. Views are made of those that are shown alone.
struct Hit {
    uint64_t at = 0;
    const Conversation* conversation = nullptr;
    const TranscriptRow* row = nullptr;
    const OutboxRow* queued = nullptr;
    std::string words;  // of a row that was edited: those of today

    uint64_t place() const { return row ? row->seq : UINT64_MAX; }
};

bool newer(const Hit& a, const Hit& b) {
    if (a.at != b.at) return a.at > b.at;
    if (a.conversation != b.conversation) return a.conversation->conv < b.conversation->conv;
    if (a.place() != b.place()) return a.place() > b.place();
    return a.queued && b.queued && a.queued->number > b.queued->number;
}

void collect(const Conversation& conversation, std::string_view query, std::vector<Hit>& hits) {
    const std::vector<Reworded> changed = reworded(conversation);
    const auto take = [&](const TranscriptRow& row) {
        const Reworded* now = find_reworded(changed, row.seq);
        if (is_words(row.said) && holds(now ? now->words : row.said.body, query)) {
            hits.push_back({.at = time_to_show(row),
                            .conversation = &conversation,
                            .row = &row,
                            .words = now ? now->words : std::string()});
        }
    };
    for (const TranscriptRow& row : conversation.rows) take(row);
    // The inbox feed's line stands in for rows that were not loaded here.
    if (conversation.last && conversation.last->seq > conversation.cursor())
        take(*conversation.last);
    for (const OutboxRow& row : conversation.outbox) {
        if (is_words(row.said) && holds(row.said.body, query)) {
            hits.push_back(
                {.at = row.created_at, .conversation = &conversation, .queued = &row, .words = {}});
        }
    }
}

}  // namespace

void search(const State& state, Turn& turn, const boundary::Search& event) {
    if (!state.is_agent()) {
        turn.emit(
            boundary::Refused{.field = "search", .message = "only agents search", .limit = 0});
        return;
    }
    std::vector<Hit> hits;
    if (!event.query.empty()) {
        for (const Conversation& one : state.conversations) collect(one, event.query, hits);
    }
    const size_t shown = std::min<size_t>(hits.size(), limits::found_rows_max);
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(shown), hits.end(),
                      newer);
    boundary::Found found{.query = event.query, .rows = {}};
    for (size_t i = 0; i < shown; ++i) {
        const Hit& hit = hits[i];
        boundary::RowView view =
            hit.row ? row_view(*hit.conversation, *hit.row) : row_view(state, *hit.queued);
        if (!hit.words.empty()) view.body = hit.words;
        found.rows.push_back({.conv = hit.conversation->conv, .row = std::move(view)});
    }
    turn.emit(found);
}

}  // namespace shopbell::client
