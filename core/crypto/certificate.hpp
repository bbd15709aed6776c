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

// The roster names the agent and its key signed this. Whether the device is the one that uses the
// certificate is for the caller to compare.
bool verify_certificate(const wire::Certificate& certificate, std::string_view shop,
                        const wire::Roster& roster);

}  // namespace shopbell::crypto
