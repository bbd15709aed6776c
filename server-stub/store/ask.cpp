// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/ask.hpp"

#include "server-stub/store/database.hpp"

namespace shopbell::server {

relay::StoreAnswer ask_store(relay::Store& store, relay::StoreRequest request) {
    std::vector<relay::StoreAnswer> answers;
    store.apply(std::span<const relay::StoreRequest>(&request, 1), answers);
    return std::move(answers.at(0));
}

std::optional<relay::ShopRecord> load_shop(relay::Store& store, const std::string& shop) {
    const auto answer = ask_store(store, relay::LoadShop{shop});
    const auto* const loaded = std::get_if<relay::ShopLoaded>(&answer);
    if (loaded == nullptr) throw DatabaseFull("the store cannot answer just now");
    return loaded->record;
}

void put_shop(relay::Store& store, const relay::ShopRecord& record) {
    const auto answer = ask_store(store, relay::PutShop{record});
    if (!std::holds_alternative<relay::Done>(answer)) {
        throw DatabaseFull("the store cannot write just now");
    }
}

}  // namespace shopbell::server
