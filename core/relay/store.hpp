// SPDX-License-Identifier: Apache-2.0
// What the relay keeps, and every question the Hub asks of whoever keeps it. Requests leave the Hub
// as AskStore effects and come back, once durable, as StoreAnswered events; the shell in between
// batches them. SQLite and the in-memory twin implement Store and pass the same contract test.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/time.hpp"
#include "core/wire/codes.hpp"
#include "core/wire/messages.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace shopbell::relay {

// As in hello; also the side of a conversation that somebody stands on.
enum class Role : uint8_t { shopper = 1, agent = 2 };

// As in inbox entries.
enum class ConversationPhase : uint8_t { open = 1, closed = 2, erased = 3 };

// --- What is kept -----------------------------------------------------------------------------

// SE secrets sealed to one agent.
struct AgentInboxes {
    Id agent{};
    std::vector<wire::SealedInbox> sealed;

    bool operator==(const AgentInboxes&) const = default;
};

// One shop as the admin API wrote it. Accounts, sessions and invitations are the shell's own.
struct ShopRecord {
    std::string shop;
    Hash root_hash{};
    wire::ShopSettings settings;
    wire::SignedRoster signed_roster;
    std::vector<wire::AgentProfile> profiles;  // `state` means nothing here; the Hub knows it
    std::vector<AgentInboxes> sealed_inboxes;

    bool operator==(const ShopRecord&) const = default;
};

// Everything about a conversation but its older rows. The store hands out a whole one after each
// change, so that the Hub never guesses what a transaction did.
struct ConversationState {
    Id conv{};
    Key shopper_device{};
    ConversationPhase state = ConversationPhase::open;
    std::optional<Id> assignee;
    uint64_t version = 0;    // grows by one with every change of this conversation; the newest wins
    uint64_t head_seq = 0;   // seq of the newest row
    Hash head{};             // running hash there
    uint64_t floor_seq = 0;  // rows up to here are gone
    Hash floor_head{};       // running hash there
    uint64_t inbox_seq = 0;  // of the newest change that agents see, in the shop's feed
    uint64_t opened_at = 0;
    uint64_t oldest_at = 0;      // when the oldest row that retention may take came; 0: none
    uint64_t waiting_since = 0;  // first unanswered shopper message; 0: nobody waits
    uint64_t unread = 0;         // shopper messages that no agent has read
    uint64_t shopper_delivered = 0;
    uint64_t shopper_read = 0;
    uint64_t agent_delivered = 0;
    uint64_t agent_read = 0;
    std::vector<wire::Wrap> wraps;  // by gen, from 1
    std::optional<wire::Row> last;  // newest row of type message

    bool operator==(const ConversationState&) const = default;
};

// --- Writes: durable before they are answered -------------------------------------------------

// A shopper's wrap of generation 1 and first message, in one transaction.
struct OpenConversation {
    std::string shop;
    wire::Wrap wrap;
    wire::Submission first;
    Hash bearer_hash{};  // of the token that lets this device ask for its unread count
    uint64_t at = 0;     // Unix ms
};

// One row. The store decides, inside its transaction, whether the mid is known and the chain holds.
// An erasing event takes everything else of the conversation with it.
struct AppendRow {
    std::string shop;
    wire::Submission submission;
    Role role = Role::shopper;
    Id agent{};                           // zero for shoppers
    uint64_t at = 0;                      // Unix ms
    std::optional<wire::EventPub> event;  // for type event: what pub says, checked by the Hub
};

// How far a device has come. Never goes back; never beyond the head.
struct PutCursor {
    std::string shop;
    Id conv{};
    Key device{};
    Role role = Role::shopper;
    Id agent{};
    uint64_t delivered = 0;
    uint64_t read = 0;
};

// A new generation of the conversation's key.
struct PutWrap {
    std::string shop;
    wire::Wrap wrap;
    Key device{};
    Role role = Role::shopper;
};

// Compare and set: nothing happens unless the conversation is open and still has `was`.
struct SetAssignee {
    std::string shop;
    Id conv{};
    std::optional<Id> was;
    std::optional<Id> agent;
};

struct PutShop {
    ShopRecord record;
};

// Whose token of `welcome` it is: what a device may ask over plain HTTP follows from this.
struct TokenHolder {
    std::string shop;
    Key device{};
    Role role = Role::shopper;
    Id agent{};  // zero for shoppers

    bool operator==(const TokenHolder&) const = default;
};

// A device was welcomed. The newest visit says what it is.
struct PutBearer {
    Hash bearer_hash{};
    TokenHolder holder;
    uint64_t at = 0;  // Unix ms
};

// Forgets tokens whose devices were welcomed before this for the last time.
struct TrimBearers {
    uint64_t before = 0;  // Unix ms
};

// Retention: takes rows that are older than their shop keeps them, rows_max at most.
struct TrimRows {
    uint64_t at = 0;  // Unix ms
    uint64_t rows_max = 0;
};

// --- Reads ------------------------------------------------------------------------------------

struct LoadShop {
    std::string shop;
};

// `at`: a seq whose running hash is wanted.
struct LoadConversation {
    std::string shop;
    Id conv{};
    uint64_t at = 0;
};

// Rows after a seq, ascending; at least one if there is any, however large it is. Those that are
// gone are left out.
struct ReadLog {
    std::string shop;
    Id conv{};
    uint64_t after = 0;
    uint64_t rows_max = 0;
    uint64_t bytes_max = 0;  // of the encoded rows
};

