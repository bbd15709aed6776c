// SPDX-License-Identifier: Apache-2.0
// Shares of counts and how sure they are, in whole numbers: the core has no floats, and the same
// counts give the same figures in the relay and in a browser. Intervals are of 95 %.
#pragma once

#include <cstdint>

namespace shopbell::survey {

// 10,000 are the whole: 8,100 is 81 %.
using BasisPoints = int64_t;

// Both ends included.
struct Interval {
    BasisPoints low = 0;
    BasisPoints high = 0;

    bool operator==(const Interval&) const = default;
};

// `part` of `whole`, rounded to the nearest; 0 of nothing. Counts are at most 2^53.
BasisPoints share(uint64_t part, uint64_t whole);

// Wilson's score interval of a proportion, without continuity correction (E. B. Wilson, Probable
// inference, J. Amer. Statist. Assoc. 22, 1927). Of nothing, anything is possible: 0 to 10,000.
Interval wilson_interval(uint64_t part, uint64_t whole);

// (promoters - detractors) of all: -10,000 to 10,000, which is an NPS of -100 to 100.
BasisPoints net_share(uint64_t promoters, uint64_t detractors, uint64_t whole);

// An adjusted Wald interval of the difference of two counts of one sample: "Wald+2", which adds
// half an answer to each of the four cells, so 1/2 to both counts and 2 to the whole (A. Agresti,
// Y. Min, Simple improved confidence intervals for comparing matched proportions, Statist. Med. 24,
// 2005). Its middle is drawn towards 0 and is not net_share.
Interval net_share_interval(uint64_t promoters, uint64_t detractors, uint64_t whole);

// `sum` of `count` numbers, in thousandths, rounded to the nearest; 0 of nothing.
uint64_t mean_milli(uint64_t sum, uint64_t count);

}  // namespace shopbell::survey
