// SPDX-License-Identifier: Apache-2.0
#include "core/survey/interval.hpp"

#include "core/base/invariant.hpp"

#include <algorithm>

namespace shopbell::survey {

// 128 bits hold every product below for counts up to 2^53.
__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

static constexpr BasisPoints whole_points = 10'000;
static constexpr uint64_t count_max = uint64_t{1} << 53;

// The 97.5 % quantile of the normal distribution is 1.959963984540054; its square, in billionths.
static constexpr uint64_t billion = 1'000'000'000;
static constexpr uint64_t z_squared = 3'841'458'821;

static uint64_t square_root(Wide value) {
    uint64_t root = 0;
    for (uint64_t bit = uint64_t{1} << 63; bit != 0; bit >>= 1) {
        const Wide tried = root | bit;
        if (tried * tried <= value) root |= bit;
    }
    return root;
}

// Halves are rounded away from zero.
static BasisPoints rounded(SignedWide part, SignedWide whole) {
    const SignedWide half = whole / 2;
    return static_cast<BasisPoints>((part < 0 ? part - half : part + half) / whole);
}

BasisPoints share(uint64_t part, uint64_t whole) {
    SHOPBELL_ASSERT(part <= whole && whole <= count_max);
    if (whole == 0) return 0;
    return rounded(SignedWide{part} * whole_points, whole);
}

// (2k + z^2 -+ z sqrt(z^2 + 4k(n-k)/n)) / 2(n + z^2), all in billionths. At k = 0 and k = n the
// root is z^2 to the last digit, so those ends are exactly 0 and 10,000.
Interval wilson_interval(uint64_t part, uint64_t whole) {
    SHOPBELL_ASSERT(part <= whole && whole <= count_max);
    if (whole == 0) return {0, whole_points};
    const Wide spread = Wide{part} * (whole - part);
    const Wide per_answer = Wide{4} * z_squared * billion;
    const Wide under_root = Wide{z_squared} * z_squared + per_answer * (spread / whole) +
                            per_answer * (spread % whole) / whole;
    const SignedWide root = square_root(under_root);
    const SignedWide middle = SignedWide{2} * part * billion + z_squared;
    const SignedWide below = SignedWide{2} * (SignedWide{whole} * billion + z_squared);
    return {rounded((middle - root) * whole_points, below),
            rounded((middle + root) * whole_points, below)};
}

BasisPoints net_share(uint64_t promoters, uint64_t detractors, uint64_t whole) {
    SHOPBELL_ASSERT(whole <= count_max && promoters <= whole && detractors <= whole - promoters);
    if (whole == 0) return 0;
    return rounded((SignedWide{promoters} - SignedWide{detractors}) * whole_points, whole);
}

// With d = b - c and m = n + 2: (d -+ sqrt(z^2 v)) / m, where v = ((b + c + 1) m - d^2) / m; all in
// billionths.
Interval net_share_interval(uint64_t promoters, uint64_t detractors, uint64_t whole) {
    SHOPBELL_ASSERT(whole <= count_max && promoters <= whole && detractors <= whole - promoters);
    if (whole == 0) return {-whole_points, whole_points};
    const uint64_t all = whole + 2;
    const SignedWide difference = SignedWide{promoters} - SignedWide{detractors};
    const Wide spread =
        Wide{promoters + detractors + 1} * all - static_cast<Wide>(difference * difference);
    const Wide variance = spread / all * billion + spread % all * billion / all;
    const SignedWide root = square_root(variance * z_squared);
    const SignedWide below = SignedWide{all} * billion;
    const SignedWide middle = difference * SignedWide{billion};
    return {std::max(rounded((middle - root) * whole_points, below), -whole_points),
            std::min(rounded((middle + root) * whole_points, below), whole_points)};
}

uint64_t mean_milli(uint64_t sum, uint64_t count) {
    SHOPBELL_ASSERT(sum <= count_max);
    if (count == 0) return 0;
    return static_cast<uint64_t>((Wide{sum} * 1000 + count / 2) / count);
}

}  // namespace shopbell::survey
