// SPDX-License-Identifier: Apache-2.0
#include "server-stub/api/api.hpp"

#include "server-stub/api/call.hpp"
#include "server-stub/store/database.hpp"

namespace shopbell::server {
namespace {

struct Route {
    std::string_view method, path;  // '*' stands for one segment
    HttpResponse (*call)(Call&);
};

constexpr Route routes[] = {
    {"GET", "/v1/setup", ask_setup},
    {"POST", "/v1/setup", set_up},
    {"POST", "/v1/login/start", start_login},
    {"POST", "/v1/login", log_in},
    {"POST", "/v1/logout", log_out},
    {"POST", "/v1/passphrase", change_passphrase},
    {"GET", "/v1/shop", show_shop},
    {"PUT", "/v1/shop/settings", put_settings},
    {"PUT", "/v1/roster", put_roster},
    {"PUT", "/v1/profile", put_profile},
    {"POST", "/v1/invitations", invite},
    {"DELETE", "/v1/invitations/*", withdraw_invitation},
    {"GET", "/v1/invitations/*", show_invitation},
    {"POST", "/v1/invitations/*/accept", accept_invitation},
    {"POST", "/v1/recover/start", start_recovery},
    {"POST", "/v1/recover", recover},
};

bool matches(std::string_view pattern, std::string_view path, std::string& segment) {
    const size_t star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == path;
    const std::string_view before = pattern.substr(0, star), after = pattern.substr(star + 1);
    if (path.size() <= before.size() + after.size()) return false;
    if (!path.starts_with(before) || !path.ends_with(after)) return false;
    const auto between = path.substr(before.size(), path.size() - before.size() - after.size());
    if (between.find('/') != std::string_view::npos) return false;
    segment = between;
    return true;
}

// A page of another site may make its visitor's browser send requests here; it cannot hide its
// Origin. Programs send none.
void check_origin(const ApiConfig& config, const HttpRequest& request) {
    if (request.method == "GET" || request.origin.empty()) return;
    if (!config.public_url.empty() && request.origin == config.public_url) return;
    const bool by_host = config.public_url.empty() || config.demo;
    if (by_host && (request.origin == "http://" + request.host ||
                    request.origin == "https://" + request.host)) {
        return;
    }
    throw Refusal{403, "origin_refused", "Origin", "only the relay's own pages may do this"};
}

void check_content_type(const HttpRequest& request) {
    if (request.body.empty()) return;
    const std::string_view type =
        std::string_view(request.content_type).substr(0, request.content_type.find(';'));
    if (type != "application/json") {
        throw Refusal{415, "unsupported", "Content-Type", "must be application/json"};
    }
}

HttpResponse call_route(Api& api, const ApiConfig& config, const HttpRequest& request, Now now) {
    std::string allowed;
    for (const Route& route : routes) {
        Call call(api, request, now);
        if (!matches(route.path, request.path, call.segment)) continue;
        if (route.method == request.method) {
            check_origin(config, request);
            check_content_type(request);
            return route.call(call);
        }
        allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
    }
    if (!allowed.empty()) return method_not_allowed(allowed);
    throw not_found("path", "there is nothing here");
}

}  // namespace

Api::Api(Accounts& accounts, relay::Store& store, ApiConfig config, const Key& seed)
    : accounts_(accounts), store_(store), config_(std::move(config)), rng_(seed) {}

HttpResponse Api::handle(const HttpRequest& request, Now now) {
    const size_t changed_before = changed_.size();
    try {
        HttpResponse response;
        // One transaction: what a refused call has written is not kept.
        const auto call = [&] { response = call_route(*this, config_, request, now); };
        request.method == "GET" ? call() : accounts_.together(call);
        return response;
    } catch (const Refusal& refusal) {
        changed_.resize(changed_before);
        return response_of(refusal);
    } catch (const DatabaseBroken&) {
        throw;  // the process ends: the disk cannot be trusted
    } catch (const DatabaseNotNow&) {
        changed_.resize(changed_before);
        return response_of({503, "retry", "", "the relay cannot reach its disk just now", 1'000});
    } catch (const std::exception&) {
        changed_.resize(changed_before);
        return error_response(500, "broken", "", "the relay made a mistake; nothing has changed");
    }
}

std::string Api::make_setup_token(Now now) {
    const Key token = rng_.key();
    accounts_.put_setup_token(token_hash("shopbell/setup/v1", token),
                              unix_ms(now) + setup_token_ms);
    return base64url_encode(token);
}

}  // namespace shopbell::server
