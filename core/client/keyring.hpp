// SPDX-License-Identifier: Apache-2.0
// Whom to believe and what can be opened: the shop's roster, the agent behind a device, and the key
// of each generation of a conversation. Everything that decides on trust goes through here.
#pragma once

#include "core/client/state.hpp"

#include <optional>
#include <string_view>

namespace shopbell::client {

// Takes a roster that the relay or the disk showed. False: it is not the pinned root's, is for
// another shop, or is older than (or different from) the one known; nothing changes then.
bool accept_roster(State& state, const wire::SignedRoster& signed_roster,
                   std::string_view& problem);

// Opens the inbox secrets sealed to this agent.
void accept_sealed_inbox(State& state, const std::vector<wire::SealedInbox>& sealed);

// Adds those wraps of a conversation that verify and whose generation is new.
void accept_wraps(State& state, Conversation& conversation, const std::vector<wire::Wrap>& wraps);

// The relay has the first key as its maker has wrapped it for another version of the shop's inbox.
bool stands_for_first(const State& state, const Conversation& conversation, const wire::Wrap& wrap);

// K(conv, gen), or null when no wrap of it can be opened here.
const crypto::ConversationKey* conversation_key(State& state, Conversation& conversation,
                                                uint64_t gen);

struct Writer {
    Author author = Author::system;
    std::optional<Id> agent;
    bool mine = false;
};

// Who wrote a row; none: its certificate is false, or its device is not the shopper's.
std::optional<Writer> writer_of(const State& state, const Conversation& conversation,
                                const wire::Submission& submission);

// Verifies and opens a row: signature, writer, key, commitment, ciphertext, content.
Said open_row(State& state, Conversation& conversation, const wire::Submission& submission);

// The "generation" of a row on its writer's disk: it is sealed for the writer alone.
inline constexpr uint64_t gen_at_rest = 0;

// Seals what the row says under a key, for another generation or for the disk; not signed.
wire::Submission seal_said(State& state, const Conversation& conversation, const OutboxRow& row,
                           const crypto::ConversationKey& key, uint64_t gen);

// What an outbox's row is sealed under on this device's disk.
crypto::ConversationKey key_at_rest(const State& state, const Conversation& conversation);

// Opens a row from the disk's outbox.
Said open_at_rest(const State& state, const Conversation& conversation,
                  const wire::Submission& submission);

// Of a conversation that is gone.
void forget_keys(Conversation& conversation);

// This device's certificate; agents only.
std::optional<wire::Certificate> own_certificate(const State& state, uint64_t wall);

}  // namespace shopbell::client
