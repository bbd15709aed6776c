// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/server/api_scene.hpp"

#include "core/base/text_encoding.hpp"
#include "server-stub/store/ask.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

using nlohmann::json;

namespace {

Key key_of(uint8_t byte) {
    Key key;
    key.fill(byte);
    return key;
}

ApiConfig config() {
    return {
        "https://chat.example", false, key_of(0x5e), {"0123456789ab", "sha384-L", {"sha256-P"}}};
}

}  // namespace

const MadeShop& tea_shop() {
    static const MadeShop shop = [] {
        MadeShop made;
        made.salt.fill(7);
        const auto answer = crypto::make_shop(
            {key_of(1), "tea", owner_passphrase, made.salt, static_cast<uint64_t>(noon_wall)});
        const auto derived = crypto::derive_keys({owner_passphrase, made.salt});
        REQUIRE(answer.ok());
        REQUIRE(derived.ok());
        made.made = *answer;
        made.vault_key = derived->vault_key;
        return made;
    }();
    return shop;
}

std::string b64(ByteView bytes) { return base64url_encode(bytes); }

std::string Answer::code() const { return body.value(json::json_pointer("/error/code"), ""); }

std::string Answer::field() const { return body.value(json::json_pointer("/error/field"), ""); }

ApiScene::ApiScene() : api(accounts, store, config(), key_of(0xa9)) {}

Answer ApiScene::call(const std::string& method, const std::string& path, const json& body) {
    HttpRequest request;
    request.method = method;
    const size_t question = path.find('?');
    request.path = path.substr(0, question);
    if (question != std::string::npos) request.query = path.substr(question + 1);
    request.host = "chat.example";
    request.origin = origin;
    request.address = address;
    if (!bearer.empty()) request.authorization = "Bearer " + bearer;
    if (!body.is_null()) {
        request.content_type = "application/json";
        request.body = body.dump();
    }
    Answer answer;
    answer.response = api.handle(request, now);
    answer.status = answer.response.status;
    answer.body = json::parse(answer.response.body(), nullptr, false);
    for (auto& shop : api.take_changed_shops()) changed.push_back(std::move(shop));
    return answer;
}

json ApiScene::setup_body(const std::string& token) {
    const auto& [salt, made, vault_key] = tea_shop();
    return {{"token", token},
            {"shop", "tea"},
            {"signed_roster", record_b64(made.signed_roster)},
            {"agent", b64(made.agent)},
            {"email", owner_email},
            {"name", "Ada"},
            {"salt", b64(salt)},
            {"login_key", b64(made.login_key)},
            {"vault", b64(made.vault)},
            {"root_vault", b64(made.root_vault)},
            {"recovery_box", b64(made.recovery_box)},
            {"sealed_inbox", {record_b64(made.sealed_inbox)}},
            {"settings",
             {{"name", "Tea"},
              {"accent", "#1c4f9f"},
              {"greeting", ""},
              {"away", ""},
              {"origins", {"https://tea.example"}}}}};
}

void ApiScene::set_up() {
    const Answer answer = post("/v1/setup", setup_body(api.make_setup_token(now)));
    REQUIRE(answer.status == 200);
    bearer = answer.text("session");
}

Answer ApiScene::log_in(const std::string& email, const Key& login_key) {
    return post("/v1/login", {{"email", email}, {"login_key", b64(login_key)}});
}

relay::ShopRecord ApiScene::record() {
    auto record = load_shop(store, "tea");
    REQUIRE(record);
    return *record;
}

boundary::Invited ApiScene::make_invitation(uint64_t role) {
    const auto& [salt, made, vault_key] = tea_shop();
    boundary::Invite invite;
    invite.seed = key_of(static_cast<uint8_t>(0x80 + ++invitations_));
    invite.agent = made.agent;
    invite.vault_key = vault_key;
    invite.root_vault = made.root_vault;
    invite.signed_roster = record().signed_roster;
    invite.sealed_inbox = {made.sealed_inbox};
    invite.keys = made.keys;
    invite.role = role;
    invite.now = static_cast<uint64_t>(noon_wall);
    auto invited = crypto::invite(invite);
    REQUIRE(invited.ok());
    return *invited;
}

json ApiScene::invitation_body(const boundary::Invited& invited, const std::string& email,
                               uint64_t role) {
    json sealed = json::array();
    for (const auto& one : invited.sealed_inbox) sealed.push_back(record_b64(one));
    return {{"agent", b64(invited.agent)},
            {"email", email},
            {"name", "Bo"},
            {"role", role},
            {"invite_vault", b64(invited.invite_vault)},
            {"signed_roster", record_b64(invited.signed_roster)},
            {"sealed_inbox", sealed}};
}

}  // namespace shopbell::server::test
