// SPDX-License-Identifier: Apache-2.0
// The answers of a key operation that cannot be done, by the code that the console shows them
// under: one function a code, so that the codes of core/wire/schema/calls.json stand in one place.
#pragma once

#include "core/crypto/vault/vault.hpp"
#include "core/wire/calls.hpp"

namespace shopbell::crypto::failure {

boundary::Failed malformed(std::string field, std::string message);
boundary::Failed passphrase_short(std::string field);
boundary::Failed no_memory(std::string field);  // Argon2 did not get its 64 MiB
boundary::Failed vault(std::string field, VaultProblem problem);
boundary::Failed vault_false(std::string field, std::string message);
boundary::Failed code_false(std::string field, std::string message);
boundary::Failed roster_false(std::string field, std::string message);
boundary::Failed invite_false(std::string field);

}  // namespace shopbell::crypto::failure
