// SPDX-License-Identifier: Apache-2.0
#include "core/base/result.hpp"

#include "core/base/limits.hpp"
#include "core/base/time.hpp"

#include <memory>
#include <string>

#include <doctest/doctest.h>

using namespace shopbell;

namespace {

enum class Problem { none, small, large };

Result<std::string, Problem> at_most_three(const std::string& text) {
    if (text.size() > 3) return Problem::large;
    return text;
}

}  // namespace

TEST_CASE("a result holds a value or an error") {
    const auto good = at_most_three("abc");
    REQUIRE(good);
    CHECK(good.ok());
    CHECK(*good == "abc");
    CHECK(good->size() == 3);
    const auto bad = at_most_three("abcd");
    REQUIRE_FALSE(bad);
    CHECK(bad.error() == Problem::large);
}

TEST_CASE("a value can be moved out of a result") {
    Result<std::unique_ptr<int>, Problem> made{std::make_unique<int>(7)};
    const std::unique_ptr<int> taken = std::move(made).value();
    CHECK(*taken == 7);
    Result<std::unique_ptr<int>, Problem> other{std::make_unique<int>(8)};
    CHECK(**other == 8);
    CHECK(*std::move(other) != nullptr);
}

TEST_CASE("a value that turns out wrong gives way to its error") {
    auto result = at_most_three("abc");
    result->push_back('d');
    result.fail(Problem::large);
    REQUIRE_FALSE(result);
    CHECK(result.error() == Problem::large);
}

TEST_CASE("a clock before 1970 counts as 0 on the wire") {
    CHECK(unix_ms({0, -1}) == 0);
    CHECK(unix_ms({0, 1700000000000}) == 1700000000000);
}

TEST_CASE("limits are those of the protocol") {
    CHECK(limits::frame_bytes_max == 131072);
    CHECK(limits::cbor_depth_max == 8);
}
