// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/server/api_scene.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

using nlohmann::json;

namespace {

struct Bad {
    const char* claim;
    void (*spoil)(json& body);
    const char* field;
};

}  // namespace

TEST_CASE("a token sets one shop up, once") {
    ApiScene scene;
    const std::string token = scene.api.make_setup_token(scene.now);
    CHECK(scene.get("/v1/setup?token=" + token).body["ok"] == true);
    const Answer answer = scene.post("/v1/setup", ApiScene::setup_body(token));
    REQUIRE(answer.status == 200);
    CHECK(answer.text("shop") == "tea");
    CHECK(answer.text("root_hash") == b64(tea_shop().made.root_hash));
    REQUIRE(scene.changed.size() == 1);
    CHECK(scene.changed[0] == scene.record());
    CHECK(scene.record().settings.origins == std::vector<std::string>{"https://tea.example"});
    CHECK(scene.get("/v1/setup?token=" + token).status == 404);
    CHECK(scene.post("/v1/setup", ApiScene::setup_body(token)).status == 404);
    scene.bearer = answer.text("session");
    CHECK(scene.get("/v1/shop").status == 200);
}

TEST_CASE("an unknown token is not found, an old one is gone") {
    ApiScene scene;
    CHECK(scene.get("/v1/setup").status == 404);
    CHECK(scene.get("/v1/setup?token=" + b64(Key{})).status == 404);
    const std::string token = scene.api.make_setup_token(scene.now);
    scene.now.wall += static_cast<Millis>(setup_token_ms);
    CHECK(scene.get("/v1/setup?token=" + token).status == 410);
    CHECK(scene.post("/v1/setup", ApiScene::setup_body(token)).status == 410);
}

TEST_CASE("whatever is wrong with a setup is named, and the token stays good") {
    const Bad table[] = {
        {"no shop", [](json& b) { b.erase("shop"); }, "shop"},
        {"a shop in capitals", [](json& b) { b["shop"] = "Tea"; }, "shop"},
        {"a number for a shop", [](json& b) { b["shop"] = 3; }, "shop"},
        {"a long shop", [](json& b) { b["shop"] = std::string(33, 'a'); }, "shop"},
        {"another shop's roster", [](json& b) { b["shop"] = "ink"; }, "signed_roster"},
        {"a roster that is no base64url", [](json& b) { b["signed_roster"] = "=="; },
         "signed_roster"},
        {"a roster that is no record", [](json& b) { b["signed_roster"] = "AAAA"; },
         "signed_roster"},
        {"a roster with a flipped bit",
         [](json& b) {
             auto roster = tea_shop().made.signed_roster;
             roster.roster[40] ^= 1;
             b["signed_roster"] = record_b64(roster);
         },
         "signed_roster"},
        {"another agent than the roster's", [](json& b) { b["agent"] = b64(Id{}); },
         "signed_roster"},
        {"a short agent id", [](json& b) { b["agent"] = "AAAA"; }, "agent"},
        {"no mail address", [](json& b) { b["email"] = "ada"; }, "email"},
        {"two at signs", [](json& b) { b["email"] = "a@b@c"; }, "email"},
        {"a space in the mail address", [](json& b) { b["email"] = "a @b"; }, "email"},
        {"an empty name", [](json& b) { b["name"] = ""; }, "name"},
        {"a name with a line feed", [](json& b) { b["name"] = "A\nB"; }, "name"},
        {"no salt", [](json& b) { b.erase("salt"); }, "salt"},
        {"a short login key", [](json& b) { b["login_key"] = "AA"; }, "login_key"},
        {"a padded vault", [](json& b) { b["vault"] = "AA=="; }, "vault"},
        {"a large vault", [](json& b) { b["vault"] = b64(Bytes(257)); }, "vault"},
        {"no root vault", [](json& b) { b["root_vault"] = nullptr; }, "root_vault"},
        {"a large recovery box", [](json& b) { b["recovery_box"] = b64(Bytes(4097)); },
         "recovery_box"},
        {"a sealed inbox that is none", [](json& b) { b["sealed_inbox"] = {"AAAA"}; },
         "sealed_inbox"},
        {"a sealed inbox that is no list", [](json& b) { b["sealed_inbox"] = "AAAA"; },
         "sealed_inbox"},
        {"no settings", [](json& b) { b.erase("settings"); }, "settings"},
        {"settings as a list", [](json& b) { b["settings"] = json::array(); }, "settings"},
        {"an accent by name", [](json& b) { b["settings"]["accent"] = "blue"; }, "settings.accent"},
        {"an accent with a letter g", [](json& b) { b["settings"]["accent"] = "#1c4f9g"; },
         "settings.accent"},
        {"a long greeting", [](json& b) { b["settings"]["greeting"] = std::string(1025, 'a'); },
         "settings.greeting"},
        {"an origin with a path", [](json& b) { b["settings"]["origins"] = {"https://a.b/c"}; },
         "settings.origins"},
        {"the origin null", [](json& b) { b["settings"]["origins"] = {"null"}; },
         "settings.origins"},
        {"a retention of eleven years", [](json& b) { b["settings"]["retention_days"] = 4015; },
         "settings.retention_days"},
        {"a number among the origins", [](json& b) { b["settings"]["origins"] = {1}; },
         "settings.origins"},
    };
    ApiScene scene;
    const std::string token = scene.api.make_setup_token(scene.now);
    for (const Bad& bad : table) {
        CAPTURE(bad.claim);
        json body = ApiScene::setup_body(token);
        bad.spoil(body);
        const Answer answer = scene.post("/v1/setup", body);
        CHECK(answer.status == 400);
        CHECK(answer.code() == "bad_field");
        CHECK(answer.field() == bad.field);
    }
    CHECK(scene.changed.empty());
    CHECK(scene.post("/v1/setup", ApiScene::setup_body(token)).status == 200);
}

