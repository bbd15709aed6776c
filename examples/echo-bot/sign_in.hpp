// SPDX-License-Identifier: Apache-2.0
// Signing in as an agent over the relay's HTTP API (docs/protocol.md): the passphrase becomes two
// keys, the relay is shown one of them, the other opens the vault that it gives back.
#pragma once

#include "core/wire/boundary.hpp"

#include <string>

namespace shopbell::example {

struct RelayAddress {
    std::string host;
    std::string port;

    [[nodiscard]] std::string authority() const { return host + ":" + port; }
};

// Everything of boundary::Start, ready for the Session. Throws std::runtime_error in words for
// whoever started the bot.
boundary::Start sign_in(const RelayAddress& relay, const std::string& email,
                        const std::string& passphrase);

}  // namespace shopbell::example
