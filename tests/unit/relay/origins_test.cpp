// SPDX-License-Identifier: Apache-2.0
#include "core/relay/origins.hpp"

#include "tests/unit/relay/scene.hpp"

namespace shopbell::relay::test {

TEST_CASE("without configured origins the dialled host must be the one the upgrade asked for") {
    const HubConfig config;
    CHECK(is_relay_origin(config, "relay.example", "wss://relay.example"));
    CHECK(is_relay_origin(config, "127.0.0.1:8787", "ws://127.0.0.1:8787"));
    CHECK(is_relay_origin(config, "[::1]:8787", "ws://[::1]:8787"));
    CHECK(is_relay_origin(config, "Relay.Example", "wss://relay.example"));
    CHECK_FALSE(is_relay_origin(config, "relay.example", "https://relay.example"));
    CHECK_FALSE(is_relay_origin(config, "relay.example", "wss://relay.example/"));
    CHECK_FALSE(is_relay_origin(config, "relay.example", "wss://relay.example:443"));
    CHECK_FALSE(is_relay_origin(config, "relay.example", ""));
    CHECK_FALSE(is_relay_origin(config, "", "wss://"));
}

TEST_CASE("configured origins are exact and the only ones") {
    HubConfig config;
    config.public_origins = {"wss://a.example", "wss://b.example:8443"};
    CHECK(is_relay_origin(config, "anything", "wss://b.example:8443"));
    CHECK_FALSE(is_relay_origin(config, "b.example", "wss://b.example"));
    CHECK_FALSE(is_relay_origin(config, "a.example", "ws://a.example"));
}

TEST_CASE("loopback origins are loopback addresses and names, not what looks like them") {
    for (const char* origin :
         {"http://localhost", "http://localhost:8787", "https://tea.localhost",
          "http://127.0.0.1:1", "http://127.1.2.3", "http://[::1]:8080", "http://[::1]"}) {
        CAPTURE(origin);
        CHECK(is_loopback_origin(origin));
    }
    for (const char* origin :
         {"http://127.evil.example", "http://127.0.0.1.evil.example", "http://localhost.evil",
          "http://notlocalhost", "null", "", "file://localhost", "http://localhost:port",
          "http://localhost:", "http://10.0.0.1", "http://[::2]", "http://128.0.0.1"}) {
        CAPTURE(origin);
        CHECK_FALSE(is_loopback_origin(origin));
    }
}

TEST_CASE("in demo mode the shop demo takes loopback pages; every other shop its list") {
    HubConfig config;
    config.demo = true;
    CHECK(is_shop_page(config, shop_record("demo"), "http://127.0.0.1:8787"));
    CHECK_FALSE(is_shop_page(config, shop_record("demo"), "http://192.168.0.9:8787"));
    CHECK_FALSE(is_shop_page(config, shop_record("demo"), "null"));
    CHECK_FALSE(is_shop_page(config, shop_record(tea), "http://127.0.0.1:8787"));
    CHECK(is_shop_page(config, shop_record(tea), tea_page));
    config.demo = false;
    CHECK_FALSE(is_shop_page(config, shop_record("demo"), "http://127.0.0.1:8787"));
}

TEST_CASE("a console is a page of the relay that it dials, under the same scheme's security") {
    CHECK(is_console_page("wss://relay.example", "https://relay.example"));
    CHECK(is_console_page("ws://127.0.0.1:8787", "http://127.0.0.1:8787"));
    CHECK(is_console_page("wss://relay.example", ""));
    CHECK_FALSE(is_console_page("wss://relay.example", "http://relay.example"));
    CHECK_FALSE(is_console_page("ws://127.0.0.1:8787", "http://127.0.0.1:9999"));
    CHECK_FALSE(is_console_page("wss://relay.example", "null"));
}

TEST_CASE("shop ids are short, lower-case and plain") {
    CHECK(is_shop_id("tea-2"));
    CHECK(is_shop_id(std::string(32, 'a')));
    for (const std::string& shop : {std::string(), std::string(33, 'a'), std::string("Tea"),
                                    std::string("a b"), std::string("a/b"), std::string("é")}) {
        CAPTURE(shop);
        CHECK_FALSE(is_shop_id(shop));
    }
}

}  // namespace shopbell::relay::test
