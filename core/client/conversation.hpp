// SPDX-License-Identifier: Apache-2.0
// One conversation as a Session knows it: its rows, what this device writes into it, its keys, and
// how far everybody has come. Plain copyable values; the files beside this one change them.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/invariant.hpp"
#include "core/base/time.hpp"
#include "core/crypto/secret_key.hpp"
#include "core/wire/codes.hpp"
#include "core/wire/messages.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shopbell::client {

enum class Author : uint64_t { shopper = 1, agent = 2, bot = 3, system = 4 };
enum class ConversationStatus : uint64_t { open = 1, closed = 2, erased = 3 };
enum class RowType : uint64_t { message = 1, event = 2, survey = 3 };
enum class EventKind : uint64_t {
    closed = 1,
    reopened = 2,
    assigned = 3,
    survey_invited = 4,
    erased = 5,
    changed = 6
};

// Why a row cannot be shown: boundary RowView.reason; 0 is none.
inline constexpr uint64_t reason_signature = 1, reason_certificate = 2, reason_key = 3,
                          reason_sealed = 4, reason_content = 5, reason_malformed = 6;

// What a row says once it is opened: words, or another content with words that stand for it, or an
// event, or a survey's answers, or a reason why it cannot be shown.
struct Said {
    std::string body;
    Bytes content;          // encoded; empty for words and most events
    std::vector<Id> files;  // own rows: blobs of the content, to be brought to the relay first
    std::optional<wire::Page> page;
    std::optional<wire::EventPub> event;
    Bytes pub;             // encoded, of a survey: InvitationPub, or SurveyPub of its answers
    uint64_t problem = 0;  // a reason; 0: verified and understood
};

inline Said unreadable(uint64_t reason) {
    Said said;
    said.problem = reason;
    return said;
}

inline RowType row_type(const Said& said) {
    if (said.event) return RowType::event;
    return said.pub.empty() ? RowType::message : RowType::survey;
}

inline bool is_erasure(const Said& said) {
    return said.event && static_cast<EventKind>(said.event->kind) == EventKind::erased;
}

// Its sender has truly signed it, whether or not it can be read.
inline bool is_true(const Said& said) {
    return said.problem == 0 ||
           (said.problem > reason_certificate && said.problem <= reason_content);
}

// A committed row that has been applied.
struct TranscriptRow {
    Id mid{};
    uint64_t seq = 0;
    uint64_t sent_at = 0, received_at = 0;
    Author author = Author::system;
    std::optional<Id> agent;
    bool mine = false;
    Key device{};  // that wrote it
    Said said;
    Hash head{};           // running hash up to and with this row (design §6)
    bool changed = false;  // in this turn
};

// The life of an own row until its delivery comes back (design §5.1). Adrift is somebody else's row
// that a restored relay has lost: shown until its writer submits it again (design §5.10).
enum class Stage : uint64_t { keeping, queued, inflight, acked, halted, adrift };

struct OutboxRow {
    uint64_t number = 0;  // order on this device, then by mid
    wire::Submission submission;
    Said said;
    Stage stage = Stage::keeping;
    uint64_t store_id = 0;  // keeping: the Store effect that makes it durable
    uint64_t brought = 0;   // of its files, in their order, the relay has so many
    bool bringing = false;  // the shell was told of the next one, on this connection
    wire::Code refusal{};   // halted: why
    Author author{};        // adrift: who wrote it
    std::optional<Id> agent;
    uint64_t created_at = 0;
    uint64_t known_by = 0;  // acked: its place in the log, or the head when it was found there
    bool doubted = false;   // acked, on a connection that is gone
    bool changed = false;   // in this turn

    bool waits_for_files() const { return brought < said.files.size(); }
    // Of one that waits.
    const Id& next_file() const { return said.files[static_cast<size_t>(brought)]; }
};

// Refused, or waits for its files: nobody else has it, and its writer may still think better of it.
inline bool may_be_discarded(const OutboxRow& row) {
    return row.stage == Stage::halted || (row.stage == Stage::queued && row.waits_for_files());
}

// A secret that was opened from a wrap or a sealed inbox, by its generation or version.
struct OpenedKey {
    uint64_t number = 0;
    crypto::SecretKey<32> key;
};

struct Conversation {
    Id conv{};
    bool opened = false;  // the relay has acknowledged it
    ConversationStatus status = ConversationStatus::open;
    std::optional<Id> assignee;
    uint64_t head_seq = 0;
    uint64_t opened_at = 0, waiting_since = 0;
    uint64_t inbox_unread = 0;
    bool online = false;
    bool forked = false;
    std::vector<wire::Wrap> wraps;
    std::vector<OpenedKey> keys;        // by generation
    std::optional<wire::Row> last_row;  // from the inbox feed
    std::optional<TranscriptRow> last;  // the same, opened

