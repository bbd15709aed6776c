// SPDX-License-Identifier: Apache-2.0
// One question to a store and its one answer, for callers on the store's own thread: the JSON API
// and demo mode.
#pragma once

#include "core/relay/store.hpp"

namespace shopbell::server {

relay::StoreAnswer ask_store(relay::Store& store, relay::StoreRequest request);

std::optional<relay::ShopRecord> load_shop(relay::Store& store, const std::string& shop);

// Throws DatabaseFull when the store refuses it for now.
void put_shop(relay::Store& store, const relay::ShopRecord& record);

}  // namespace shopbell::server
