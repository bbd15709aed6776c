// SPDX-License-Identifier: Apache-2.0
// Every hello that is not answered by welcome.
#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

using wire::Code;

// Turned away with bye, this field, and the code's close code.
static void check_dismissed(Scene& scene, PeerId peer, Code code, const char* field) {
    CAPTURE(field);
    REQUIRE(scene.heard<wire::Bye>(peer).size() == 1);
    CHECK(scene.last<wire::Bye>(peer).code == static_cast<uint64_t>(code));
    CHECK(scene.last<wire::Bye>(peer).field == field);
    CHECK(scene.close_code(peer) == wire::code_info(code).close);
    CHECK(scene.heard<wire::Welcome>(peer).empty());
}

TEST_CASE("a page that is not the shop's is refused") {
    Scene scene;
    for (const char* page : {"https://evil.example", "null", "http://tea.example",
                             "https://tea.example:444", "http://127.0.0.1"}) {
        CAPTURE(page);
        const PeerId peer = scene.connect(page);
        scene.say(peer, scene.hello_of(peer, shopper(1)));
        check_dismissed(scene, peer, Code::origin_refused, "Origin");
    }
}

TEST_CASE("an agent's console must be the relay's own page") {
    Scene scene;
    const PeerId own = scene.connect("https://relay.example");
    scene.say(own, scene.hello_of(own, agent(1)));
    CHECK(scene.heard<wire::Welcome>(own).size() == 1);
    const PeerId other = scene.connect(tea_page);
    scene.say(other, scene.hello_of(other, agent(1)));
    check_dismissed(scene, other, Code::origin_refused, "Origin");
}

TEST_CASE("a hello that was meant for another relay is refused") {
    Scene scene;
    const PeerId peer = scene.connect("", "other.example");
    scene.say(peer, scene.hello_of(peer, shopper(1)));
    check_dismissed(scene, peer, Code::origin_refused, "Hello.relay_origin");
}

TEST_CASE("a false signature is refused, and so is one for another connection") {
    Scene scene;
    const PeerId peer = scene.connect();
    wire::Hello hello = scene.hello_of(peer, shopper(1));
    hello.sig[5] ^= 1;
    scene.say(peer, hello);
    check_dismissed(scene, peer, Code::signature_false, "Hello.sig");

    const PeerId a = scene.connect();
    const PeerId b = scene.connect();
    scene.say(b, scene.hello_of(a, shopper(1)));
    check_dismissed(scene, b, Code::signature_false, "Hello.sig");
}

TEST_CASE("a shop that nobody set up, or whose name is no name, is unknown") {
    Scene scene;
    for (const char* shop : {"nobody", "Tea", "", "tea shop"}) {
        CAPTURE(shop);
        const PeerId peer = scene.join(shopper(1), shop);
        check_dismissed(scene, peer, Code::unknown_shop, "Hello.shop");
    }
}

TEST_CASE("a shop whose roster its root did not sign is no shop") {
    Scene scene;
    ShopRecord record = shop_record("cups");
    record.signed_roster.sig[0] ^= 1;
    scene.ask_store(PutShop{record});
    const PeerId peer = scene.join(shopper(1), "cups");
    check_dismissed(scene, peer, Code::unknown_shop, "Hello.shop");
}

TEST_CASE("an agent needs a certificate of its device that the roster backs") {
    Scene scene;
    Person ada = agent(1);

    SUBCASE("none at all") { ada.certificate.reset(); }
    SUBCASE("changed") { ada.certificate->sig[0] ^= 1; }
    SUBCASE("another device's") { ada.certificate = agent(2).certificate; }
    SUBCASE("for another shop") { ada.certificate = agent(1, "cups").certificate; }
    SUBCASE("of somebody who is not in the roster") { ada = agent(9); }

    const PeerId peer = scene.join(ada);
    check_dismissed(scene, peer, Code::certificate_false, "Hello.certificate");
}

TEST_CASE("an identity token is refused while no shop can list keys for them") {
    Scene scene;
    const PeerId peer = scene.connect();
    wire::Hello hello = scene.hello_of(peer, shopper(1));
    hello.token = "eyJ";
    scene.say(peer, hello);
    check_dismissed(scene, peer, Code::certificate_false, "Hello.token");
}

TEST_CASE("a role that does not exist is named, and hello may be said again") {
    Scene scene;
    const PeerId peer = scene.connect();
    wire::Hello hello = scene.hello_of(peer, shopper(1));
    hello.role = 3;
    scene.say(peer, hello);
    CHECK(scene.last<wire::Error>(peer).code == static_cast<uint64_t>(Code::bad_field));
    CHECK(scene.last<wire::Error>(peer).field == "Hello.role");
    scene.say(peer, scene.hello_of(peer, shopper(1)));
    CHECK(scene.heard<wire::Welcome>(peer).size() == 1);
}

TEST_CASE("a frame before hello and a second hello are out of order") {
    Scene scene;
    const PeerId early = scene.connect();
    scene.resume(early, id_of(1));
    check_dismissed(scene, early, Code::out_of_order, "Frame.type");

    const PeerId twice = scene.join(shopper(1));
    scene.say(twice, scene.hello_of(twice, shopper(1)));
    CHECK(scene.refusal(twice) == Code::out_of_order);
    CHECK(scene.close_code(twice) == 4005);
}

TEST_CASE("a client that cannot wait for welcome is let go") {
    HubConfig config;
    config.parked_frames_max = 2;
    Scene scene(config);
    scene.hold_store = true;
    const PeerId peer = scene.join(shopper(1));
    for (int i = 0; i < 3; ++i) scene.say(peer, wire::Ping{});
    check_dismissed(scene, peer, Code::out_of_order, "Frame");
    scene.answer_store();
    CHECK(scene.heard<wire::Welcome>(peer).empty());
}

TEST_CASE("who says nothing within hello_ms_max is let go") {
    Scene scene;
    const PeerId peer = scene.connect();
    scene.pass(4'999);
    CHECK_FALSE(scene.close_code(peer).has_value());
    scene.pass(1);
    check_dismissed(scene, peer, Code::hello_timeout, "Hello");
    CHECK(scene.last<wire::Bye>(peer).retry_ms > 0);
}

TEST_CASE("a shop that cannot be read just now asks for another hello") {
    Scene scene;
    scene.hold_store = true;
    const PeerId peer = scene.join(shopper(1));
    REQUIRE(scene.held.size() == 1);
    const uint64_t ticket = scene.held.front().ticket;
    scene.held.clear();
    scene.handle(StoreAnswered{ticket, Failed{Code::retry, "disk"}});
    CHECK(scene.last<wire::Error>(peer).code == static_cast<uint64_t>(Code::retry));
    scene.hold_store = false;
    scene.say(peer, scene.hello_of(peer, shopper(1)));
    CHECK(scene.heard<wire::Welcome>(peer).size() == 1);
}

}  // namespace shopbell::relay::test
