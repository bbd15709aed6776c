// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/cbor_tree.hpp"

#include <utility>

namespace shopbell::fuzz {
namespace {

enum Major : uint8_t { uint, negative, bytes, text, array, map, tag, simple };

constexpr unsigned depth_max = 24;
constexpr size_t items_max = 5000;

bool read_argument(ByteView& input, uint8_t low, uint64_t& argument) {
    argument = low;
    if (low < 24) return true;
    if (low > 27) return false;
    const size_t width = size_t{1} << (low - 24);
    if (input.size() < width) return false;
    argument = 0;
    for (const uint8_t byte : input.first(width)) argument = argument << 8 | byte;
    input = input.subspan(width);
    return true;
}

bool read_item(ByteView& input, CborItem& item, unsigned depth, size_t& items) {
    if (input.empty() || depth == depth_max || ++items > items_max) return false;
    item.major = input[0] >> 5;
    const uint8_t low = input[0] & 31;
    input = input.subspan(1);
    if (item.major == map || item.major == tag) return false;
    if (!read_argument(input, low, item.argument)) return false;
    if (item.major == bytes || item.major == text) {
        if (item.argument > input.size()) return false;
        ByteView content = input.first(static_cast<size_t>(item.argument));
        input = input.subspan(content.size());
        ByteView inner = content;
        CborItem held;
        // Only arrays: short ids would else be taken for numbers.
        const bool may_hold = item.major == bytes && content.size() > 1 && content[0] >> 5 == array;
        if (may_hold && read_item(inner, held, depth + 1, items) && inner.empty()) {
            item.children.push_back(std::move(held));
        } else {
            item.content = to_bytes(content);
        }
        return true;
    }
    if (item.major != array) return true;
    if (item.argument > input.size()) return false;
    for (uint64_t i = 0; i < item.argument; ++i) {
        if (!read_item(input, item.children.emplace_back(), depth + 1, items)) return false;
    }
    return true;
}

void write_head(Bytes& out, uint8_t major, uint64_t argument) {
    const auto first = static_cast<uint8_t>(major << 5);
    if (argument < 24) return out.push_back(static_cast<uint8_t>(first | argument));
    unsigned width_log2 = 0;
    while (width_log2 < 3 && argument >> (8U << width_log2) != 0) ++width_log2;
    out.push_back(static_cast<uint8_t>(first | (24 + width_log2)));
    for (unsigned bits = 8U << width_log2; bits > 0; bits -= 8) {
        out.push_back(static_cast<uint8_t>(argument >> (bits - 8)));
    }
}

void write_item(Bytes& out, const CborItem& item) {
    if (item.major == array) {
        write_head(out, array, item.children.size());
        for (const CborItem& child : item.children) write_item(out, child);
    } else if (item.major == bytes || item.major == text) {
        const Bytes content = item.children.empty() ? item.content : write_cbor(item.children[0]);
        write_head(out, item.major, content.size());
        append(out, content);
    } else {
        write_head(out, item.major, item.argument);
    }
}

void collect(CborItem& item, std::vector<CborItem*>& all) {
    all.push_back(&item);
    for (CborItem& child : item.children) collect(child, all);
}

bool alike(const CborItem& a, const CborItem& b) {
    if (a.major != b.major) return false;
    if (a.major == bytes) return a.content.size() == b.content.size();
    return a.major != array || a.children.size() == b.children.size();
}

void change_string(CborItem& item, Fuzzed& choices) {
    Bytes& content = item.content;
    const size_t at = choices.below(content.size() + 1);
    const auto place = content.begin() + static_cast<std::ptrdiff_t>(at);
    switch (choices.below(4)) {
        case 0:
            content.resize(at);
            break;
        case 1: {
            const Bytes more = choices.bytes(32);
            content.insert(place, more.begin(), more.end());
            break;
        }
        default:
            if (at < content.size()) *place ^= static_cast<uint8_t>(choices.byte() | 1);
    }
}

void change_list(CborItem& item, Fuzzed& choices, const CborItem& other) {
    auto& children = item.children;
    const size_t at = choices.below(children.size());
    const auto place = children.begin() + static_cast<std::ptrdiff_t>(at);
    switch (choices.below(4)) {
        case 0:
            if (!children.empty()) children.erase(place);
            break;
        case 1:
            if (!children.empty()) children.insert(place, CborItem(children[at]));
            break;
        case 2:
            if (!children.empty())
                std::swap(children[at], children[choices.below(children.size())]);
            break;
        default:
            children.insert(place, other);
    }
}

// Some item of the document or of the world around, one of the same kind if a few tries find it.
CborItem another(const std::vector<CborItem*>& all, const CborItem& item, Fuzzed& choices,
                 const std::vector<CborItem>& others) {
    CborItem found;
    for (int tries = 0; tries < 6; ++tries) {
        const bool from_around = !others.empty() && choices.chance(2);
        found =
            from_around ? others[choices.below(others.size())] : *all[choices.below(all.size())];
        if (alike(found, item)) break;
    }
    return found;
}

}  // namespace

std::optional<CborItem> read_cbor(ByteView input) {
    CborItem item;
    size_t items = 0;
    if (!read_item(input, item, 0, items) || !input.empty()) return std::nullopt;
    return item;
}

Bytes write_cbor(const CborItem& item) {
    Bytes out;
    write_item(out, item);
    return out;
}

CborItem cbor_bytes(ByteView content) { return {bytes, 0, to_bytes(content), {}}; }

void change_somewhere(CborItem& root, Fuzzed& choices, const std::vector<CborItem>& others) {
    std::vector<CborItem*> all;
    collect(root, all);
    CborItem& item = *all[choices.below(all.size())];
    const size_t what = choices.below(8);
    if (what == 0) {
        // null, false or true, where it may stand or not.
        item = {simple, 20 + choices.below(3), {}, {}};
    } else if (what == 1) {
        item = another(all, item, choices, others);
    } else if (item.major == array) {
        change_list(item, choices, another(all, item, choices, others));
    } else if ((item.major == bytes || item.major == text) && item.children.empty()) {
        if (what < 5) {
            item = another(all, item, choices, others);
        } else {
            change_string(item, choices);
        }
    } else if (item.major == uint) {
        item.argument = what < 4 ? item.argument + choices.below(5) - 2 : choices.number();
    } else {
        item = another(all, item, choices, others);
    }
}

Bytes changed(ByteView encoding, Fuzzed& choices, const std::vector<CborItem>& others) {
    const size_t changes = choices.below(4);
    if (changes == 0) return to_bytes(encoding);
    std::optional<CborItem> item = read_cbor(encoding);
    if (!item) return to_bytes(encoding);
    for (size_t i = 0; i < changes; ++i) change_somewhere(*item, choices, others);
    return write_cbor(*item);
}

}  // namespace shopbell::fuzz
