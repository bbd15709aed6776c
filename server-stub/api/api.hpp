// SPDX-License-Identifier: Apache-2.0
// The JSON API of setup, sign-in and administration: one request in, one response out, on the
// writer's thread. Pure but for the accounts and the store that it is given: time and randomness
// are parameters. It checks what the relay can check (who asks, what a root signed) and keeps the
// rest sealed as it came. Each file of this folder holds one part of it.
#pragma once

#include "core/base/time.hpp"
#include "core/crypto/rng.hpp"
#include "core/relay/store.hpp"
#include "server-stub/accounts/accounts.hpp"
#include "server-stub/api/failures.hpp"
#include "server-stub/api/snippet.hpp"
#include "server-stub/listener/http_message.hpp"

#include <map>

#include <nlohmann/json_fwd.hpp>

namespace shopbell::server {

inline constexpr uint64_t setup_token_ms = 24ull * 3600 * 1000;
inline constexpr uint64_t invitation_ms = 7ull * 24 * 3600 * 1000;
inline constexpr uint64_t session_ms = 12ull * 3600 * 1000;
inline constexpr uint64_t recovery_ms = 10ull * 60 * 1000;

struct ApiConfig {
    std::string public_url;  // empty: whatever host was dialled
    bool demo = false;       // any of the relay's own loopback names counts as its origin
    Key secret{};            // for the answers to unknown mail addresses
    LoaderPins pins;
};

class Api {
public:
    Api(Accounts& accounts, relay::Store& store, ApiConfig config, const Key& seed);

    HttpResponse handle(const HttpRequest& request, Now now);

    // Shops that changed since the last call, for the Hub.
    std::vector<relay::ShopRecord> take_changed_shops() { return std::exchange(changed_, {}); }

    // A new setup token, as `init` prints it.
    std::string make_setup_token(Now now);

private:
    friend class Call;
    struct Recovery {
        std::string email;
        Key nonce{};
        uint64_t expires_at = 0;
    };

    Accounts& accounts_;
    relay::Store& store_;
    ApiConfig config_;
    crypto::Rng rng_;
    Failures failures_;
    std::map<Hash, Recovery> recoveries_;  // by the nonce's hash
    std::vector<relay::ShopRecord> changed_;
};

}  // namespace shopbell::server