// Conversations whose newest change is after an inbox_seq, ascending by inbox_seq.
struct ReadInbox {
    std::string shop;
    uint64_t after = 0;
    uint64_t rows_max = 0;
};

// Which of these mids are committed? Those of rows that retention took are, too.
struct ReadSync {
    std::string shop;
    Id conv{};
    Key device{};
    Role role = Role::shopper;
    std::vector<Id> mids;
};

// For assignment, when a shop wakes up: those that wait first, the longest waiting first.
struct OpenConversations {
    std::string shop;
    uint64_t rows_max = 0;
};

// Messages by agents that the shopper with this token has not read. The shell asks it for HTTP.
struct ReadUnread {
    Hash bearer_hash{};
};

// Whose token is this? The shell asks it for HTTP.
struct ReadBearer {
    Hash bearer_hash{};
};

using StoreRequest =
    std::variant<OpenConversation, AppendRow, PutCursor, PutWrap, SetAssignee, PutShop, PutBearer,
                 TrimRows, TrimBearers, LoadShop, LoadConversation, ReadLog, ReadInbox, ReadSync,
                 OpenConversations, ReadUnread, ReadBearer>;

bool is_write(const StoreRequest& request);

// True for what must go through the one writer, in order: writes, and the question which of them
// are committed. Answered before an Open that came first, it would say that there is no
// conversation, and whoever has deleted it meanwhile would believe that nothing is left to delete.
bool needs_order(const StoreRequest& request);

// --- Answers ----------------------------------------------------------------------------------

// To OpenConversation and AppendRow.
struct RowCommitted {
    ConversationState after;
    wire::Row row;       // as committed, the first time; if it is gone, its ids and seq
    bool known = false;  // this mid was committed before; nothing changed

    bool operator==(const RowCommitted&) const = default;
};

// To OpenConversation and AppendRow: chain, unknown_conversation, conversation_exists, forbidden,
// stale_gen, erased, retry.
struct RowRefused {
    wire::Code code = wire::Code::retry;
    Id last_mid{};  // for chain: the device's newest row
    std::string message;

    bool operator==(const RowRefused&) const = default;
};

// To PutCursor, PutWrap and SetAssignee.
struct ConversationPut {
    ConversationState after;
    bool changed = false;

    bool operator==(const ConversationPut&) const = default;
};

struct ConversationLoaded {
    std::optional<ConversationState> conversation;
    std::optional<Hash> head_at;  // none: `at` is below the floor or beyond the head

    bool operator==(const ConversationLoaded&) const = default;
};

struct LogRead {
    std::vector<wire::Row> rows;
    uint64_t head_seq = 0;

    bool operator==(const LogRead&) const = default;
};

struct InboxRead {
    std::vector<ConversationState> conversations;
    uint64_t inbox_head = 0;

    bool operator==(const InboxRead&) const = default;
};

// An unknown conversation answers with nothing known and head 0.
struct SyncRead {
    std::vector<Id> known;
    Id last_mid{};
    uint64_t head_seq = 0;

    bool operator==(const SyncRead&) const = default;
};

struct ShopLoaded {
    std::optional<ShopRecord> record;
    uint64_t epoch = 0;
    uint64_t inbox_head = 0;

    bool operator==(const ShopLoaded&) const = default;
};

// What assignment needs to know of an open conversation.
struct OpenEntry {
    Id conv{};
    std::optional<Id> assignee;
    uint64_t waiting_since = 0;
    uint64_t opened_at = 0;

    bool operator==(const OpenEntry&) const = default;
};

struct OpenListed {
    std::vector<OpenEntry> conversations;
    bool more = false;  // rows_max cut the list

    bool operator==(const OpenListed&) const = default;
};

struct UnreadRead {
    uint64_t unread = 0;

    bool operator==(const UnreadRead&) const = default;
};

struct TrimmedConversation {
    std::string shop;
    ConversationState after;

    bool operator==(const TrimmedConversation&) const = default;
};

// To TrimRows. The shell hands it to the Hub, which may have these conversations in memory.
struct RowsTrimmed {
    std::vector<TrimmedConversation> conversations;
    bool more = false;  // rows_max was reached: ask again

    bool operator==(const RowsTrimmed&) const = default;
};

struct BearerRead {
    std::optional<TokenHolder> holder;

    bool operator==(const BearerRead&) const = default;
};

// To PutShop, PutBearer and TrimBearers.
struct Done {
    bool operator==(const Done&) const = default;
};

// To everything but rows: unknown_conversation, forbidden, stale_gen, too_many, erased, retry.
struct Failed {
    wire::Code code = wire::Code::retry;
    std::string message;

    bool operator==(const Failed&) const = default;
};

using StoreAnswer = std::variant<RowCommitted, RowRefused, ConversationPut, ConversationLoaded,
                                 LogRead, InboxRead, SyncRead, ShopLoaded, OpenListed, UnreadRead,
                                 BearerRead, RowsTrimmed, Done, Failed>;

// --- The interface ----------------------------------------------------------------------------

class Store {
public:
    virtual ~Store() = default;

    // One transaction: when it returns, every write of the batch is durable. Appends one answer per
    // request, in the order of the requests; later requests see what earlier ones did.
    virtual void apply(std::span<const StoreRequest> batch, std::vector<StoreAnswer>& answers) = 0;
};

}  // namespace shopbell::relay
