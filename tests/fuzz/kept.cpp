// SPDX-License-Identifier: Apache-2.0
// A Session that starts from a damaged disk: entries changed, lost, doubled, under other keys, or
// of bytes that mean nothing. It must start, dial, take words (or say why not), and after the
// device was wiped be as good as new. Played against a real Hub, as a page would.
#include "core/wire/boundary.hpp"
#include "tests/fuzz/cbor_tree.hpp"
#include "tests/fuzz/told_story.hpp"

#include <algorithm>

namespace shopbell::fuzz {
namespace {

using Disk = std::map<std::string, Bytes>;

std::string any_key(Fuzzed& choices, const Disk& disk) {
    const Bytes raw = choices.bytes(12);
    const std::string text(text_of(raw));
    constexpr const char* prefixes[] = {"", "conv/", "row/", "out/"};
    if (disk.empty() || choices.chance(3)) return prefixes[choices.below(4)] + text;
    const auto at =
        std::next(disk.begin(), static_cast<std::ptrdiff_t>(choices.below(disk.size())));
    std::string key = at->first;
    if (choices.chance(2)) key[choices.below(key.size())] ^= static_cast<char>(choices.byte() & 15);
    return key;
}

void damage(Disk& disk, Fuzzed& choices) {
    if (disk.empty() || choices.chance(8)) {
        disk[any_key(choices, disk)] = choices.bytes(200);
        return;
    }
    const auto at =
        std::next(disk.begin(), static_cast<std::ptrdiff_t>(choices.below(disk.size())));
    switch (choices.below(6)) {
        case 0:
            disk.erase(at);
            return;
        case 1:
            disk[any_key(choices, disk)] = Bytes(at->second);
            return;
        case 2: {
            Bytes& value = at->second;
            if (!value.empty()) value[choices.below(value.size())] ^= choices.byte();
            if (choices.chance(4)) value.resize(choices.below(value.size() + 1));
            return;
        }
        default: {
            std::vector<CborItem> others;
            for (const auto& [key, value] : disk) {
                if (auto item = read_cbor(value)) others.push_back(std::move(*item));
            }
            at->second = changed(at->second, choices, others);
        }
    }
}

bool shows(const pair::End& end, const std::string& words) {
    for (const auto& [conv, rows] : end.rows) {
        for (const auto& row : rows) {
            if (row.body == words) return true;
        }
    }
    return false;
}

bool is_sent(const pair::End& end, const std::string& words) {
    for (const auto& [conv, rows] : end.rows) {
        for (const auto& row : rows) {
            if (row.body == words && row.status >= 3 && row.status <= 5) return true;
        }
    }
    return false;
}

void look_at_all(pair::Pair& pair, pair::End& end) {
    std::vector<Id> convs;
    for (const auto& [conv, view] : end.conversations) convs.push_back(conv);
    for (const Id& conv : convs) pair.tell(end, boundary::Look{.conv = conv, .focused = true});
}

std::optional<Id> conv_of(const ToldEnd& was) {
    if (!was.begin.keys) return std::nullopt;
    return told_story().conv;
}

// Words are shown at once, or refused with a reason; nothing that comes later takes them away.
void write(pair::Pair& pair, pair::End& end, const std::optional<Id>& conv) {
    const std::string words = "are you still there?";
    end.refused.clear();
    pair.tell(end, boundary::Compose{.conv = conv, .body = words, .page = {}});
    pair.run();
    look_at_all(pair, end);
    const bool shown = shows(end, words);
    FUZZ_CHECK(shown || !end.refused.empty());
    pair.wait(60'000);
    FUZZ_CHECK(!shown || shows(end, words));
}

// Wiped, the device is as good as new.
void begin_anew(pair::Pair& pair, pair::End& end) {
    pair.tell(end, boundary::Forget{});
    FUZZ_CHECK(end.disk->empty());
    pair.reload(end);
    pair.wait(5'000);
    FUZZ_CHECK(end.connection.state == 2);
    if (end.begin.keys) return;
    pair.tell(end, boundary::Compose{.conv = {}, .body = "a new start", .page = {}});
    pair.wait(5'000);
    look_at_all(pair, end);
    pair.wait(5'000);
    FUZZ_CHECK(is_sent(end, "a new start"));
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell;
    using namespace shopbell::fuzz;
    const ToldStory& story = told_story();
    Fuzzed choices(shopbell::ByteView(data, size));
    const ToldEnd* const ends[] = {&story.ann, &story.ann_alone, &story.ada};
    const ToldEnd& was = *ends[choices.below(3)];
    // What costs most is not done for each input.
    const bool begins_anew = choices.chance(8);
    Disk disk = was.disk;
    for (int changes = 0; changes < 12 && !choices.empty(); ++changes) damage(disk, choices);

    pair::Pair pair;
    pair.store = story.store;
    pair.now = story.now;
    pair::End& end =
        was.begin.keys ? pair.agent("Ada", story.cast.ada, 60) : pair.shopper("Ann", 50);
    *end.disk = disk;
    pair.reload(end);
    pair.wait(40'000);
    look_at_all(pair, end);
    write(pair, end, conv_of(was));
    if (begins_anew) begin_anew(pair, end);
    return 0;
}
