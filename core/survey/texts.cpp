// SPDX-License-Identifier: Apache-2.0
#include "core/survey/texts.hpp"

#include "core/base/limits.hpp"

#include <algorithm>

namespace shopbell::survey {

// --- Tags -------------------------------------------------------------------------------------

static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

static bool all_letters(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_letter);
}

static bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

static bool is_between(std::string_view subtag, size_t size_min, size_t size_max) {
    return subtag.size() >= size_min && subtag.size() <= size_max;
}

namespace {

// The subtags of a tag, from the left; empty text behind the last.
class Subtags {
public:
    explicit Subtags(std::string_view tag) {
        for (size_t at = 0; at <= tag.size();) {
            const size_t end = std::min(tag.find('-', at), tag.size());
            subtags_.push_back(tag.substr(at, end - at));
            at = end + 1;
        }
    }

    [[nodiscard]] bool well_formed() const {
        return std::all_of(subtags_.begin(), subtags_.end(), [](std::string_view subtag) {
            return is_between(subtag, 1, 8) &&
                   std::all_of(subtag.begin(), subtag.end(),
                               [](char c) { return is_letter(c) || is_digit(c); });
        });
    }
    [[nodiscard]] std::string_view front() const {
        return at_ < subtags_.size() ? subtags_[at_] : std::string_view{};
    }
    void pop() { at_ += 1; }
    [[nodiscard]] bool empty() const { return at_ >= subtags_.size(); }

private:
    std::vector<std::string_view> subtags_;
    size_t at_ = 0;
};

}  // namespace

static bool is_variant(std::string_view subtag) {
    return is_between(subtag, 5, 8) || (subtag.size() == 4 && is_digit(subtag.front()));
}

static bool is_extlang(std::string_view subtag) {
    return subtag.size() == 3 && all_letters(subtag);
}

static bool is_region(std::string_view subtag) {
    return subtag.size() == 2 ? all_letters(subtag) : subtag.size() == 3 && all_digits(subtag);
}

static bool take_language(Subtags& subtags) {
    const std::string_view language = subtags.front();
    if (!is_between(language, 2, 8) || !all_letters(language)) return false;
    subtags.pop();
    for (int i = 0; i < 3 && language.size() <= 3 && is_extlang(subtags.front()); ++i) {
        subtags.pop();
    }
    if (subtags.front().size() == 4 && all_letters(subtags.front())) subtags.pop();  // script
    if (is_region(subtags.front())) subtags.pop();
    return true;
}

// The same variant twice is no tag (RFC 5646 §2.2.5).
static bool take_variants(Subtags& subtags) {
    std::vector<std::string_view> seen;
    for (; is_variant(subtags.front()); subtags.pop()) {
        for (const std::string_view earlier : seen) {
            if (same_locale(earlier, subtags.front())) return false;
        }
        seen.push_back(subtags.front());
    }
    return true;
}

// One letter or digit and what it introduces; the same one twice is no tag (RFC 5646 §2.2.6).
static bool take_extensions(Subtags& subtags) {
    std::string seen;
    while (subtags.front().size() == 1 && lower(subtags.front().front()) != 'x') {
        const char singleton = lower(subtags.front().front());
        if (seen.find(singleton) != std::string::npos) return false;
        seen += singleton;
        subtags.pop();
        if (subtags.front().size() < 2) return false;
        while (subtags.front().size() >= 2) subtags.pop();
    }
    return true;
}

bool is_language_tag(std::string_view tag) {
    if (tag.empty() || tag.size() > limits::locale_bytes_max) return false;
    Subtags subtags(tag);
    if (!subtags.well_formed()) return false;
    const bool is_private = lower(tag.front()) == 'x' && subtags.front().size() == 1;
    if (!is_private &&
        !(take_language(subtags) && take_variants(subtags) && take_extensions(subtags))) {
        return false;
    }
    if (subtags.empty()) return true;
    if (lower(subtags.front().front()) != 'x' || subtags.front().size() != 1) return false;
    subtags.pop();
    return !subtags.empty();
}

// --- Lookup -----------------------------------------------------------------------------------

bool same_locale(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

template <class T>
static const T* find_locale(const std::vector<T>& items, std::string_view locale) {
    for (const T& item : items) {
        if (same_locale(item.locale, locale)) return &item;
    }
    return nullptr;
}

// A subtag is cut off from the right, together with a singleton that it would leave there.
static std::string_view shorter(std::string_view locale) {
    size_t end = locale.rfind('-');
    if (end == std::string_view::npos) return {};
    if (end >= 2 && locale[end - 2] == '-') end -= 2;
    return locale.substr(0, end);
}

template <class T>
static const T* lookup(const std::vector<T>& items, std::string_view locale) {
    for (; !locale.empty(); locale = shorter(locale)) {
        if (const T* const found = find_locale(items, locale)) return found;
    }
    return find_locale(items, fallback_locale);
}

std::string_view text_for(const std::vector<wire::LocaleText>& texts, std::string_view locale) {
    const wire::LocaleText* const found = lookup(texts, locale);
    return found == nullptr ? std::string_view{} : std::string_view{found->text};
}

const wire::ScaleLabels* labels_for(const std::vector<wire::ScaleLabels>& labels,
                                    std::string_view locale) {
    return lookup(labels, locale);
}

}  // namespace shopbell::survey
