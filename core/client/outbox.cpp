// SPDX-License-Identifier: Apache-2.0
#include "core/client/outbox.hpp"

#include "core/base/limits.hpp"
#include "core/client/disk.hpp"
#include "core/client/files.hpp"
#include "core/client/following.hpp"
#include "core/client/history.hpp"
#include "core/client/keyring.hpp"
#include "core/client/link.hpp"
#include "core/client/rekey.hpp"
#include "core/client/transcript.hpp"
#include "core/crypto/device.hpp"
#include "core/crypto/message.hpp"
#include "core/crypto/sealed_box.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

// Of this device's own: what the relay says of another's is not about the row shown adrift.
OutboxRow* find_row(Conversation& conversation, const Id& mid) {
    const auto found = std::find_if(
        conversation.outbox.begin(), conversation.outbox.end(), [&](const OutboxRow& row) {
            return row.submission.mid == mid && row.stage != Stage::adrift;
        });
    return found == conversation.outbox.end() ? nullptr : &*found;
}

void set_stage(State& state, Conversation& conversation, OutboxRow& row, Stage stage) {
    row.stage = stage;
    state.changes.link = true;
    touch_row(state, conversation, row);
}

// What is in flight is asked about again before anything else goes out (design §5.5).
void take_back(State& state, Conversation& conversation) {
    for (OutboxRow& row : conversation.outbox) {
        if (row.stage == Stage::inflight) set_stage(state, conversation, row, Stage::queued);
    }
    conversation.synced = conversation.sync_waits = false;
}

// The place in the chain and in the history, and the signature over both: set when a row goes out.
void link_row(State& state, Turn& turn, Conversation& conversation, OutboxRow& row) {
    wire::Submission& submission = row.submission;
    submission.prev = conversation.chain_tail;
    submission.head_seq = conversation.cursor();
    submission.head_hash = head_at(conversation, conversation.cursor());
    submission.certificate = own_certificate(state, turn.wall());
    crypto::sign_submission(submission, state.me.shop, state.me.device);
    conversation.chain_tail = submission.mid;
}

void send_row(State& state, Turn& turn, Conversation& conversation, OutboxRow& row) {
    link_row(state, turn, conversation, row);
    if (conversation.opened) {
        send(turn, wire::encode(wire::Submit{.submission = row.submission}));
    } else {
        send(turn,
             wire::encode(wire::Open{.wrap = conversation.wraps.front(), .first = row.submission}));
    }
    set_stage(state, conversation, row, Stage::inflight);
}

void ask_sync(Turn& turn, Conversation& conversation) {
    wire::Sync sync{.conv = conversation.conv, .mids = {}};
    for (const OutboxRow& row : conversation.outbox) {
        const bool asked = row.stage != Stage::keeping && row.stage != Stage::adrift;
        if (asked && sync.mids.size() < limits::sync_mids_max) {
            sync.mids.push_back(row.submission.mid);
        }
    }
    if (sync.mids.empty()) return;
    conversation.sync_waits = true;
    send(turn, wire::encode(sync));
}

// The wrap that goes out with Open is made for the inbox key of the newest roster. An agent cannot
// open: where a restored relay has lost the conversation, its rows wait for the shopper.
bool wrap_for_shop(State& state, Turn& turn, Conversation& conversation) {
    if (conversation.opened) return true;
    if (state.is_agent() || !state.shop.roster || conversation.wraps.empty()) return false;
    if (conversation.wraps.front().inbox_v == state.shop.roster->inbox_v) return true;
    const crypto::ConversationKey* key = conversation_key(state, conversation, 1);
    if (!key) return false;
    const auto wrap = crypto::make_wrap(*state.rng, *key,
                                        {.shop = state.me.shop,
                                         .conv = conversation.conv,
                                         .gen = 1,
                                         .inbox_v = state.shop.roster->inbox_v,
                                         .inbox_pk = state.shop.roster->inbox,
                                         .shopper_box = state.me.device.box_pk,
                                         .made_at = turn.wall(),
                                         .certificate = std::nullopt},
                                        state.me.device);
    if (!wrap) return false;
    conversation.wraps.front() = *wrap;
    keep(state, conversation);
    return true;
}

// An acknowledged row that has not come by the time its place has was past the shop's retention
// before. Unless a row is false: then the relay may have put that one in its place.
void let_go_of_expired(State& state, Turn& turn, Conversation& conversation) {
    const bool all_true = std::all_of(conversation.rows.begin(), conversation.rows.end(),
                                      [](const TranscriptRow& row) { return is_true(row.said); });
    const uint64_t passed = all_true ? conversation.cursor() : conversation.floor;
    std::erase_if(conversation.outbox, [&](const OutboxRow& row) {
        if (row.stage != Stage::acked || row.known_by > passed) return false;
        remove_outbox_row(state, conversation, row.submission.mid);
        turn.emit(boundary::RowRemoved{.conv = conversation.conv, .mid = row.submission.mid});
        touch(state, conversation);
        return true;
    });
}

