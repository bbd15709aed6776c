// SPDX-License-Identifier: Apache-2.0
// What the admin API changes reaches those who are connected.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

static void put(Scene& scene, const ShopRecord& record) {
    scene.ask_store(PutShop{record});
    scene.handle(ShopPut{record});
}

TEST_CASE("new settings reach everybody in the shop, and nobody else") {
    Scene scene;
    scene.ask_store(PutShop{shop_record("cups")});
    const PeerId page = scene.join(shopper(1));
    const PeerId ada = scene.join(agent(1));
    const PeerId elsewhere = scene.join(shopper(1), "cups");
    ShopRecord record = shop_record();
    record.settings.greeting = "Hello";
    put(scene, record);
    CHECK(scene.last<wire::ShopChanged>(page).settings.greeting == "Hello");
    CHECK_FALSE(scene.last<wire::ShopChanged>(page).roster.has_value());
    CHECK(scene.last<wire::ShopChanged>(page).sealed_inbox.empty());
    CHECK(scene.last<wire::ShopChanged>(page).agents.front().state == 2);
    CHECK(scene.last<wire::ShopChanged>(ada).sealed_inbox == record.sealed_inboxes[0].sealed);
    CHECK(scene.heard<wire::ShopChanged>(elsewhere).empty());
    const PeerId later = scene.join(shopper(2));
    CHECK(scene.last<wire::Welcome>(later).settings.greeting == "Hello");
}

TEST_CASE("a new roster is sent once to each connection") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    const ShopRecord record = shop_record(tea, 2);
    put(scene, record);
    CHECK(scene.last<wire::ShopChanged>(page).roster == record.signed_roster);
    put(scene, record);
    CHECK_FALSE(scene.last<wire::ShopChanged>(page).roster.has_value());
}

TEST_CASE("a removed agent is let go, and its waiting conversations are given to others") {
    Scene scene;
    const PeerId bo = scene.join(agent(2));
    const PeerId page = scene.join(shopper(1));
    scene.open(page, shopper(1), id_of(1));
    CHECK(scene.state_of(id_of(1)).assignee == bo_id);
    const PeerId ada = scene.join(agent(1));
    put(scene, shop_record(tea, 2, {1, 3}));
    CHECK(scene.refusal(bo) == Code::certificate_false);
    CHECK(scene.close_code(bo) == 4008);
    CHECK_FALSE(scene.close_code(ada).has_value());
    CHECK(scene.state_of(id_of(1)).assignee == ada_id);
    const PeerId again = scene.join(agent(2));
    CHECK(scene.close_code(again) == 4008);
}

TEST_CASE("a shop put while it is being loaded is newer than what was read") {
    Scene scene;
    scene.hold_store = true;
    const PeerId page = scene.join(shopper(1));
    ShopRecord record = shop_record();
    record.settings.name = "New name";
    scene.handle(ShopPut{record});
    scene.answer_store();
    CHECK(scene.last<wire::Welcome>(page).settings.name == "New name");
}

TEST_CASE("a record whose roster does not verify changes nothing") {
    Scene scene;
    const PeerId page = scene.join(shopper(1));
    ShopRecord record = shop_record(tea, 2);
    record.signed_roster.sig[3] ^= 1;
    scene.handle(ShopPut{record});
    CHECK(scene.heard<wire::ShopChanged>(page).empty());
}

TEST_CASE(
    "shops without a connection leave memory, the oldest first, and come back from the store") {
    HubConfig config;
    config.shops_idle_max = 1;
    Scene scene(config);
    scene.ask_store(PutShop{shop_record("cups")});
    scene.leave(scene.join(shopper(1)));
    scene.leave(scene.join(shopper(1), "cups"));
    scene.hold_store = true;
    scene.join(shopper(1), "cups");
    CHECK(scene.held_shops() == 0);
    const PeerId back = scene.join(shopper(1));
    CHECK(scene.held_shops() == 1);
    scene.answer_store();
    CHECK(scene.heard<wire::Welcome>(back).size() == 1);
}

}  // namespace shopbell::relay::test
