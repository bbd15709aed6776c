// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/head_hash.hpp"

#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

using test::People;

TEST_CASE("two who applied the same rows have the same head") {
    People people;
    const wire::Submission one = people.row(people.shopper, "hello");
    const wire::Submission two = people.agent_row("hi");
    const Hash start = head_start(people.conv);
    const Hash head = head_next(head_next(start, one, 1), two, 2);
    CHECK(head == head_next(head_next(head_start(people.conv), one, 1), two, 2));
}

TEST_CASE("a head tells conversation, rows, order and places apart") {
    People people;
    const wire::Submission one = people.row(people.shopper, "hello");
    const wire::Submission two = people.row(people.shopper, "there");
    const Hash start = head_start(people.conv);
    CHECK(start != head_start(test::id_of(1)));
    CHECK(head_next(start, one, 1) != head_next(start, two, 1));
    CHECK(head_next(start, one, 1) != head_next(start, one, 2));
    CHECK(head_next(start, one, 1) != head_next(start, one, uint64_t{1} << 40));
    CHECK(head_next(head_next(start, one, 1), two, 2) !=
          head_next(head_next(start, two, 1), one, 2));

    wire::Submission stripped = people.agent_row("hi");
    const Hash whole = head_next(start, stripped, 1);
    stripped.certificate.reset();
    CHECK(head_next(start, stripped, 1) != whole);
}

}  // namespace shopbell::crypto