// What waits for an answer of the relay, in all conversations.
struct UnderWay {
    uint64_t rows = 0, questions = 0;
    // Deleted here, and the relay has never heard of it.
    Conversation* unheard = nullptr;
};

void pump(State& state, Turn& turn, Conversation& conversation, UnderWay& under_way) {
    if (conversation.retry_at != 0 || conversation.outbox.empty()) return;
    const bool erasing = conversation.erasure && !conversation.opened;
    // What opens it may have gone out since the relay said that it knows nothing.
    if (erasing && !is_zero(conversation.chain_tail)) conversation.synced = false;
    if (!conversation.synced) {
        const bool may_ask = !state.is_agent() || under_way.questions < asked_max;
        if (conversation.sync_waits || !may_ask) return;
        ask_sync(turn, conversation);
        under_way.questions += conversation.sync_waits ? 1 : 0;
        return;
    }
    if (erasing && conversation.doubted) {
        under_way.unheard = &conversation;
        return;
    }
    if (erasing) {
        // What opens it may be under way yet, on a connection that this one has replaced: as long
        // as the relay does not take that for dead.
        conversation.doubted = true;
        conversation.synced = false;
        conversation.retry_at = turn.now.monotonic + static_cast<Millis>(limits::idle_ms_max);
        return;
    }
    // What a restored relay has lost goes out before what waits.
    if (conversation.opened && (!conversation.resumed || conversation.compare_until != 0)) return;
    let_go_of_expired(state, turn, conversation);
    for (OutboxRow& row : conversation.outbox) {
        if (row.stage == Stage::acked || row.stage == Stage::adrift) continue;
        // Words into what is erased wait until it is over, and move on then.
        if (conversation.erased() && !is_erasure(row.said)) continue;
        if (row.waits_for_files()) {
            bring_files(turn, conversation, row);
            continue;
        }
        if (row.stage == Stage::inflight) {
            // The relay must know the conversation before it can take a second row of it. Nor is
            // its key wrapped anew once it has gone out: who can open that wrap has it.
            if (!conversation.opened) return;
            continue;
        }
        if (row.stage != Stage::queued || under_way.rows >= state.link.window) return;
        if (!wrap_for_shop(state, turn, conversation) || needs_rekey(state, conversation)) return;
        // A restored relay may know fewer generations, too. An erasure is taken with any.
        const bool sealed = is_erasure(row.said)
                                ? row.submission.gen != gen_at_rest
                                : row.submission.gen == newest_generation(conversation);
        if (!sealed && !seal_row(state, conversation, row)) return;
        send_row(state, turn, conversation, row);
        ++under_way.rows;
        if (!conversation.opened) return;
    }
}

}  // namespace

Conversation* own_conversation(State& state, const Id& conv, uint64_t opened_at) {
    const crypto::ConversationKey key(crypto::first_conversation_key(state.me.device, conv));
    const auto for_shopper = crypto::seal_key_to(*state.rng, state.me.device.box_pk, key);
    if (!for_shopper) return nullptr;
    Conversation& conversation = state.conversations.find_or_add(conv);
    conversation.opened_at = opened_at;
    // Only this device can open it yet: the shop's key may not be known before the first welcome.
    wire::Wrap own{};
    own.conv = conv;
    own.gen = 1;
    own.for_shopper = *for_shopper;
    own.shopper_box = state.me.device.box_pk;
    own.maker = state.me.device.sign_pk;
    own.made_at = opened_at;
    conversation.wraps.push_back(own);
    keep(state, conversation);
    return &conversation;
}

Conversation* new_conversation(State& state, Turn& turn) {
    uint64_t number = 0;
    Id conv;
    do conv = crypto::conversation_id(state.me.device, number++);
    while (state.conversations.find(conv));
    return own_conversation(state, conv, turn.wall());
}

void show_anew(State& state, Turn& turn, Conversation& conversation, size_t first) {
    for (size_t i = first; i < conversation.outbox.size(); ++i) {
        OutboxRow& row = conversation.outbox[i];
        turn.emit(boundary::RowRemoved{.conv = conversation.conv, .mid = row.submission.mid});
        touch_row(state, conversation, row);
    }
}

void append_to_outbox(State& state, Turn& turn, Conversation& conversation, OutboxRow&& row) {
    row.number = state.next_number++;
    row.created_at = turn.wall();
    keep_outbox_row(state, conversation, row);
    conversation.outbox.push_back(std::move(row));
    touch_row(state, conversation, conversation.outbox.back());
}

bool seal_row(State& state, Conversation& conversation, OutboxRow& row) {
    const uint64_t gen = newest_generation(conversation);
    const crypto::ConversationKey* key = conversation_key(state, conversation, gen);
    if (key) row.submission = seal_said(state, conversation, row, *key, gen);
    return key != nullptr;
}

