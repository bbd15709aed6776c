// SPDX-License-Identifier: Apache-2.0
// The list of who may read and speak for a shop, signed by its root key. Clients check it against
// the hash that the snippet pins and never go back to an older one; so the relay, which only passes
// it on, cannot add an agent. The console's owner signs new ones (core/crypto/vault).
#pragma once

#include "core/base/result.hpp"
#include "core/crypto/secret_key.hpp"
#include "core/wire/messages.hpp"

namespace shopbell::crypto {

enum class RosterProblem : uint8_t {
    root = 1,   // the root key is not the pinned one
    signature,  // not signed by it
    malformed,  // not an encoded Roster, or values out of range
    shop,       // another shop's
    duplicate,  // two agents of one id, or one key twice
    older,      // a version before the known one
    fork,       // not the known one at the same version, or not made from it
};

// The newest roster that this client has accepted; version 0 for none.
struct KnownRoster {
    uint64_t version = 0;
    Hash hash{};  // roster_hash of its bytes
};

Result<wire::Roster, RosterProblem> verify_roster(const wire::SignedRoster& signed_roster,
                                                  const Hash& root_hash, std::string_view shop,
                                                  const KnownRoster& known = {});

// An expired roster still serves: agents are warned, shoppers told mildly.
bool roster_expired(const wire::Roster& roster, uint64_t now_unix_ms);

// An agent of today; null if the roster names none of that id, or only a former one.
const wire::RosterAgent* find_agent(const wire::Roster& roster, const Id& agent);

wire::SignedRoster sign_roster(const wire::Roster& roster, const Key& root_pk,
                               const SignKey& root_sk);

Hash root_hash(const Key& root_pk);       // what the snippet pins
Hash roster_hash(ByteView roster_bytes);  // what the next version's `previous` holds

}  // namespace shopbell::crypto
