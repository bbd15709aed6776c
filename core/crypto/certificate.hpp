// SPDX-License-Identifier: Apache-2.0
// An agent's word that a device is its own. Shoppers know agents from the roster and devices only
// through these; the Session makes one when an agent signs in, and checks those that come with
// hello, wraps and rows.
#pragma once

#include "core/crypto/secret_key.hpp"
#include "core/wire/messages.hpp"

namespace shopbell::crypto {

wire::Certificate certify(const SignKey& agent_sign_sk, std::string_view shop, const Id& agent,
                          const Key& device, uint64_t roster_v, uint64_t at_unix_ms);

// An agent of today signed this: what hello needs. Whether the device is the one that uses the
// certificate is for the caller to compare.
bool verify_certificate(const wire::Certificate& certificate, std::string_view shop,
                        const wire::Roster& roster);

// For what was written under roster version `roster_v`: the entry whose key signed the certificate,
// of an agent of today or of one who was an agent at that version. Null if there is none.
const wire::RosterAgent* certifying_agent(const wire::Certificate& certificate,
                                          std::string_view shop, const wire::Roster& roster,
                                          uint64_t roster_v);

}  // namespace shopbell::crypto
