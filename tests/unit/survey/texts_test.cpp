// SPDX-License-Identifier: Apache-2.0
#include "core/survey/texts.hpp"

#include <doctest/doctest.h>

namespace shopbell::survey {

TEST_CASE("survey texts: tags of RFC 5646 are taken") {
    // Mostly the examples of its appendix A.
    for (const char* const tag :
         {"en", "de", "zh-Hans", "zh-Hant-TW", "zh-cmn-Hans-CN", "yue-HK", "sr-Latn-RS", "sl-nedis",
          "sl-rozaj-biske", "de-CH-1901", "es-419", "hy-Latn-IT-arevela", "de-CH-x-phonebk",
          "x-whatever", "en-US-u-islamcal", "zh-CN-a-myext-x-private", "en-a-myext-b-another",
          "EN-us", "abcde"}) {
        CHECK_MESSAGE(is_language_tag(tag), tag);
    }
}

TEST_CASE("survey texts: what is no tag is refused") {
    for (const char* const tag : {"",
                                  "e",
                                  "-en",
                                  "en-",
                                  "en--US",
                                  "en_US",
                                  "abcdefghi",
                                  "a-DE",
                                  "ar-a-aaa-b-bbb-a-ccc",
                                  "de-1901-1901",
                                  "de-419-DE",
                                  "en-x",
                                  "x",
                                  "x-",
                                  "en-a",
                                  "en-a-x-b",
                                  "中文",
                                  "en US",
                                  "de-DE-Latn",
                                  "en-aaaaaaaa-aaaaaaaa-aaaaaaab-aaaaaaac"}) {
        CHECK_MESSAGE(!is_language_tag(tag), tag);
    }
}

TEST_CASE("survey texts: a reader gets the nearest language, else English") {
    const std::vector<wire::LocaleText> texts{
        {"en", "Thanks"}, {"zh-Hans", "谢谢"}, {"zh", "謝謝"}, {"de", "Danke"}};
    CHECK(text_for(texts, "de-CH") == "Danke");
    CHECK(text_for(texts, "ZH-hans-CN") == "谢谢");
    CHECK(text_for(texts, "zh-TW") == "謝謝");
    CHECK(text_for(texts, "zh-x-hans") == "謝謝");
    CHECK(text_for(texts, "fr") == "Thanks");
    CHECK(text_for(texts, "") == "Thanks");
    CHECK(text_for({}, "en").empty());
}

TEST_CASE("survey texts: labels follow the same rule, and a scale may have none") {
    const std::vector<wire::ScaleLabels> labels{{"en", "bad", "good"}, {"ar", "سيئ", "جيد"}};
    REQUIRE(labels_for(labels, "ar-EG") != nullptr);
    CHECK(labels_for(labels, "ar-EG")->high == "جيد");
    CHECK(labels_for(labels, "fr")->low == "bad");
    CHECK(labels_for({}, "en") == nullptr);
}

}  // namespace shopbell::survey
