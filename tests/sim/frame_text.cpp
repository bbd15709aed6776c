// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/frame_text.hpp"

#include "core/wire/codes.hpp"
#include "core/wire/messages.hpp"
#include "tests/sim/trace.hpp"

#include <type_traits>

namespace shopbell::sim {
namespace {

std::string number(uint64_t value) { return std::to_string(value); }

std::string code_text(uint64_t code) {
    const wire::CodeInfo* info = wire::code_info(code);
    return info ? std::string(wire::code_name(info->code)) : number(code);
}

std::string row_text(const wire::Submission& row) {
    return short_hex(row.conv) + " " + short_hex(row.mid) + " after " + short_hex(row.prev) +
           " gen " + number(row.gen) + " head " + number(row.head_seq);
}

std::string assignee_text(const std::optional<Id>& assignee) {
    return assignee ? " assignee " + short_hex(*assignee) : "";
}

struct Teller {
    std::string operator()(const wire::Challenge&) const { return "challenge"; }
    std::string operator()(const wire::Hello& frame) const {
        return "hello role " + number(frame.role) + " device " + short_hex(frame.device);
    }
    std::string operator()(const wire::Welcome& frame) const {
        return "welcome epoch " + number(frame.epoch) + " inbox " + number(frame.inbox_head);
    }
    std::string operator()(const wire::Open& frame) const {
        return "open " + row_text(frame.first);
    }
    std::string operator()(const wire::Submit& frame) const {
        return "submit " + row_text(frame.submission);
    }
    std::string operator()(const wire::Ack& frame) const {
        return "ack " + short_hex(frame.conv) + " " + short_hex(frame.mid) + " #" +
               number(frame.seq);
    }
    std::string operator()(const wire::Nack& frame) const {
        return "nack " + short_hex(frame.conv) + " " + short_hex(frame.mid) + " " +
               code_text(frame.code) + " " + frame.message;
    }
    std::string operator()(const wire::Deliver& frame) const {
        return "deliver #" + number(frame.row.seq) + " " + row_text(frame.row.submission);
    }
    std::string operator()(const wire::Resume& frame) const {
        return "resume " + short_hex(frame.conv) + " from " + number(frame.cursor);
    }
    std::string operator()(const wire::Resumed& frame) const {
        return "resumed " + short_hex(frame.conv) + " from " + number(frame.from) + " floor " +
               number(frame.floor) + " head " + number(frame.head_seq) + " state " +
               number(frame.state);
    }
    std::string operator()(const wire::Leave& frame) const {
        return "leave " + short_hex(frame.conv);
    }
    std::string operator()(const wire::Sync& frame) const {
        return "sync " + short_hex(frame.conv) + " mids " + number(frame.mids.size());
    }
    std::string operator()(const wire::Synced& frame) const {
        return "synced " + short_hex(frame.conv) + " known " + number(frame.known.size()) +
               " last " + short_hex(frame.last_mid) + " head " + number(frame.head_seq);
    }
    std::string operator()(const wire::Heads& frame) const {
        return "heads " + number(frame.heads.size());
    }
    std::string operator()(const wire::Cursor& frame) const {
        return "cursor " + short_hex(frame.conv) + " delivered " + number(frame.delivered) +
               " read " + number(frame.read);
    }
    std::string operator()(const wire::Inbox& frame) const {
        return "inbox " + number(frame.entry.inbox_seq) + " " + short_hex(frame.entry.conv) +
               " head " + number(frame.entry.head_seq) + assignee_text(frame.entry.assignee);
    }
    std::string operator()(const wire::Rekey& frame) const {
        return "rekey " + short_hex(frame.wrap.conv) + " gen " + number(frame.wrap.gen);
    }
    std::string operator()(const wire::ShopChanged&) const { return "shop changed"; }
    std::string operator()(const wire::Typing& frame) const {
        return std::string("typing ") + (frame.on ? "on" : "off");
    }
    std::string operator()(const wire::Presence& frame) const {
        return "presence " + short_hex(frame.agent) + " " + number(frame.state);
    }
    std::string operator()(const wire::Here& frame) const {
        return "here " + short_hex(frame.conv) + (frame.online ? " online" : " gone") + " state " +
               number(frame.state) + assignee_text(frame.assignee);
    }
    std::string operator()(const wire::Error& frame) const {
        return "error " + code_text(frame.code) + " " + frame.field + ": " + frame.message;
    }
    std::string operator()(const wire::Bye& frame) const {
        return "bye " + code_text(frame.code) + " " + frame.field + ": " + frame.message;
    }
    std::string operator()(const wire::Ping&) const { return "ping"; }
    std::string operator()(const wire::Pong&) const { return "pong"; }
};

std::string view_text(const boundary::RowView& row) {
    std::string text = " [#" + number(row.seq) + " " + short_hex(row.mid) + " kind " +
                       number(row.kind) + " status " + number(row.status);
    if (row.reason != 0) text += " reason " + number(row.reason);
    if (!row.body.empty()) text += " " + row.body.substr(0, 12);
    return text + "]";
}

// Of a conversation, as it is kept.
std::string note_text(ByteView value) {
    const auto kept = boundary::decode_kept_conversation(value);
    if (!kept) return " unreadable";
    return " (state " + number(kept->state) + " head " + number(kept->head_seq) + " floor " +
           number(kept->floor) + " epoch " + number(kept->epoch) + " keys " +
           number(kept->wraps.size()) + assignee_text(kept->assignee) +
           (kept->erasure ? " erased here)" : ")");
}

}  // namespace

std::string frame_text(ByteView bytes) {
    const auto frame = wire::decode_frame(bytes);
    if (!frame) return "unreadable frame";
    return std::visit(Teller{}, *frame);
}

std::string effect_text(const boundary::Effect& effect) {
    if (const auto* rows = std::get_if<boundary::RowsChanged>(&effect)) {
        std::string text = "shows " + short_hex(rows->conv);
        for (const boundary::RowView& row : rows->rows) text += view_text(row);
        return text;
    }
    if (const auto* removed = std::get_if<boundary::RowRemoved>(&effect)) {
        return "no longer shows " + short_hex(removed->conv) + " " + short_hex(removed->mid);
    }
    if (const auto* changed = std::get_if<boundary::ConversationChanged>(&effect)) {
        const boundary::ConversationView& view = changed->conversation;
        return "lists " + short_hex(view.conv) + " head " + number(view.head_seq) + " state " +
               number(view.state) + assignee_text(view.assignee) +
               (view.complete ? "" : " incomplete") + (view.forked ? " FORKED" : "");
    }
    if (const auto* link = std::get_if<boundary::ConnectionChanged>(&effect)) {
        return "link " + number(link->state) + " queued " + number(link->queued) + " " +
               link->message;
    }
    if (const auto* store = std::get_if<boundary::Store>(&effect)) {
        std::string text = "stores " + number(store->id) + ":";
        for (const auto& put : store->puts) {
            text += " " + put.key.substr(0, 13);
            if (put.key.starts_with("conv/")) text += note_text(put.value);
        }
        for (const auto& key : store->removes) text += " -" + key.substr(0, 13);
        return text;
    }
    return "";
}

}  // namespace shopbell::sim
