// SPDX-License-Identifier: Apache-2.0
// The part of SqliteStore that knows whose a token of `welcome` is. The relay could make each token
// again, but not tell from one whose it is; so it keeps the hash, beside what the device proved.
#include "server-stub/store/sqlite_store.hpp"

namespace shopbell::server {

using namespace relay;  // requests and answers are the relay's words

namespace {

// A visit that tells nothing new is written down so often, for TrimBearers.
constexpr uint64_t seen_step_ms = 86'400'000;

}  // namespace

StoreAnswer SqliteStore::answer(const PutBearer& request) {
    const TokenHolder& holder = request.holder;
    database_.run(
        "INSERT INTO bearers (hash, shop, device, role, agent, seen_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (hash) DO UPDATE SET role = excluded.role, agent = excluded.agent,"
        " seen_at = excluded.seen_at WHERE role != excluded.role OR agent != excluded.agent"
        " OR seen_at + ? <= excluded.seen_at",
        request.bearer_hash, holder.shop, holder.device, static_cast<uint64_t>(holder.role),
        holder.agent, request.at, seen_step_ms);
    return Done{};
}

StoreAnswer SqliteStore::answer(const TrimBearers& request) {
    database_.run("DELETE FROM bearers WHERE seen_at < ?", request.before);
    return Done{};
}

StoreAnswer SqliteStore::answer(const ReadBearer& request) {
    Query query(database_, "SELECT shop, device, role, agent FROM bearers WHERE hash = ?",
                request.bearer_hash);
    if (!query.next()) return BearerRead{};
    TokenHolder holder;
    holder.shop = query.text(0);
    holder.device = query.fixed<32>(1);
    holder.role = static_cast<Role>(query.uint(2));
    holder.agent = query.fixed<16>(3);
    return BearerRead{std::move(holder)};
}

}  // namespace shopbell::server
