// SPDX-License-Identifier: Apache-2.0
// echo-bot HOST PORT EMAIL: signs in as that agent (passphrase in SHOPBELL_PASSPHRASE) and says
// back whatever a shopper writes. It speaks plain ws: run it beside the relay, or behind a TLS
// proxy.
#include "examples/echo-bot/wire_loop.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    const char* const passphrase = std::getenv("SHOPBELL_PASSPHRASE");
    if (argc != 4 || passphrase == nullptr) {
        std::cerr << "usage: SHOPBELL_PASSPHRASE=... echo-bot HOST PORT EMAIL\n";
        return 2;
    }
    try {
        const shopbell::example::RelayAddress relay{argv[1], argv[2]};
        shopbell::example::Echo bot;
        shopbell::example::run(bot, relay, shopbell::example::sign_in(relay, argv[3], passphrase));
    } catch (const std::exception& problem) {
        std::cerr << "echo-bot: " << problem.what() << "\n";
        return 1;
    }
}
