// SPDX-License-Identifier: Apache-2.0
#include "core/client/changes.hpp"

#include "core/base/limits.hpp"
#include "core/client/view.hpp"
#include "core/wire/cbor.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

// Of an EditContent or a DeleteContent: which message, and its new words.
struct Change {
    Id to{};
    std::string words;
};

bool read_change(ByteView content, Change& change) {
    wire::CborReader in(content, SHOPBELL_FIELD("Content"));
    const auto outside = in.open(SHOPBELL_FIELD(""));
    uint64_t type = 0;
    std::string note;
    in.uint(SHOPBELL_FIELD("type"), type);
    in.text(SHOPBELL_FIELD("note"), limits::reason_bytes_max, note);
    in.fixed(SHOPBELL_FIELD("to"), change.to);
    const bool edits = type == wire::EditContent::type_number;
    if (edits) in.text(SHOPBELL_FIELD("body"), limits::text_bytes_max, change.words);
    in.close(outside);
    in.finish();
    if (in.error() != wire::CborError::none) return false;
    return edits ? !change.words.empty() : type == wire::DeleteContent::type_number;
}

bool may_change(const TranscriptRow& message, const TranscriptRow& change) {
    return !message.said.event && message.said.problem == 0 && message.author == change.author &&
           message.agent == change.agent &&
           time_to_show(change) <= time_to_show(message) + limits::change_ms_max;
}

}  // namespace

std::vector<Reworded> reworded(const Conversation& conversation) {
    std::vector<Reworded> all;
    const auto& rows = conversation.rows;
    for (auto row = rows.begin(); row != rows.end(); ++row) {
        if (!row->said.event || row->said.content.empty()) continue;
        Change change;
        if (!read_change(row->said.content, change)) continue;
        const auto message = std::find_if(
            rows.begin(), row, [&](const TranscriptRow& one) { return one.mid == change.to; });
        if (message == row || !may_change(*message, *row)) continue;
        const auto known = std::find_if(
            all.begin(), all.end(), [&](const Reworded& one) { return one.seq == message->seq; });
        if (known == all.end()) {
            all.push_back({message->seq, std::move(change.words)});
        } else if (!known->words.empty()) {
            known->words = std::move(change.words);
        }
    }
    return all;
}

const Reworded* find_reworded(const std::vector<Reworded>& all, uint64_t seq) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Reworded& one) { return one.seq == seq; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace shopbell::client
