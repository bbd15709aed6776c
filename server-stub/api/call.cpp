// SPDX-License-Identifier: Apache-2.0
#include "server-stub/api/call.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/roster.hpp"
#include "server-stub/store/ask.hpp"

#include <algorithm>

namespace shopbell::server {

using nlohmann::json;

namespace {

constexpr size_t recoveries_max = 1'000;
// For the rest of welcome: sealed inboxes, above all.
constexpr size_t frame_spare_bytes = 16 * 1024;
// A session is prolonged at most so often, so that reading does not mean writing.
constexpr uint64_t session_step_ms = 10ull * 60 * 1000;

std::string_view problem_text(crypto::RosterProblem problem) {
    switch (problem) {
        case crypto::RosterProblem::root:
            return "is signed by another root key";
        case crypto::RosterProblem::signature:
            return "has a false signature";
        case crypto::RosterProblem::malformed:
            return "is not an encoded Roster";
        case crypto::RosterProblem::shop:
            return "is another shop's";
        case crypto::RosterProblem::duplicate:
            return "names an agent twice";
        case crypto::RosterProblem::older:
        case crypto::RosterProblem::fork:
            break;
    }
    return "does not follow the newest one";
}

}  // namespace

Hash token_hash(std::string_view purpose, const Key& token) {
    return crypto::hash256({bytes_of(purpose), token});
}

Key parse_token(std::string_view text, std::string_view field) {
    const auto token = base64url_decode_fixed<32>(text);
    if (!token) throw not_found(field, "is not one of ours");
    return *token;
}

HttpResponse json_response(const json& body) {
    HttpResponse response;
    response.content_type = "application/json";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.text = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return response;
}

void check_fits_a_frame(const relay::ShopRecord& record) {
    size_t bytes = wire::encode(record.settings).size() + wire::encode(record.signed_roster).size();
    for (const wire::AgentProfile& profile : record.profiles) bytes += wire::encode(profile).size();
    if (bytes > limits::frame_bytes_max - frame_spare_bytes) {
        throw conflict("too_large", "shop",
                       "settings, agents and roster do not fit into one frame");
    }
}

wire::Roster read_roster(const relay::ShopRecord& record) {
    auto roster = wire::decode_roster(record.signed_roster.roster);
    if (!roster) throw Refusal{500, "broken", "signed_roster", "the stored roster cannot be read"};
    return std::move(*roster);
}

wire::AgentProfile* find_profile(relay::ShopRecord& record, const Id& agent) {
    const auto found = std::find_if(record.profiles.begin(), record.profiles.end(),
                                    [&](const wire::AgentProfile& p) { return p.id == agent; });
    return found == record.profiles.end() ? nullptr : &*found;
}

void set_sealed_inboxes(relay::ShopRecord& record, const Id& agent,
                        std::vector<wire::SealedInbox> sealed) {
    for (relay::AgentInboxes& inboxes : record.sealed_inboxes) {
        if (inboxes.agent != agent) continue;
        inboxes.sealed = std::move(sealed);
        return;
    }
    record.sealed_inboxes.push_back({agent, std::move(sealed)});
}

Call::Call(Api& api, const HttpRequest& asked, Now at)
    : accounts(api.accounts_),
      store(api.store_),
      config(api.config_),
      rng(api.rng_),
      failures(api.failures_),
      request(asked),
      now(at),
      api_(api) {}

Fields Call::body() const { return Fields::parse(request.body); }

Call::Agent Call::agent() {
    constexpr std::string_view scheme = "Bearer ";
    if (request.authorization.rfind(scheme, 0) != 0) throw signed_out();
    const auto token = base64url_decode_fixed<32>(request.authorization.substr(scheme.size()));
    if (!token) throw signed_out();
    Agent agent;
    agent.token_hash = token_hash("shopbell/session/v1", *token);
    const auto session = accounts.find_session(agent.token_hash);
    if (!session || session->expires_at <= at()) throw signed_out();
    auto account = accounts.find_account_of(session->shop, session->agent);
    if (!account) throw signed_out();
    agent.account = std::move(*account);
    agent.record = shop(session->shop);
    const wire::Roster roster = read_roster(agent.record);
    const wire::RosterAgent* const entry = crypto::find_agent(roster, session->agent);
    if (entry == nullptr) throw signed_out();
    agent.entry = *entry;
    if (session->expires_at + session_step_ms < at() + session_ms) {
        accounts.put_session(agent.token_hash, {session->shop, session->agent, at() + session_ms});
    }
    return agent;
}

Call::Agent Call::owner() {
    Agent asking = agent();
    if (asking.entry.role != owner_role) throw forbidden("only the owner may do this");
    return asking;
}

json Call::welcome(const Account& account, const relay::ShopRecord& record) {
    const wire::Roster roster = read_roster(record);
    const wire::RosterAgent* const entry = crypto::find_agent(roster, account.agent);
    if (entry == nullptr) throw forbidden("the shop's roster does not name this agent any more");
    json answer{{"session", open_session(account.shop, account.agent)},
                {"shop", account.shop},
                {"root_hash", base64url_encode(record.root_hash)},
                {"agent", base64url_encode(account.agent)},
                {"role", entry->role},
                {"name", ""},
                {"vault", base64url_encode(account.vault)},
                {"root_vault", nullptr},
                {"signed_roster", record_text(record.signed_roster)},
                {"sealed_inbox", json::array()}};
    if (account.root_vault) answer["root_vault"] = base64url_encode(*account.root_vault);
    for (const wire::AgentProfile& profile : record.profiles) {
        if (profile.id == account.agent) answer["name"] = profile.name;
    }
    for (const relay::AgentInboxes& inboxes : record.sealed_inboxes) {
        if (inboxes.agent == account.agent) answer["sealed_inbox"] = record_texts(inboxes.sealed);
    }
    return answer;
}

std::string Call::open_session(const std::string& shop, const Id& agent) {
    const Key token = rng.key();
    accounts.put_session(token_hash("shopbell/session/v1", token),
                         {shop, agent, at() + session_ms});
    return base64url_encode(token);
}

relay::ShopRecord Call::shop(const std::string& id) {
    auto record = load_shop(store, id);
    if (!record) throw not_found("shop", "this relay does not know the shop");
    return std::move(*record);
}

void Call::put(relay::ShopRecord record) {
    check_fits_a_frame(record);
    put_shop(store, record);
    api_.changed_.push_back(std::move(record));
}

wire::Roster Call::checked_roster(const wire::SignedRoster& signed_roster,
                                  const relay::ShopRecord& record) {
    const crypto::KnownRoster known{read_roster(record).version,
                                    crypto::roster_hash(record.signed_roster.roster)};
    auto roster = crypto::verify_roster(signed_roster, record.root_hash, record.shop, known);
    if (!roster) throw conflict("roster_false", "signed_roster", problem_text(roster.error()));
    if (roster->version <= known.version) {
        throw conflict("roster_false", "signed_roster", "is not newer than the one that stands");
    }
    return std::move(*roster);
}

std::string Call::own_url() const {
    if (!config.public_url.empty() && !config.demo) return config.public_url;
    return "http://" + request.host;
}

void Call::check_failures(const std::string& email) {
    const Millis wait_ms = std::max(failures.wait_ms("mail " + email, now),
                                    failures.wait_ms("address " + request.address, now));
    if (wait_ms > 0) throw rate_limited(wait_ms);
}

void Call::note_failure(const std::string& email) {
    failures.note("mail " + email, now);
    failures.note("address " + request.address, now);
}

Key Call::start_recovery(const std::string& email) {
    std::erase_if(api_.recoveries_, [&](const auto& e) { return e.second.expires_at <= at(); });
    // Many at once are somebody's game; the oldest promise is the one to break.
    if (api_.recoveries_.size() >= recoveries_max) api_.recoveries_.clear();
    const Key nonce = rng.key();
    api_.recoveries_[token_hash("shopbell/recovery-nonce/v1", nonce)] = {email, nonce,
                                                                         at() + recovery_ms};
    return nonce;
}

void Call::finish_recovery(const std::string& email, const Key& nonce) {
    const auto found = api_.recoveries_.find(token_hash("shopbell/recovery-nonce/v1", nonce));
    const bool good = found != api_.recoveries_.end() && found->second.email == email &&
                      found->second.expires_at > at();
    if (found != api_.recoveries_.end()) api_.recoveries_.erase(found);
    if (!good) throw gone("nonce", "has been used, or is too old; start again");
}

}  // namespace shopbell::server
