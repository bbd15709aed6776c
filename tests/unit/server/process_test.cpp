// SPDX-License-Identifier: Apache-2.0
// The binary as an operator meets it: commands, signals, restarts on the same folder.
#include "core/base/text_encoding.hpp"
#include "tests/unit/server/demo_visitor.hpp"
#include "tests/unit/server/relay_process.hpp"

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <signal.h>

namespace shopbell::server::test {

TEST_CASE("serve prints where it serves, then ready, and ends with 0 on SIGTERM and SIGINT") {
    for (const int number : {SIGTERM, SIGINT}) {
        const TestFolder folder;
        RelayProcess relay(serving(folder));
        const std::string printed = relay.wait_ready();
        const uint16_t port = port_in(printed);
        CHECK(printed.find("storefront  http://127.0.0.1:") != std::string::npos);
        CHECK(printed.find("/console\n") != std::string::npos);
        CHECK(http_get(port, "/healthz").status == 200);
        CHECK(http_get(port, "/readyz").status == 200);
        Visitor visitor(port);
        relay.signal(number);
        CHECK(visitor.socket.close_code() == 1001);
        CHECK(relay.wait_exit() == 0);
    }
}

TEST_CASE("what was acknowledged survives SIGTERM and SIGKILL, and the epoch stays") {
    const TestFolder folder;
    uint64_t epoch = 0;
    uint8_t last = 1;
    {
        RelayProcess relay(serving(folder));
        Visitor visitor(port_in(relay.wait_ready()));
        epoch = visitor.welcome->epoch;
        visitor.socket.say(visitor.opening());
        REQUIRE(visitor.socket.wait_for<wire::Ack>());
        relay.signal(SIGTERM);
        CHECK(relay.wait_exit() == 0);
    }
    for (int round = 0; round < 3; ++round) {
        RelayProcess relay(serving(folder));
        Visitor visitor(port_in(relay.wait_ready()));
        CHECK(visitor.welcome->epoch == epoch);
        visitor.socket.say(wire::Sync{conv, {}});
        const auto synced = visitor.socket.wait_for<wire::Synced>();
        REQUIRE(synced);
        CHECK(synced->head_seq == last);
        CHECK(synced->last_mid[0] == last);
        visitor.socket.say(wire::Submit{visitor.row(static_cast<uint8_t>(last + 1), last)});
        const auto ack = visitor.socket.wait_for<wire::Ack>();
        REQUIRE(ack);
        CHECK(ack->seq == ++last);
        relay.signal(SIGKILL);
        CHECK(relay.wait_exit() == 128 + SIGKILL);
    }
}

TEST_CASE("the demo shop is made once, and its owner's login is known") {
    const TestFolder folder;
    std::string first;
    for (int round = 0; round < 2; ++round) {
        RelayProcess relay(serving(folder));
        const uint16_t port = port_in(relay.wait_ready());
        const HttpReply start = http_post(port, "/v1/login/start", R"({"email":"ada@demo.shop"})");
        REQUIRE(start.status == 200);
        if (round == 0) first = start.body;
        CHECK(start.body == first);
        relay.signal(SIGTERM);
        relay.wait_exit();
        CHECK(relay.errors.find("demo_mode") != std::string::npos);
    }
}

TEST_CASE("the log is JSON lines and holds no key, token, mail or word") {
    const TestFolder folder;
    auto words = serving(folder);
    words.insert(words.end(), {"--log-level", "debug"});
    RelayProcess relay(words);
    const uint16_t port = port_in(relay.wait_ready());
    {
        Visitor visitor(port);
        visitor.socket.say(visitor.opening());
        visitor.socket.wait_for<wire::Ack>();
        http_post(port, "/v1/login", R"({"email":"ada@demo.shop","login_key":"SECRETSECRET"})");
        http_get(port, "/v1/invitations/TOKENTOKEN");
    }
    relay.signal(SIGTERM);
    relay.wait_exit();
    size_t lines = 0;
    std::istringstream text(relay.errors);
    for (std::string line; std::getline(text, line); ++lines) CHECK(nlohmann::json::accept(line));
    CHECK(lines >= 4);
    for (const char* secret : {"SECRET", "TOKEN", "ada@", "demo-demo"}) {
        CHECK(relay.errors.find(secret) == std::string::npos);
    }
}

TEST_CASE("demo mode refuses to listen beyond the loopback") {
    const TestFolder folder;
    const Ran ran =
        run_relay({"serve", "--demo", "--listen", "0.0.0.0:0", "--data", folder.path().string()});
    CHECK(ran.status == 2);
    CHECK(ran.errors.find("0.0.0.0") != std::string::npos);
    CHECK(ran.out.find("ready") == std::string::npos);
}

TEST_CASE("two relays on one folder, or one port: the second says so and ends") {
    const TestFolder folder, other;
    RelayProcess relay(serving(folder));
    const uint16_t port = port_in(relay.wait_ready());
    const Ran same_folder = run_relay(serving(folder));
    CHECK(same_folder.status == 1);
    CHECK(same_folder.errors.find("another relay") != std::string::npos);
    const Ran same_port = run_relay({"serve", "--listen", "127.0.0.1:" + std::to_string(port),
                                     "--data", other.path().string()});
    CHECK(same_port.status == 1);
    CHECK(same_port.errors.find("cannot listen") != std::string::npos);
}

TEST_CASE("init prints a link once, and a relay that serves already takes it") {
    const TestFolder folder;
    RelayProcess relay(serving(folder, "--log-level=info"));
    const uint16_t port = port_in(relay.wait_ready());
    const Ran ran = run_relay(
        {"init", "--data", folder.path().string(), "--public-url", "https://chat.example"});
    CHECK(ran.status == 0);
    const std::string before = "https://chat.example/console#setup=";
    const size_t at = ran.out.find(before);
    REQUIRE(at != std::string::npos);
    const std::string token = ran.out.substr(at + before.size(), 43);
    CHECK(http_get(port, "/v1/setup?token=" + token).status == 200);
    CHECK(http_get(port, "/v1/setup?token=" + base64url_encode(Key{})).status == 404);
}

TEST_CASE("check names every mistake at once and serves nothing") {
    const TestFolder folder;
    { std::ofstream(folder / "relay.json") << R"({"lisen": [], "data": 5, "log_level": "loud"})"; }
    const Ran bad = run_relay(
        {"check", "--config", (folder / "relay.json").string(), "--listen", "nowhere", "--fast"});
    CHECK(bad.status == 2);
    for (const char* where :
         {"relay.json:lisen", "relay.json:data", "relay.json:log_level", "--listen", "--fast"}) {
        CAPTURE(where);
        CHECK(bad.errors.find(where) != std::string::npos);
    }
    const Ran missing = run_relay({"check", "--config", (folder / "no.json").string()});
    CHECK(missing.errors.find("cannot be read") != std::string::npos);
    const Ran good = run_relay({"check", "--data", folder.path().string()});
    CHECK(good.status == 0);
    CHECK(good.out == "the configuration is good\n");
}

TEST_CASE("backup of a running relay, restored elsewhere, serves the same shop in a new epoch") {
    const TestFolder folder, elsewhere;
    uint64_t epoch = 0;
    {
        RelayProcess relay(serving(folder));
        Visitor visitor(port_in(relay.wait_ready()));
        epoch = visitor.welcome->epoch;
        visitor.socket.say(visitor.opening());
        REQUIRE(visitor.socket.wait_for<wire::Ack>());
        const Ran ran =
            run_relay({"backup", (elsewhere / "copy").string(), "--data", folder.path().string()});
        CHECK(ran.errors == "");
        CHECK(ran.status == 0);
    }
    const std::string copy = (elsewhere / "copy").string();
    CHECK(run_relay({"restore", copy, "--data", folder.path().string()}).status == 1);
    const Ran ran = run_relay({"restore", copy, "--data", (elsewhere / "data").string()});
    CHECK(ran.status == 0);
    RelayProcess relay(
        {"serve", "--demo", "--listen", "127.0.0.1:0", "--data", (elsewhere / "data").string()});
    Visitor visitor(port_in(relay.wait_ready()));
    CHECK(visitor.welcome->epoch > epoch);
    visitor.socket.say(wire::Sync{conv, {visitor.row(1, 0).mid}});
    const auto synced = visitor.socket.wait_for<wire::Synced>();
    REQUIRE(synced);
    CHECK(synced->head_seq == 1);
    CHECK(synced->known.size() == 1);
}

TEST_CASE("help, version and false commands") {
    CHECK(run_relay({"--help"}).out.find("Usage: shopbell-relay") != std::string::npos);
    CHECK(run_relay({}).status == 0);
    CHECK(run_relay({"--version"}).out.find("shopbell-relay ") == 0);
    const Ran ran = run_relay({"fly"});
    CHECK(ran.status == 2);
    CHECK(ran.errors.find("fly: unknown command") != std::string::npos);
}

}  // namespace shopbell::server::test
