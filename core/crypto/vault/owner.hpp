// SPDX-License-Identifier: Apache-2.0
// What only the owner's operations share: the root key out of its vault, the newest roster checked
// against it, every version of SE in the open, and the step to the next roster. Called by invite,
// recover and renew.
#pragma once

#include "core/base/result.hpp"
#include "core/crypto/device.hpp"
#include "core/crypto/rng.hpp"
#include "core/wire/calls.hpp"

namespace shopbell::crypto {

struct Root {
    Seed seed;
    SignPair pair;
    explicit Root(const Seed& root_seed);
};

// The roster, if this root signed it and `owner` is an owner in it. `call` names the call in
// errors.
Result<wire::Roster, boundary::Failed> owned_roster(const std::string& call, const Root& root,
                                                    const wire::SignedRoster& signed_roster,
                                                    const Id& owner);

// SE's secrets as sealed to the owner. The roster's own version must be among them.
Result<std::vector<boundary::InboxSecret>, boundary::Failed> opened_inboxes(
    const std::string& call, const std::vector<wire::SealedInbox>& sealed, const BoxPair& owner_box,
    const wire::Roster& roster);

// Does one of them belong to the inbox key that the roster names?
bool holds_inbox(const std::vector<boundary::InboxSecret>& inboxes, const wire::Roster& roster);

// Every secret sealed to one agent; nothing if the agent's box key is not usable.
std::optional<std::vector<wire::SealedInbox>> inboxes_for(
    Rng& rng, const std::vector<boundary::InboxSecret>& inboxes, const Key& agent_box);

// `roster` with the version, the predecessor's hash and the dates of its successor.
wire::Roster next_roster(const wire::Roster& roster, const wire::SignedRoster& predecessor,
                         uint64_t now_unix_ms);
void date_roster(wire::Roster& roster, uint64_t now_unix_ms);

}  // namespace shopbell::crypto
