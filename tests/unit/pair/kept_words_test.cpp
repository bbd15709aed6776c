// SPDX-License-Identifier: Apache-2.0
// Words that wait on a device's disk: for this device alone, whatever becomes of the conversation's
// keys; damaged they are shown as not sent; and a deletion takes nothing that was not meant.
#include "core/base/limits.hpp"
#include "core/base/text_encoding.hpp"
#include "tests/unit/pair/pair.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Bodies = std::vector<std::string>;
constexpr uint64_t queued = 1, not_sent = 6, discard = 2;

// The only row that waits on a disk.
struct Waiting {
    explicit Waiting(End& end) {
        for (auto& [key, value] : *end.disk) {
            if (!key.starts_with("out/")) continue;
            on_disk = &value;
            auto decoded = boundary::decode_kept_outbox_row(value);
            REQUIRE(decoded);
            row = *decoded;
        }
        REQUIRE(on_disk != nullptr);
    }
    Bytes* on_disk = nullptr;
    boundary::KeptOutboxRow row;
};

TEST_CASE("kept words: they are sealed for their device alone, and survive the loss of a key") {
    Pair pair;
    End& ada = pair.agent("ada", pair.cast.ada, 21);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    const server::MemoryStore backup = pair.store;
    pair.change_shop(pair.cast.record_without_bo());
    pair.say(shopper, "two");
    pair.look(ada);
    pair.cut(ada);
    pair.cut(shopper);
    pair.say(ada, "three");
    CHECK(Waiting(ada).row.submission.gen == 0);
    // The relay has lost the second key; another one takes its place, and nothing goes out yet.
    pair.restore_relay(backup);
    pair.change_shop(pair.cast.record_without_bo());
    pair.tamper = [](const End&, Bytes& frame) {
        const auto decoded = wire::decode_frame_from_relay(frame);
        if (decoded && std::holds_alternative<wire::Synced>(*decoded))
            frame = wire::encode(wire::Pong{.token = 0});
    };
    pair.restore(ada);
    pair.wait(limits::retry_delay_ms_min);
    pair.cut(ada);
    pair.reload(ada);
    pair.look(ada);
    REQUIRE(ada.last().body == "three");
    CHECK(ada.last().status == queued);
    pair.tamper = nullptr;
    pair.restore(shopper);
    pair.wait(limits::retry_delay_ms_min);
    pair.restore(ada);
    pair.wait(30'000);
    CHECK(shopper.bodies() == Bodies{"one", "two", "three"});
    CHECK(ada.bodies() == Bodies{"one", "two", "three"});
}

TEST_CASE("kept words: the note about their conversation is lost, and they are not") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.cut(shopper);
    pair.say(shopper, "two");
    std::erase_if(*shopper.disk,
                  [](const auto& entry) { return entry.first.starts_with("conv/"); });
    pair.reload(shopper);
    CHECK(shopper.last().body == "two");
    CHECK(shopper.last().status == queued);
    pair.restore(shopper);
    CHECK(shopper.bodies() == Bodies{"one", "two"});
}

TEST_CASE("kept words: damaged on the disk they are shown as not sent, and can be discarded") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.cut(shopper);
    pair.say(shopper, "two");
    const Id mid = shopper.last().mid;
    Waiting waiting(shopper);
    waiting.row.submission.ct[3] ^= 1;
    *waiting.on_disk = boundary::encode(waiting.row);
    pair.reload(shopper);
    CHECK(shopper.last().mid == mid);
    CHECK(shopper.last().status == not_sent);
    CHECK(shopper.last().reason == static_cast<uint64_t>(wire::Code::malformed));
    pair.tell(shopper, boundary::Settle{.conv = shopper.conv(), .mid = mid, .action = discard});
    pair.restore(shopper);
    CHECK(shopper.last().body == "one");
    CHECK(shopper.connection.queued == 0);
}

TEST_CASE("kept words: a row of an author that there is not is left out, and the rest goes on") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.look(bo);
    const server::MemoryStore backup = pair.store;
    pair.say(bo, "two");
    pair.cut(bo);
    pair.restore_relay(backup);
    pair.wait(40'000);
    REQUIRE(shopper.bodies() == Bodies{"one", "two"});
    Waiting waiting(shopper);
    waiting.row.author = 5;
    *waiting.on_disk = boundary::encode(waiting.row);
    pair.reload(shopper);
    CHECK(shopper.bodies() == Bodies{"one"});
    pair.say(shopper, "three");
    CHECK(shopper.bodies() == Bodies{"one", "three"});
    CHECK(shopper.last().seq == 2);
}

TEST_CASE("kept words: erasing removes a conversation's rows and words by two prefixes") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    const std::string conv = hex_encode(shopper.conv());
    client::Effects effects;
    shopper.session.handle(boundary::Act{.conv = shopper.conv(), .event = 5, .agent = {}}, pair.now,
                           effects);
    const auto store = std::find_if(effects.begin(), effects.end(), [](const auto& effect) {
        return std::holds_alternative<boundary::Store>(effect);
    });
    REQUIRE(store != effects.end());
    const auto& removes = std::get<boundary::Store>(*store).removes;
    for (const char* const prefix : {"row/", "out/"})
        CHECK(std::count(removes.begin(), removes.end(), prefix + conv + "*") == 1);
}

TEST_CASE("kept words: what another tab removes takes nothing that is only being kept") {
    Pair pair;
    End& first = pair.shopper("first", 30);
    pair.run();
    pair.say(first, "one");
    pair.cut(first);
    pair.say(first, "two");
    // Its transaction comes after the one that removes.
    pair.tell(first, boundary::Compose{.conv = {}, .body = "three", .page = {}});
    const std::string all = "out/" + hex_encode(first.conv()) + "*";
    pair.tell(first, boundary::Merge{.puts = {}, .removes = {all}});
    CHECK(first.bodies() == Bodies{"one", "three"});
    pair.run();
    pair.restore(first);
    CHECK(first.bodies() == Bodies{"one", "three"});
}

TEST_CASE("kept words: a false copy of them from another tab does not take them off the screen") {
    Pair pair;
    End& first = pair.shopper("first", 30);
    pair.run();
    pair.say(first, "one");
    pair.cut(first);
    pair.say(first, "two");
    const std::string at = "row/" + hex_encode(first.conv()) + "/000000000";
    auto forged = boundary::decode_kept_row(first.disk->at(at + "1"));
    REQUIRE(forged);
    forged->row.seq = 2;
    forged->row.submission.mid = first.last().mid;
    forged->problem = 1;
    pair.tell(first,
              boundary::Merge{.puts = {{at + "2", boundary::encode(*forged)}}, .removes = {}});
    CHECK(first.bodies() == Bodies{"one", "two"});
    CHECK(first.last().status == queued);
    CHECK(first.connection.queued == 1);
}

}  // namespace
}  // namespace shopbell::pair
