// SPDX-License-Identifier: Apache-2.0
#include "core/base/text_encoding.hpp"
#include "tests/unit/server/api_scene.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

using nlohmann::json;

namespace {

constexpr char new_passphrase[] = "another long passphrase";

boundary::Recovered recovered_with(const Answer& started, const wire::SignedRoster& roster) {
    boundary::Recover call;
    call.seed = Key{4};
    call.code = tea_shop().made.recovery_code;
    call.recovery_box = *base64url_decode(started.text("recovery_box"));
    call.signed_roster = roster;
    call.agent = *base64url_decode_fixed<16>(started.text("agent"));
    call.passphrase = new_passphrase;
    call.salt = Id{8};
    call.nonce = *base64url_decode_fixed<32>(started.text("nonce"));
    call.now = static_cast<uint64_t>(noon_wall);
    auto recovered = crypto::recover(call);
    REQUIRE(recovered.ok());
    return *recovered;
}

json body_of(const Answer& started, const boundary::Recovered& recovered) {
    json sealed = json::array();
    for (const auto& one : recovered.sealed_inbox) sealed.push_back(record_b64(one));
    return {{"email", owner_email},
            {"nonce", started.text("nonce")},
            {"proof", b64(recovered.proof)},
            {"salt", b64(Id{8})},
            {"login_key", b64(recovered.login_key)},
            {"vault", b64(recovered.vault)},
            {"root_vault", b64(recovered.root_vault)},
            {"signed_roster", record_b64(recovered.signed_roster)},
            {"sealed_inbox", sealed}};
}

}  // namespace

TEST_CASE("the recovery code opens the shop of an owner who forgot the passphrase") {
    ApiScene scene;
    scene.set_up();
    const std::string old_session = scene.bearer;
    scene.bearer.clear();
    const Answer started = scene.post("/v1/recover/start", {{"email", owner_email}});
    REQUIRE(started.status == 200);
    CHECK(started.text("shop") == "tea");
    const auto recovered = recovered_with(started, scene.record().signed_roster);
    const Answer answer = scene.post("/v1/recover", body_of(started, recovered));
    REQUIRE(answer.status == 200);
    CHECK(answer.body["role"] == 1);
    CHECK(answer.text("vault") == b64(recovered.vault));
    CHECK(scene.record().signed_roster == recovered.signed_roster);
    CHECK(scene.log_in(owner_email, tea_shop().made.login_key).status == 401);
    CHECK(scene.log_in(owner_email, recovered.login_key).status == 200);
    scene.bearer = old_session;
    CHECK(scene.get("/v1/shop").status == 401);
    scene.bearer = answer.text("session");
    CHECK(scene.get("/v1/shop").status == 200);
}

TEST_CASE("a proof by another key, for another nonce, or given twice, opens nothing") {
    ApiScene scene;
    scene.set_up();
    const json email{{"email", owner_email}};
    const Answer first = scene.post("/v1/recover/start", email);
    const auto recovered = recovered_with(first, scene.record().signed_roster);

    json forged = body_of(first, recovered);
    forged["proof"] = b64(Signature{});
    const Answer refused = scene.post("/v1/recover", forged);
    CHECK(refused.status == 403);
    CHECK(refused.code() == "proof_false");
    // The nonce went with the attempt.
    CHECK(scene.post("/v1/recover", body_of(first, recovered)).status == 410);

    const Answer second = scene.post("/v1/recover/start", email);
    json mixed = body_of(second, recovered);
    CHECK(scene.post("/v1/recover", mixed).code() == "proof_false");

    const Answer third = scene.post("/v1/recover/start", email);
    scene.now.wall += static_cast<Millis>(recovery_ms);
    CHECK(scene.post("/v1/recover", body_of(third, recovered)).status == 410);
    CHECK(scene.log_in(owner_email, tea_shop().made.login_key).status == 200);
}

TEST_CASE("only owners recover, and asking around is limited") {
    ApiScene scene;
    scene.set_up();
    for (int i = 0; i < 10; ++i) {
        CHECK(scene.post("/v1/recover/start", {{"email", "nobody@tea.example"}}).status == 404);
    }
    CHECK(scene.post("/v1/recover/start", {{"email", "nobody@tea.example"}}).status == 429);
}

}  // namespace shopbell::server::test
