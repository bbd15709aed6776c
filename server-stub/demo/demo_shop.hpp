// SPDX-License-Identifier: Apache-2.0
// The shop of demo mode: an owner, an agent, a passphrase that everybody knows, and a root key that
// the relay itself made. It proves nothing against the relay that made it, and says so; that is why
// demo mode serves the loopback only. Called once, for a data folder without that shop.
#pragma once

#include "core/base/time.hpp"
#include "core/relay/store.hpp"
#include "server-stub/accounts/accounts.hpp"

namespace shopbell::server {

inline constexpr std::string_view demo_shop_id = "demo";
inline constexpr std::string_view demo_owner_email = "ada@demo.shop";
inline constexpr std::string_view demo_agent_email = "bo@demo.shop";
inline constexpr std::string_view demo_passphrase = "demo-demo-demo";

// The record that stands, made if there was none. `seed` is fresh randomness.
relay::ShopRecord ensure_demo_shop(Accounts& accounts, relay::Store& store, const Key& seed,
                                   Now now);

}  // namespace shopbell::server