bool enqueue(State& state, Turn& turn, Conversation& conversation, const Id& mid, Said said) {
    if (!conversation_key(state, conversation, newest_generation(conversation))) return false;
    OutboxRow row;
    row.said = std::move(said);
    row.submission.mid = mid;
    append_to_outbox(state, turn, conversation, std::move(row));
    return true;
}

void pump_outboxes(State& state, Turn& turn) {
    if (!state.online()) return;
    UnderWay under_way;
    if (state.is_agent()) under_way.questions = asked_count(state);
    for (const Conversation& conversation : state.conversations) {
        for (const OutboxRow& row : conversation.outbox)
            under_way.rows += row.stage == Stage::inflight ? 1 : 0;
    }
    for (Conversation& conversation : state.conversations)
        pump(state, turn, conversation, under_way);
    // Afterwards: words that another tab has written move on, and may begin a conversation. Should
    // the relay hear of this one yet, resuming asks for the erasing row again.
    if (under_way.unheard) finish_erasure(state, turn, *under_way.unheard);
}

void take_ack(State& state, const wire::Ack& ack) {
    Conversation* conversation = find_conversation(state, ack.conv);
    if (!conversation) return;
    if (!conversation->opened) {
        conversation->opened = true;
        keep(state, *conversation);
    }
    conversation->head_seq = std::max(conversation->head_seq, ack.seq);
    OutboxRow* row = find_row(*conversation, ack.mid);
    if (!row) return;
    row->known_by = ack.seq;
    set_stage(state, *conversation, *row, Stage::acked);
}

void take_nack(State& state, Turn& turn, const wire::Nack& nack) {
    Conversation* conversation = find_conversation(state, nack.conv);
    if (!conversation) return;
    OutboxRow* row = find_row(*conversation, nack.mid);
    if (!row || row->stage != Stage::inflight) return;
    take_back(state, *conversation);
    const auto code = static_cast<wire::Code>(nack.code);
    // Resuming brings the row that erased it, or the generation that stands already.
    if (code == wire::Code::erased || code == wire::Code::stale_gen) conversation->resumed = false;
    if (code == wire::Code::erased) {
        conversation->status = ConversationStatus::erased;
        if (is_erasure(row->said)) drop_from_outbox(state, *conversation, nack.mid);
        return;
    }
    const wire::CodeInfo* info = wire::code_info(nack.code);
    if (info && info->transient) {
        if (nack.retry_ms > 0)
            conversation->retry_at = turn.now.monotonic + static_cast<Millis>(nack.retry_ms);
        return;
    }
    row->refusal = code;
    set_stage(state, *conversation, *row, Stage::halted);
    keep_outbox_row(state, *conversation, *row);
}

void take_synced(State& state, const wire::Synced& synced) {
    Conversation* conversation = find_conversation(state, synced.conv);
    if (!conversation || !conversation->sync_waits) return;
    conversation->sync_waits = false;
    conversation->synced = true;
    conversation->chain_tail = synced.last_mid;
    if (synced.head_seq > 0 && !conversation->opened) {
        conversation->opened = true;
        keep(state, *conversation);
    }
    for (OutboxRow& row : conversation->outbox) {
        if (row.stage == Stage::adrift) continue;
        const bool known = std::find(synced.known.begin(), synced.known.end(),
                                     row.submission.mid) != synced.known.end();
        if (known) {
            row.known_by = std::max(row.known_by, synced.head_seq);
            set_stage(state, *conversation, row, Stage::acked);
        }
        // What was acknowledged by an earlier connection, and is not known, was lost by a restore;
        // but in the log that has acknowledged it, it is erased or past its time.
        const bool had_it = row.known_by != 0 && row.known_by <= synced.head_seq;
        if (!known && row.doubted && !had_it) set_stage(state, *conversation, row, Stage::queued);
        row.doubted = false;
    }
}

void retry_row(State& state, Conversation& conversation, OutboxRow& row) {
    set_stage(state, conversation, row, Stage::queued);
    row.refusal = {};
    row.bringing = false;
    conversation.synced = false;
    keep_outbox_row(state, conversation, row);
}

void discard_row(State& state, Turn& turn, Conversation& conversation, const Id& mid) {
    const auto found =
        std::find_if(conversation.outbox.begin(), conversation.outbox.end(),
                     [&](const OutboxRow& row) { return row.submission.mid == mid; });
    if (found == conversation.outbox.end()) return;
    drop_files(turn, *found);
    remove_outbox_row(state, conversation, mid);
    state.discarded = mid;
    conversation.outbox.erase(found);
    state.changes.link = true;
    touch(state, conversation);
    turn.emit(boundary::RowRemoved{.conv = conversation.conv, .mid = mid});
}

uint64_t queued_count(const State& state) {
    uint64_t count = 0;
    for (const Conversation& conversation : state.conversations) {
        for (const OutboxRow& row : conversation.outbox) {
            if (row.stage < Stage::acked && !row.said.event) ++count;
        }
    }
    return count;
}

}  // namespace shopbell::client