TEST_CASE("a shop id and a mail address are taken once") {
    ApiScene scene;
    scene.set_up();
    json body = ApiScene::setup_body(scene.api.make_setup_token(scene.now));
    Answer answer = scene.post("/v1/setup", body);
    CHECK(answer.status == 409);
    CHECK(answer.code() == "shop_taken");
}

TEST_CASE("bodies that are not one flat enough JSON object are refused") {
    ApiScene scene;
    for (const char* text : {"", "[]", "7", "{", "{\"a\":}", "\xff"}) {
        CAPTURE(text);
        HttpRequest request;
        request.method = "POST";
        request.path = "/v1/login/start";
        request.content_type = "application/json; charset=utf-8";
        request.body = text;
        CHECK(scene.api.handle(request, scene.now).status == 400);
    }
    HttpRequest request;
    request.method = "POST";
    request.path = "/v1/login/start";
    request.content_type = "application/json";
    request.body = std::string(100'000, '[');
    CHECK(scene.api.handle(request, scene.now).status == 400);
    request.body = "{}";
    request.content_type = "text/plain";
    CHECK(scene.api.handle(request, scene.now).status == 415);
}

TEST_CASE("only the relay's own pages may change anything") {
    ApiScene scene;
    const json body{{"email", owner_email}};
    for (const char* origin :
         {"https://evil.example", "null", "http://chat.example", "https://chat.example:444"}) {
        scene.origin = origin;
        const Answer answer = scene.post("/v1/login/start", body);
        CHECK(answer.status == 403);
        CHECK(answer.code() == "origin_refused");
    }
    scene.origin = "https://chat.example";
    CHECK(scene.post("/v1/login/start", body).status == 200);
}

TEST_CASE("a wrong method names the right ones, a wrong path is nothing") {
    ApiScene scene;
    const Answer answer = scene.call("DELETE", "/v1/setup");
    CHECK(answer.status == 405);
    CHECK(answer.body["error"]["message"] == "only GET, POST is taken here");
    CHECK(scene.get("/v1/nothing").status == 404);
    CHECK(scene.get("/v1/invitations/a/b").status == 404);
    CHECK(scene.get("/v1/invitations/").status == 404);
}

TEST_CASE("a full store answers retry and nothing has changed") {
    ApiScene scene;
    const std::string token = scene.api.make_setup_token(scene.now);
    scene.store.set_full(true);
    const Answer answer = scene.post("/v1/setup", ApiScene::setup_body(token));
    CHECK(answer.status == 503);
    CHECK(answer.code() == "retry");
    CHECK(scene.changed.empty());
    scene.store.set_full(false);
    CHECK(scene.post("/v1/setup", ApiScene::setup_body(token)).status == 200);
}

}  // namespace shopbell::server::test
