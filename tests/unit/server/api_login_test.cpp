// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/server/api_scene.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

using nlohmann::json;

namespace {

json passphrase_body(const Key& old_key, const Key& new_key) {
    return {{"old_login_key", b64(old_key)},
            {"salt", b64(Id{9})},
            {"login_key", b64(new_key)},
            {"vault", b64(Bytes{1})},
            {"root_vault", b64(Bytes{2})}};
}

}  // namespace

TEST_CASE("signing in gives back what the browser sealed, and a session") {
    ApiScene scene;
    scene.set_up();
    scene.bearer.clear();
    const auto& [salt, made, vault_key] = tea_shop();
    const Answer start = scene.post("/v1/login/start", {{"email", "ADA@tea.example"}});
    CHECK(start.body == json{{"salt", b64(salt)}, {"ops", 3}, {"mem_mib", 64}});
    const Answer answer = scene.log_in(owner_email, made.login_key);
    REQUIRE(answer.status == 200);
    CHECK(answer.text("shop") == "tea");
    CHECK(answer.text("root_hash") == b64(made.root_hash));
    CHECK(answer.text("agent") == b64(made.agent));
    CHECK(answer.text("name") == "Ada");
    CHECK(answer.body["role"] == 1);
    CHECK(answer.text("vault") == b64(made.vault));
    CHECK(answer.text("root_vault") == b64(made.root_vault));
    CHECK(answer.text("signed_roster") == record_b64(made.signed_roster));
    CHECK(answer.body["sealed_inbox"] == json{record_b64(made.sealed_inbox)});
    scene.bearer = answer.text("session");
    CHECK(scene.get("/v1/shop").status == 200);
}

TEST_CASE("a vault that came back opens with the passphrase") {
    ApiScene scene;
    scene.set_up();
    const auto& [salt, made, vault_key] = tea_shop();
    const Answer answer = scene.log_in(owner_email, made.login_key);
    boundary::Unlock unlock;
    unlock.agent = made.agent;
    unlock.vault_key = vault_key;
    unlock.vault = made.vault;
    CHECK(b64(unlock.vault) == answer.text("vault"));
    CHECK(crypto::unlock(unlock).ok());
}

TEST_CASE("nobody learns which mail addresses exist") {
    ApiScene scene;
    scene.set_up();
    const json asked{{"email", "nobody@tea.example"}};
    const Answer first = scene.post("/v1/login/start", asked);
    CHECK(first.status == 200);
    CHECK(first.body == scene.post("/v1/login/start", asked).body);
    CHECK(first.text("salt").size() == 22);
    CHECK(first.text("salt") !=
          scene.post("/v1/login/start", {{"email", "other@tea.example"}}).text("salt"));
    const Answer unknown = scene.log_in("nobody@tea.example", Key{});
    const Answer wrong = scene.log_in(owner_email, Key{});
    CHECK(unknown.status == 401);
    CHECK(unknown.body == wrong.body);
}

TEST_CASE("ten failures for one mail address close it for a quarter of an hour") {
    ApiScene scene;
    scene.set_up();
    for (int i = 0; i < 10; ++i) {
        scene.address = "192.0.2." + std::to_string(i);
        CHECK(scene.log_in(owner_email, Key{}).status == 401);
    }
    scene.address = "192.0.2.99";
    const Answer limited = scene.log_in(owner_email, tea_shop().made.login_key);
    CHECK(limited.status == 429);
    CHECK(limited.code() == "rate_limited");
    CHECK(limited.body["error"]["retry_ms"] == failures_window_ms);
    scene.now.monotonic += failures_window_ms;
    CHECK(scene.log_in(owner_email, tea_shop().made.login_key).status == 200);
}

TEST_CASE("ten failures from one address close that address, not the others") {
    ApiScene scene;
    scene.set_up();
    for (int i = 0; i < 10; ++i) {
        scene.log_in("u" + std::to_string(i) + "@tea.example", Key{});
    }
    CHECK(scene.log_in(owner_email, tea_shop().made.login_key).status == 429);
    scene.address = "192.0.2.2";
    CHECK(scene.log_in(owner_email, tea_shop().made.login_key).status == 200);
}

TEST_CASE("guessing tokens is limited like guessing passphrases") {
    ApiScene scene;
    for (int i = 0; i < 10; ++i) CHECK(scene.get("/v1/setup?token=x").status == 404);
    CHECK(scene.get("/v1/setup?token=x").status == 429);
}

TEST_CASE("failures are forgotten one by one and never more than a bound is kept") {
    Failures failures;
    for (int i = 0; i < 10; ++i) failures.note("a", {i * 1000, 0});
    CHECK(failures.wait_ms("a", {9'000, 0}) == failures_window_ms - 9'000);
    CHECK(failures.wait_ms("a", {failures_window_ms, 0}) == 0);
    CHECK(failures.wait_ms("b", {0, 0}) == 0);
    for (int i = 0; i < 100'001; ++i) failures.note(std::to_string(i), {0, 0});
    CHECK(failures.wait_ms("5", {0, 0}) == 0);
}

TEST_CASE("a session lasts twelve hours from its last use") {
    ApiScene scene;
    scene.set_up();
    for (int i = 0; i < 5; ++i) {
        scene.now.wall += static_cast<Millis>(session_ms) - 1;
        CHECK(scene.get("/v1/shop").status == 200);
    }
    scene.now.wall += static_cast<Millis>(session_ms);
    CHECK(scene.get("/v1/shop").status == 401);
}

TEST_CASE("a session that is none is signed out") {
    ApiScene scene;
    scene.set_up();
    const std::string good = scene.bearer;
    for (const std::string& bad : {std::string(), std::string("x"), b64(Key{}), good + "A"}) {
        scene.bearer = bad;
        const Answer answer = scene.get("/v1/shop");
        CHECK(answer.status == 401);
        CHECK(answer.code() == "signed_out");
    }
    scene.bearer = good;
    CHECK(scene.post("/v1/logout").status == 200);
    CHECK(scene.get("/v1/shop").status == 401);
}

TEST_CASE("a new passphrase ends every other session") {
    ApiScene scene;
    scene.set_up();
    const Key old_key = tea_shop().made.login_key;
    const Key new_key{1};
    const std::string other = scene.log_in(owner_email, old_key).text("session");
    CHECK(scene.post("/v1/passphrase", passphrase_body(old_key, new_key)).status == 200);
    CHECK(scene.get("/v1/shop").status == 200);
    CHECK(scene.log_in(owner_email, old_key).status == 401);
    const Answer again = scene.log_in(owner_email, new_key);
    CHECK(again.text("vault") == b64(Bytes{1}));
    CHECK(again.text("root_vault") == b64(Bytes{2}));
    scene.bearer = other;
    CHECK(scene.get("/v1/shop").status == 401);
}

TEST_CASE("a new passphrase needs the old one, and an owner's root vault") {
    ApiScene scene;
    scene.set_up();
    const Key old_key = tea_shop().made.login_key;
    const Answer wrong = scene.post("/v1/passphrase", passphrase_body(Key{}, Key{1}));
    CHECK(wrong.status == 403);
    CHECK(wrong.code() == "passphrase_false");
    json body = passphrase_body(old_key, Key{1});
    body.erase("root_vault");
    CHECK(scene.post("/v1/passphrase", body).field() == "root_vault");
    CHECK(scene.log_in(owner_email, old_key).status == 200);
}

}  // namespace shopbell::server::test
