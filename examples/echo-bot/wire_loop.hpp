// SPDX-License-Identifier: Apache-2.0
// The bot's shell: one WebSocket, one timer, one thread. It carries out the effects of the bot and
// hands it what happens, as the browser's web/bridge does for a page.
#pragma once

#include "examples/echo-bot/echo.hpp"
#include "examples/echo-bot/sign_in.hpp"

namespace shopbell::example {

// Runs until SIGINT or SIGTERM. A bot that keeps nothing starts from the inbox feed each time.
void run(Echo& bot, const RelayAddress& relay, const boundary::Start& start);

}  // namespace shopbell::example
