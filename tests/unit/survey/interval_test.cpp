// SPDX-License-Identifier: Apache-2.0
// Reference values were worked out with 50 decimal digits (Python's decimal module) from the
// textbook forms named below, which are not the forms that the code computes, and with
// z = 1.959963984540054235524594430520551; they stand here rounded to a basis point.
#include "core/survey/interval.hpp"

#include <doctest/doctest.h>

namespace shopbell::survey {

namespace {

struct Known {
    uint64_t part, whole;
    Interval interval;
};

struct KnownNet {
    uint64_t promoters, detractors, whole;
    Interval interval;
};

constexpr uint64_t count_max = uint64_t{1} << 53;

}  // namespace

TEST_CASE("interval: Wilson's of known counts") {
    // (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n), with p = k/n.
    const Known known[] = {
        {5, 5, {5655, 10000}},
        {0, 5, {0, 4345}},
        {1, 1, {2065, 10000}},
        {0, 1, {0, 7935}},
        {1, 2, {945, 9055}},
        {81, 100, {7222, 8749}},
        {500, 500, {9924, 10000}},
        {0, 500, {0, 76}},
        {1, 1000, {2, 56}},
        {333, 1000, {3045, 3628}},
        {123456, 1000000, {1228, 1241}},
        {count_max / 2, count_max, {5000, 5000}},
        {count_max, count_max, {10000, 10000}},
    };
    for (const Known& one : known) {
        CAPTURE(one.part);
        CAPTURE(one.whole);
        CHECK(wilson_interval(one.part, one.whole) == one.interval);
    }
}

TEST_CASE("interval: Wilson's of nothing is everything") {
    CHECK(wilson_interval(0, 0) == Interval{0, 10000});
}

TEST_CASE("interval: Wilson's holds the share, mirrors it, and narrows with more answers") {
    for (uint64_t whole = 1; whole <= 60; ++whole) {
        for (uint64_t part = 0; part <= whole; ++part) {
            const Interval interval = wilson_interval(part, whole);
            const Interval mirrored = wilson_interval(whole - part, whole);
            CHECK(interval.low <= share(part, whole));
            CHECK(share(part, whole) <= interval.high);
            CHECK(interval.low == 10000 - mirrored.high);
            const Interval narrower = wilson_interval(part * 2, whole * 2);
            CHECK(narrower.low >= interval.low);
            CHECK(narrower.high <= interval.high);
        }
    }
}

TEST_CASE("interval: that of a net share, by Wald+2, of known counts") {
    // d -+ z sqrt((b + c + 1) - (b - c)^2 / (n + 2)) / (n + 2), with d = (b - c) / (n + 2), cut off
    // at -100 % and 100 %: Agresti and Min 2005, as in the R code that they published with it.
    const KnownNet known[] = {
        {1, 0, 1, {-5101, 10000}},
        {0, 1, 1, {-10000, 5101}},
        {0, 0, 5, {-2800, 2800}},
        {50, 20, 100, {1426, 4456}},
        {5, 3, 10, {-3142, 6475}},
        {7, 1, 12, {736, 7835}},
        {500, 0, 500, {9893, 10000}},
        {0, 500, 500, {-10000, -9893}},
        {300000, 200000, 1000000, {986, 1014}},
        {count_max / 2, count_max / 4, count_max, {2500, 2500}},
    };
    for (const KnownNet& one : known) {
        CAPTURE(one.promoters);
        CAPTURE(one.whole);
        CHECK(net_share_interval(one.promoters, one.detractors, one.whole) == one.interval);
    }
}

TEST_CASE("interval: a net share of nothing may be anything") {
    CHECK(net_share_interval(0, 0, 0) == Interval{-10000, 10000});
    CHECK(net_share(0, 0, 0) == 0);
}

TEST_CASE("interval: shares are rounded to the nearest, halves away from zero") {
    CHECK(share(0, 0) == 0);
    CHECK(share(1, 3) == 3333);
    CHECK(share(2, 3) == 6667);
    CHECK(share(1, 20000) == 1);  // half a basis point
    CHECK(share(count_max, count_max) == 10000);
    CHECK(net_share(0, 1, 20000) == -1);
    CHECK(net_share(50, 20, 100) == 3000);
    CHECK(net_share(1, 2, 3) == -3333);
}

TEST_CASE("interval: means are in thousandths") {
    CHECK(mean_milli(0, 0) == 0);
    CHECK(mean_milli(21, 4) == 5250);
    CHECK(mean_milli(2, 3) == 667);
}

}  // namespace shopbell::survey
