// SPDX-License-Identifier: Apache-2.0
// Settings, invitations, the roster and the own profile: who may, and what comes of it.
#include "core/crypto/roster.hpp"
#include "core/crypto/vault/recovery_code.hpp"
#include "server-stub/api/call.hpp"
#include "tests/unit/server/api_scene.hpp"

#include <doctest/doctest.h>

namespace shopbell::server::test {

using nlohmann::json;

namespace {

constexpr char bo_email[] = "bo@tea.example";

// Bo's half of accepting, without the cost of a passphrase.
json accept_body() {
    return {{"salt", b64(Id{5})}, {"login_key", b64(Key{6})}, {"vault", b64(Bytes{7})}};
}

struct Team {
    ApiScene scene;
    boundary::Invited invited;
    std::string owner;
    std::string bo;

    Team() {
        scene.set_up();
        owner = scene.bearer;
        invited = scene.make_invitation();
        const Answer made = scene.post("/v1/invitations", ApiScene::invitation_body(invited));
        REQUIRE(made.status == 200);
        const Answer joined =
            scene.post("/v1/invitations/" + made.text("token") + "/accept", accept_body());
        REQUIRE(joined.status == 200);
        bo = joined.text("session");
    }
};

wire::SignedRoster resigned(const wire::Roster& roster) {
    const auto code = crypto::read_recovery_code(tea_shop().made.recovery_code);
    REQUIRE(code);
    const auto box =
        crypto::open_recovery_box(tea_shop().made.recovery_box, crypto::recovery_pair(*code));
    REQUIRE(box);
    const auto root = crypto::SignPair::from_seed(box->root_seed);
    return crypto::sign_roster(roster, root.pk, root.sk);
}

// The newest roster one version on, signed by the root, after `change`.
wire::SignedRoster next_roster(ApiScene& scene, const std::function<void(wire::Roster&)>& change) {
    const auto record = scene.record();
    wire::Roster roster = *wire::decode_roster(record.signed_roster.roster);
    roster.version += 1;
    roster.previous = crypto::roster_hash(record.signed_roster.roster);
    change(roster);
    return resigned(roster);
}

}  // namespace

TEST_CASE("the shop shows its settings, agents, invitations and snippet") {
    ApiScene scene;
    scene.set_up();
    const Answer answer = scene.get("/v1/shop");
    CHECK(answer.text("root_hash") == b64(tea_shop().made.root_hash));
    CHECK(answer.body["settings"]["name"] == "Tea");
    REQUIRE(answer.body["agents"].size() == 1);
    CHECK(answer.body["agents"][0] == json{{"id", b64(tea_shop().made.agent)},
                                           {"name", "Ada"},
                                           {"email", owner_email},
                                           {"picture", ""},
                                           {"role", 1}});
    CHECK(answer.body["invitations"].empty());
    const std::string pinned = answer.body["snippet"]["pinned"];
    CHECK(pinned.find("https://chat.example/w/0123456789ab/shopbell.js") != std::string::npos);
    CHECK(pinned.find("data-shop=\"tea." + answer.text("root_hash")) != std::string::npos);
}

TEST_CASE("an owner sets name, colour, greeting and origins; the Hub hears of it") {
    ApiScene scene;
    scene.set_up();
    scene.changed.clear();
    json settings{{"name", "茶"},
                  {"accent", "#000000"},
                  {"greeting", "您好"},
                  {"away", "-"},
                  {"origins", {"https://a.example", "http://localhost:3000"}},
                  {"retention_days", 90},
                  {"file_bytes_max", 1'000'000},
                  {"files_at_once_max", 3},
                  {"files_total_bytes_max", 9'000'000}};
    CHECK(scene.put("/v1/shop/settings", settings).status == 200);
    CHECK(scene.get("/v1/shop").body["settings"] == settings);
    REQUIRE(scene.changed.size() == 1);
    CHECK(scene.changed[0].settings.name == "茶");
    settings["accent"] = "red";
    CHECK(scene.put("/v1/shop/settings", settings).field() == "accent");
    CHECK(scene.changed.size() == 1);
}

TEST_CASE("an owner sets how long conversations are kept, up to ten years") {
    ApiScene scene;
    scene.set_up();
    json settings = scene.get("/v1/shop").body["settings"];
    CHECK(settings["retention_days"] == 0);
    for (const json& bad : {json(3651), json(-1), json(1.5), json("30"), json(true)}) {
        CAPTURE(bad);
        settings["retention_days"] = bad;
        const Answer answer = scene.put("/v1/shop/settings", settings);
        CHECK(answer.status == 400);
        CHECK(answer.field() == "retention_days");
    }
    settings["retention_days"] = 3650;
    CHECK(scene.put("/v1/shop/settings", settings).status == 200);
    CHECK(scene.record().settings.retention_days == 3650);
    settings.erase("retention_days");
    CHECK(scene.put("/v1/shop/settings", settings).status == 200);
    CHECK(scene.record().settings.retention_days == 3650);
    settings["retention_days"] = 0;
    CHECK(scene.put("/v1/shop/settings", settings).status == 200);
    CHECK(scene.record().settings.retention_days == 0);
}

TEST_CASE("an owner sets what files the shop takes, within named bounds; 0 takes none") {
    const struct {
        const char* field;
        uint64_t first, most;
    } rows[] = {{"file_bytes_max", 26'214'400, 1'073'741'824},
                {"files_at_once_max", 10, 100},
                {"files_total_bytes_max", 5'368'709'120, 1'099'511'627'776}};
    ApiScene scene;
    scene.set_up();
    const json before = scene.get("/v1/shop").body["settings"];
    for (const auto& row : rows) {
        CAPTURE(row.field);
        CHECK(before[row.field] == row.first);
        json settings = before;
        for (const json& bad : {json(row.most + 1), json(-1), json(1.5), json("30"), json(true)}) {
            CAPTURE(bad);
            settings[row.field] = bad;
            const Answer answer = scene.put("/v1/shop/settings", settings);
            CHECK(answer.status == 400);
            CHECK(answer.field() == row.field);
        }
        for (const uint64_t good : {row.most, uint64_t{0}}) {
            settings[row.field] = good;
            CHECK(scene.put("/v1/shop/settings", settings).status == 200);
            CHECK(scene.get("/v1/shop").body["settings"][row.field] == good);
        }
        settings.erase(row.field);
        CHECK(scene.put("/v1/shop/settings", settings).status == 200);
        CHECK(scene.get("/v1/shop").body["settings"][row.field] == 0);
    }
}

TEST_CASE("a link brings a second agent in, once") {
    ApiScene scene;
    scene.set_up();
    const auto invited = scene.make_invitation();
    const Answer made = scene.post("/v1/invitations", ApiScene::invitation_body(invited));
    REQUIRE(made.status == 200);
    const json listed = scene.get("/v1/shop").body["invitations"];
    REQUIRE(listed.size() == 1);
    CHECK(listed[0]["email"] == bo_email);
    CHECK(listed[0]["id"] == made.text("id"));
    scene.bearer.clear();

    const std::string path = "/v1/invitations/" + made.text("token");
    const Answer shown = scene.get(path);
    REQUIRE(shown.status == 200);
    CHECK(shown.text("shop_name") == "Tea");
    CHECK(shown.text("email") == bo_email);
    CHECK(shown.text("agent") == b64(invited.agent));
    CHECK(shown.text("invite_vault") == b64(invited.invite_vault));
    CHECK(shown.text("signed_roster") == record_b64(invited.signed_roster));

    boundary::AcceptInvite accept{
        Key{1}, invited.agent, invited.secret, invited.invite_vault, "bo's own passphrase", Id{5}};
    const auto accepted = crypto::accept_invite(accept);
    REQUIRE(accepted.ok());
    const Answer joined = scene.post(path + "/accept", {{"salt", b64(Id{5})},
                                                        {"login_key", b64(accepted->login_key)},
                                                        {"vault", b64(accepted->vault)}});
    REQUIRE(joined.status == 200);
    CHECK(joined.body["role"] == 3);
    CHECK(joined.text("name") == "Bo");
    CHECK(joined.body["root_vault"].is_null());
    CHECK(joined.body["sealed_inbox"].size() == invited.sealed_inbox.size());
    CHECK(scene.log_in(bo_email, accepted->login_key).status == 200);
    CHECK(scene.record().profiles.size() == 2);

    CHECK(scene.get(path).status == 404);
    CHECK(scene.post(path + "/accept", accept_body()).status == 404);
}

TEST_CASE("an invitation ends after seven days, and when it is withdrawn") {
    ApiScene scene;
    scene.set_up();
    const Answer made =
        scene.post("/v1/invitations", ApiScene::invitation_body(scene.make_invitation()));
    const std::string path = "/v1/invitations/" + made.text("token");
    scene.now.wall += static_cast<Millis>(session_ms) / 2;
    CHECK(scene.get(path).status == 200);
    CHECK(scene.call("DELETE", "/v1/invitations/" + b64(Key{})).status == 404);
    CHECK(scene.call("DELETE", "/v1/invitations/" + made.text("id")).status == 200);
    CHECK(scene.get(path).status == 404);

    const Answer again =
        scene.post("/v1/invitations", ApiScene::invitation_body(scene.make_invitation()));
    scene.now.wall += static_cast<Millis>(invitation_ms);
    CHECK(scene.get("/v1/invitations/" + again.text("token")).status == 410);
}

TEST_CASE("an invitation must add exactly its agent to the newest roster") {
    ApiScene scene;
    scene.set_up();
    const auto invited = scene.make_invitation();
    const json good = ApiScene::invitation_body(invited);
    const auto refused = [&](const char* field, const json& value) {
        json body = good;
        body[field] = value;
        const Answer answer = scene.post("/v1/invitations", body);
        CHECK(answer.status >= 400);
        return answer.field();
    };
    CHECK(refused("agent", b64(Id{1})) == "signed_roster");
    CHECK(refused("role", 2) == "signed_roster");
    CHECK(refused("role", 1) == "role");
    CHECK(refused("role", 5) == "role");
    CHECK(refused("role", "3") == "role");
    CHECK(refused("role", -3) == "role");
    CHECK(refused("email", owner_email) == "email");
    CHECK(refused("signed_roster", record_b64(tea_shop().made.signed_roster)) == "signed_roster");
    auto forged = invited.signed_roster;
    forged.sig[0] ^= 1;
    CHECK(refused("signed_roster", record_b64(forged)) == "signed_roster");
    CHECK(scene.record().signed_roster == tea_shop().made.signed_roster);
    CHECK(scene.post("/v1/invitations", good).status == 200);
    CHECK(scene.post("/v1/invitations", good).code() == "roster_false");
}

TEST_CASE("only the owner changes the shop") {
    Team team;
    ApiScene& scene = team.scene;
    scene.bearer = team.bo;
    CHECK(scene.get("/v1/shop").status == 200);
    const json settings = scene.get("/v1/shop").body["settings"];
    for (const Answer& answer :
         {scene.put("/v1/shop/settings", settings), scene.put("/v1/roster", json::object()),
          scene.post("/v1/invitations", json::object()),
          scene.call("DELETE", "/v1/invitations/" + b64(Key{}))}) {
        CHECK(answer.status == 403);
        CHECK(answer.code() == "forbidden");
    }
}

TEST_CASE("a removed agent's session, account and place are gone at once") {
    Team team;
    ApiScene& scene = team.scene;
    const auto& [salt, made, vault_key] = tea_shop();
    boundary::RenewRoster renew;
    renew.seed = Key{3};
    renew.agent = made.agent;
    renew.vault_key = vault_key;
    renew.root_vault = made.root_vault;
    renew.signed_roster = scene.record().signed_roster;
    renew.sealed_inbox = {made.sealed_inbox};
    renew.keys = made.keys;
    renew.remove = team.invited.agent;
    renew.now = static_cast<uint64_t>(noon_wall);
    const auto renewed = crypto::renew_roster(renew);
    REQUIRE(renewed.ok());
    json sealed = json::array();
    for (const auto& one : renewed->sealed_inbox) {
        sealed.push_back({{"agent", b64(one.agent)}, {"sealed", record_b64(one.sealed)}});
    }
    const Answer answer =
        scene.put("/v1/roster", {{"signed_roster", record_b64(renewed->signed_roster)},
                                 {"sealed_inbox", sealed},
                                 {"recovery_box", b64(*renewed->recovery_box)}});
    REQUIRE(answer.status == 200);
    const auto record = scene.record();
    CHECK(record.profiles.size() == 1);
    REQUIRE(record.sealed_inboxes.size() == 1);
    CHECK(record.sealed_inboxes[0].sealed.size() == 2);
    CHECK(scene.accounts.find_recovery_box("tea") == *renewed->recovery_box);
    CHECK(scene.get("/v1/shop").body["agents"].size() == 1);
    CHECK(scene.log_in(bo_email, Key{6}).status == 401);
    scene.bearer = team.bo;
    CHECK(scene.get("/v1/shop").status == 401);
}

TEST_CASE("a roster that adds somebody, drops the sender, goes back or is forged is refused") {
    Team team;
    ApiScene& scene = team.scene;
    const Id owner = tea_shop().made.agent;
    const auto put = [&](const wire::SignedRoster& roster) {
        return scene.put("/v1/roster",
                         {{"signed_roster", record_b64(roster)}, {"sealed_inbox", json::array()}});
    };
    const auto add = [](wire::Roster& roster) {
        roster.agents.push_back({Id{9}, Key{9}, Key{8}, 3});
    };
    const auto drop_owner = [&](wire::Roster& roster) {
        std::erase_if(roster.agents, [&](const auto& agent) { return agent.id == owner; });
    };
    CHECK(put(next_roster(scene, add)).field() == "signed_roster");
    CHECK(put(next_roster(scene, drop_owner)).field() == "signed_roster");
    CHECK(put(tea_shop().made.signed_roster).code() == "roster_false");
    CHECK(put(scene.record().signed_roster).code() == "roster_false");
    auto forged = next_roster(scene, [](wire::Roster&) {});
    forged.sig[5] ^= 4;
    CHECK(put(forged).code() == "roster_false");
    CHECK(put(next_roster(scene, [](wire::Roster&) {})).status == 200);
}

TEST_CASE("a shop that no longer fits into one frame is refused") {
    relay::ShopRecord record;
    for (int i = 0; i < 400; ++i) record.profiles.push_back({Id{}, "Bo", std::string(250, 'p'), 0});
    CHECK_NOTHROW(check_fits_a_frame(record));
    for (wire::AgentProfile& profile : record.profiles) profile.picture += std::string(40, 'p');
    CHECK_THROWS_AS(check_fits_a_frame(record), Refusal);
}

TEST_CASE("agents set their own name and picture") {
    Team team;
    ApiScene& scene = team.scene;
    scene.bearer = team.bo;
    CHECK(scene.put("/v1/profile", {{"name", "Bao"}, {"picture", "/assets/demo/bo.svg"}}).status ==
          200);
    CHECK(scene.changed.back().profiles[1].name == "Bao");
    for (const char* picture :
         {"//evil.example/p", "http://a.example/p", "javascript:1", "data:x"}) {
        CHECK(scene.put("/v1/profile", {{"name", "Bao"}, {"picture", picture}}).field() ==
              "picture");
    }
}

}  // namespace shopbell::server::test
