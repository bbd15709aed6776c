// SPDX-License-Identifier: Apache-2.0
// Texts in several languages: which tags name one, and which text a reader of a language is shown.
// Called by the check of definitions and by whoever draws a survey.
#pragma once

#include "core/wire/survey.hpp"

#include <string_view>
#include <vector>

namespace shopbell::survey {

// The language that every list of texts has, for readers of all others.
inline constexpr std::string_view fallback_locale = "en";

// Well-formed by RFC 5646 §2.1 (BCP 47), without the irregular tags that it keeps for old times'
// sake ("i-klingon"). Whether the registry knows the subtags is not asked.
bool is_language_tag(std::string_view tag);

// Tags that differ in case alone are one (RFC 5646 §2.1.1).
bool same_locale(std::string_view a, std::string_view b);

// The text for the locale by lookup (RFC 4647 §3.4): zh-Hans-CN takes zh-Hans, else zh, else
// English. Empty if there is not even that.
std::string_view text_for(const std::vector<wire::LocaleText>& texts, std::string_view locale);

// The labels by the same rule; null if the scale has none.
const wire::ScaleLabels* labels_for(const std::vector<wire::ScaleLabels>& labels,
                                    std::string_view locale);

}  // namespace shopbell::survey
