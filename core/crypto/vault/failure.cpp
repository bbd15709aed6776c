// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/vault/failure.hpp"

#include "core/base/limits.hpp"

namespace shopbell::crypto::failure {

using boundary::Failed;

Failed malformed(std::string field, std::string message) {
    return {"malformed", std::move(field), std::move(message)};
}

Failed passphrase_short(std::string field) {
    return {"passphrase_short", std::move(field),
            "a passphrase has at least " + std::to_string(limits::passphrase_chars_min) +
                " characters"};
}

Failed no_memory(std::string field) {
    return {"malformed", std::move(field), "there is no memory to work on the passphrase"};
}

Failed vault(std::string field, VaultProblem problem) {
    if (problem == VaultProblem::malformed) {
        return vault_false(std::move(field), "the sealed keys are damaged");
    }
    return {"passphrase_false", std::move(field),
            "the passphrase does not open these keys, or they were changed"};
}

Failed vault_false(std::string field, std::string message) {
    return {"vault_false", std::move(field), std::move(message)};
}

Failed code_false(std::string field, std::string message) {
    return {"code_false", std::move(field), std::move(message)};
}

Failed roster_false(std::string field, std::string message) {
    return {"roster_false", std::move(field), std::move(message)};
}

Failed invite_false(std::string field) {
    return {"invite_false", std::move(field), "the link does not open this invitation"};
}

}  // namespace shopbell::crypto::failure
