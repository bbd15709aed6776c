// SPDX-License-Identifier: Apache-2.0
#include "server-stub/config/config.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace shopbell::server::test {

namespace {

ConfigRead read_file(const std::string& text) { return read_config({{}, {}, "relay.json", text}); }

ConfigRead read_flag(const std::string& key, const std::string& value) {
    return read_config({{{key, value, "--" + key}}, {}, "", ""});
}

struct Bad {
    const char* json;
    const char* where;
    const char* what;  // a part of it
};

}  // namespace

TEST_CASE("without any setting the relay serves this machine alone") {
    const ConfigRead read = read_config({});
    CHECK(read.mistakes.empty());
    REQUIRE(read.config.listen.size() == 1);
    CHECK(read.config.listen[0].address == "127.0.0.1");
    CHECK(read.config.listen[0].port == 8787);
    CHECK_FALSE(read.config.demo);
}

TEST_CASE("flags win over variables, and variables over the file") {
    ConfigSources sources;
    sources.file_name = "relay.json";
    sources.file_text = R"({"data": "from-file", "log_level": "error", "demo": true})";
    sources.environment = {
        {"SHOPBELL_DATA", "from-variable"}, {"SHOPBELL_LOG_LEVEL", "debug"}, {"HOME", "/root"}};
    sources.flags = {{"data", "from-flag", "--data"}};
    const ConfigRead read = read_config(sources);
    CHECK(read.mistakes.empty());
    CHECK(read.config.data == "from-flag");
    CHECK(read.config.log_level == LogLevel::debug);
    CHECK(read.config.demo);
}

TEST_CASE("several addresses of both families may be listened on") {
    const ConfigRead read = read_file(R"({"listen": ["0.0.0.0:80", "[::]:80", "[::1]:0"]})");
    CHECK(read.mistakes.empty());
    REQUIRE(read.config.listen.size() == 3);
    CHECK(read.config.listen[1].is_v6);
    CHECK(read.config.listen[1].address == "::");
    CHECK_FALSE(read.config.listen[1].is_loopback);
    CHECK(read.config.listen[2].is_loopback);
}

TEST_CASE("each flag of a list adds to it") {
    const ConfigRead read = read_config(
        {{{"listen", "127.0.0.1:1", "--listen"}, {"listen", "[::1]:2", "--listen"}}, {}, "", ""});
    CHECK(read.mistakes.empty());
    CHECK(read.config.listen.size() == 2);
}

TEST_CASE("a mistake is named with the key it stands at and what would be right") {
    const Bad table[] = {
        {R"({"listen": "127.0.0.1:80"})", "relay.json:listen", "a list of texts"},
        {R"({"listen": []})", "relay.json:listen", "at least one"},
        {R"({"listen": ["localhost:80"]})", "relay.json:listen", "not an IPv4 address"},
        {R"({"listen": ["::1:80"]})", "relay.json:listen", "[::1]:8787"},
        {R"({"listen": ["127.0.0.1"]})", "relay.json:listen", "ADDRESS:PORT"},
        {R"({"listen": ["127.0.0.1:99999"]})", "relay.json:listen", "0 and 65535"},
        {R"({"data": 7})", "relay.json:data", "a text"},
        {R"({"data": ""})", "relay.json:data", "a folder"},
        {R"({"public_url": "chat.example"})", "relay.json:public_url", "https://"},
        {R"({"public_url": "https://chat.example/"})", "relay.json:public_url", "nothing behind"},
        {R"({"public_url": "https://Chat.example"})", "relay.json:public_url", "lower case"},
        {R"({"public_url": "https://chat.example:0"})", "relay.json:public_url", "port"},
        {R"({"demo": "yes"})", "relay.json:demo", "true or false"},
        {R"({"log_level": "loud"})", "relay.json:log_level", "error, warn, info, debug"},
        {R"({"trusted_proxies": ["caddy"]})", "relay.json:trusted_proxies", "IP address"},
        {R"({"lisen": []})", "relay.json:lisen", "known are listen"},
        {R"([1])", "relay.json", "one JSON object"},
        {"{\n \"data\" \"x\"}", "relay.json", "line 2"},
    };
    for (const Bad& bad : table) {
        CAPTURE(bad.json);
        const ConfigRead read = read_file(bad.json);
        REQUIRE(read.mistakes.size() == 1);
        CHECK(read.mistakes[0].where == bad.where);
        CHECK(read.mistakes[0].what.find(bad.what) != std::string::npos);
    }
}

TEST_CASE("all mistakes of all sources are named at once") {
    ConfigSources sources;
    sources.file_name = "relay.json";
    sources.file_text = R"({"demo": 1, "data": ""})";
    sources.environment = {{"SHOPBELL_LISTEN", "nowhere"}, {"SHOPBELL_LISTN", "127.0.0.1:1"}};
    sources.flags = {{"log_level", "loud", "--log-level"}};
    const ConfigRead read = read_config(sources);
    const auto named = [&](const std::string& where) {
        return std::any_of(read.mistakes.begin(), read.mistakes.end(),
                           [&](const Mistake& mistake) { return mistake.where == where; });
    };
    CHECK(read.mistakes.size() == 5);
    CHECK(named("relay.json:demo"));
    CHECK(named("relay.json:data"));
    CHECK(named("SHOPBELL_LISTEN"));
    CHECK(named("SHOPBELL_LISTN"));
    CHECK(named("--log-level"));
}

TEST_CASE("demo mode refuses every address beyond the loopback by name") {
    ConfigSources sources;
    sources.flags = {{"demo", "true", "--demo"},
                     {"listen", "127.0.0.2:1,0.0.0.0:1,[::]:1,[::1]:1", "--listen"}};
    const ConfigRead read = read_config(sources);
    REQUIRE(read.mistakes.size() == 2);
    CHECK(read.mistakes[0].what.find("0.0.0.0") != std::string::npos);
    CHECK(read.mistakes[1].what.find("::") != std::string::npos);
}

TEST_CASE("an origin is a scheme, a host and perhaps a port") {
    for (const char* good : {"https://shop.example", "http://127.0.0.1:8787", "http://[::1]:80",
                             "https://[2001:db8::1]", "https://xn--bcher-kva.example"}) {
        CAPTURE(good);
        CHECK(origin_mistake(good) == "");
    }
    CHECK(origin_mistake("https://" + std::string(253, 'a')) == "");
    CHECK(origin_mistake("https://" + std::string(254, 'a')) != "");
    for (const char* bad : {"", "null", "shop.example", "ftp://shop.example", "https://",
                            "https://shop.example/", "https://shop.example:", "https://a b",
                            "https://SHOP.example", "https://user@shop.example", "https://*"}) {
        CAPTURE(bad);
        CHECK(origin_mistake(bad) != "");
    }
}

TEST_CASE("a flag's own mistake says which flag") {
    const ConfigRead read = read_flag("listen", "8787");
    REQUIRE(read.mistakes.size() == 1);
    CHECK(read.mistakes[0].where == "--listen");
}

}  // namespace shopbell::server::test