    uint64_t floor = 0;  // rows up to here are gone: past retention, or erased
    Hash floor_head{};   // running hash there, unless floor is 0
    uint64_t epoch = 0;  // of the relay's log that the rows were last compared with
    std::optional<wire::Submission> erasure;  // this device has erased the conversation
    std::vector<TranscriptRow> rows;          // rows[i].seq == floor + i + 1
    std::vector<OutboxRow> outbox;

    uint64_t durable = 0;  // rows up to here are on this device's disk
    uint64_t read = 0;     // own
    uint64_t other_delivered = 0, other_read = 0;
    uint64_t notified = 0;  // rows up to here have been announced, or were there before
    bool shown = false;     // the shell wants its rows
    uint64_t shared = 0;    // another tab has it on its screen, and was the nth to say so; 0: none
    Millis typing_until = 0;
    Millis written_at = 0;  // when own typing was last told; 0: not typing

    // Of this connection only.
    bool resumed = false;
    bool resume_waits = false;
    bool placed = false;       // an agent's: the relay counts it among those it follows
    uint64_t resume_from = 0;  // own cursor when it was asked
    bool doubted = false;      // an answer did not fit, or knew less than is held; asked again
    uint64_t status_seq = 0;  // what the relay says of status and assignee takes in rows up to here
    uint64_t compare_until =
        0;  // the relay's rows up to here are compared with those held; 0: none
    bool synced = false, sync_waits = false;
    bool rekey_waits = false;
    Id chain_tail{};
    Millis retry_at = 0;
    uint64_t sent_delivered = 0, sent_read = 0;

    // Of this turn only.
    bool touched = false;
    bool to_keep = false;

    uint64_t cursor() const { return floor + rows.size(); }
    TranscriptRow& at(uint64_t seq) { return rows[static_cast<size_t>(seq - floor - 1)]; }
    const TranscriptRow& at(uint64_t seq) const {
        return rows[static_cast<size_t>(seq - floor - 1)];
    }
    bool erased() const { return status == ConversationStatus::erased; }
    // Erased, and the keys as well: nothing of it can be verified or opened any more.
    bool gone() const { return erased() && wraps.empty(); }
};

// Conversations in the order of their ids. Each keeps its address while others come. A std::map
// says the same, but its tree weighs more on a shopper's way than these few lines.
class Conversations {
public:
    Conversations() = default;
    Conversations(Conversations&&) = default;
    Conversations(const Conversations& other) {
        for (const Conversation& one : other)
            entries_.push_back(std::make_unique<Conversation>(one));
    }
    Conversations& operator=(Conversations other) {
        entries_.swap(other.entries_);
        return *this;
    }
    ~Conversations() = default;

    Conversation* find(const Id& conv) {
        const size_t place = place_of(conv);
        return place < entries_.size() && entries_[place]->conv == conv ? entries_[place].get()
                                                                        : nullptr;
    }
    Conversation& at(const Id& conv) {
        Conversation* found = find(conv);
        SHOPBELL_ASSERT(found);
        return *found;
    }
    Conversation& find_or_add(const Id& conv) {
        if (Conversation* known = find(conv)) return *known;
        const size_t place = place_of(conv);
        entries_.push_back(std::make_unique<Conversation>());
        Conversation& added = *entries_.back();
        added.conv = conv;
        for (size_t i = entries_.size() - 1; i > place; --i) entries_[i].swap(entries_[i - 1]);
        return added;
    }

    template <class T>
    struct Iterator {
        const std::unique_ptr<Conversation>* entry;

        T& operator*() const { return **entry; }
        Iterator& operator++() {
            ++entry;
            return *this;
        }
        bool operator==(const Iterator&) const = default;
    };
    Iterator<Conversation> begin() { return {entries_.data()}; }
    Iterator<Conversation> end() { return {entries_.data() + entries_.size()}; }
    Iterator<const Conversation> begin() const { return {entries_.data()}; }
    Iterator<const Conversation> end() const { return {entries_.data() + entries_.size()}; }

private:
    // Of the first id that is not smaller.
    size_t place_of(const Id& conv) const {
        size_t low = 0, high = entries_.size();
        while (low < high) {
            const size_t middle = (low + high) / 2;
            if (entries_[middle]->conv < conv) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    std::vector<std::unique_ptr<Conversation>> entries_;
};

}  // namespace shopbell::client
