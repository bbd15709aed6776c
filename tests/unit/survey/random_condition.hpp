// SPDX-License-Identifier: Apache-2.0
// Numbers that look random and follow from a seed alone, and conditions drawn with them: each is
// right by itself, but several together may exclude one another.
#pragma once

#include "tests/unit/survey/questionnaire.hpp"

namespace shopbell::survey::test {

// SplitMix64: a fixed sequence from a fixed seed.
class Draw {
public:
    explicit Draw(uint64_t seed) : state_(seed) {}
    uint64_t below(uint64_t end) {
        uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (z ^ (z >> 31)) % end;
    }
    size_t place(size_t end) { return static_cast<size_t>(below(end)); }
    bool chance(uint64_t one_in) { return below(one_in) == 0; }

private:
    uint64_t state_;
};

inline std::string id_at(size_t place) { return "q" + std::to_string(place); }

inline std::vector<std::string> some_options(Draw& draw) {
    std::vector<std::string> some;
    for (const char* const value : {"slow", "rude", "wrong"}) {
        if (draw.chance(2)) some.emplace_back(value);
    }
    if (some.empty()) some.emplace_back("slow");
    return some;
}

inline wire::QuestionCondition draw_condition(Draw& draw, const wire::SurveyQuestion& earlier) {
    if (draw.chance(4)) return answered(earlier.id);
    if (const auto scale = scale_of(earlier.kind)) {
        const uint64_t score = scale->low + draw.below(scale->size());
        return draw.chance(2) ? at_least(earlier.id, score) : at_most(earlier.id, score);
    }
    if (has_options(earlier.kind)) return one_of(earlier.id, some_options(draw));
    return answered(earlier.id);
}

}  // namespace shopbell::survey::test
