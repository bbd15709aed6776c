// SPDX-License-Identifier: Apache-2.0
#include "server-stub/log/log.hpp"

#include <array>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace shopbell::server::test {

namespace {

std::string logged(LogLevel level, const std::function<void(const Log&)>& write) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    write(Log(level, ends[1]));
    close(ends[1]);
    std::string text(4096, '\0');
    const ssize_t count = read(ends[0], text.data(), text.size());
    close(ends[0]);
    text.resize(count < 0 ? 0 : static_cast<size_t>(count));
    return text;
}

}  // namespace

TEST_CASE("an event is one JSON line with time, level, name, numbers and words") {
    const std::string text = logged(LogLevel::info, [](const Log& log) {
        log.info("listening", {{"address", "::1"}, {"port", 8787}});
    });
    CHECK(text.back() == '\n');
    CHECK(text.find('\n') == text.size() - 1);
    const auto line = nlohmann::json::parse(text);
    CHECK(line["level"] == "info");
    CHECK(line["event"] == "listening");
    CHECK(line["address"] == "::1");
    CHECK(line["port"] == 8787);
    const std::string time = line["time"];
    CHECK(time.size() == 24);
    CHECK(time.back() == 'Z');
}

TEST_CASE("events below the level are not written") {
    CHECK(logged(LogLevel::warn, [](const Log& log) { log.info("quiet"); }).empty());
    CHECK_FALSE(logged(LogLevel::warn, [](const Log& log) { log.error("loud"); }).empty());
}

TEST_CASE("a value with line feeds or broken UTF-8 stays on its line") {
    const std::string text = logged(LogLevel::info, [](const Log& log) {
        log.info("odd", {{"reason", std::string("two\nlines \xff")}});
    });
    CHECK(text.find('\n') == text.size() - 1);
    CHECK(nlohmann::json::accept(text));
}

}  // namespace shopbell::server::test
