// SPDX-License-Identifier: Apache-2.0
// Messages that speak of files: they wait until the relay has those, and words do not wait for
// them.
#include "core/base/limits.hpp"
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Ids = std::vector<Id>;
using Bodies = std::vector<std::string>;
constexpr uint64_t queued = 1, delivered = 4, not_sent = 6;
constexpr uint64_t text = 1, content = 4;
constexpr uint64_t retry = 1, discard = 2;
constexpr uint64_t erase = 5;
constexpr auto full = static_cast<uint64_t>(wire::Code::files_full);

const Id picture = id_of(0x71), video = id_of(0x72);

// What an end's screen shows, words and all else, in its order.
Bodies shown(const End& end) {
    Bodies all;
    for (const auto& [conv, views] : end.rows) {
        for (const auto& view : views) all.push_back(view.body);
    }
    return all;
}

void share_file(Pair& pair, End& end, const std::string& name, const Id& blob) {
    wire::FileContent file;
    file.body = file.name = name;
    file.blob.id = blob;
    pair.tell(end, boundary::Share{.conv = {}, .content = wire::encode(file), .files = {blob}});
    pair.run();
}

void uploaded(Pair& pair, End& end, const Id& blob, uint64_t code = 0) {
    pair.tell(end, boundary::Uploaded{.blob = blob, .code = code});
    pair.run();
}

std::string file_name(const boundary::RowView& row) {
    const auto decoded = wire::decode_content(row.content);
    const auto* file = decoded ? std::get_if<wire::FileContent>(&*decoded) : nullptr;
    return file ? file->name : "";
}

TEST_CASE("files: a message goes out when the relay has its file, and is read by the other side") {
    Talk talk;
    share_file(talk.pair, talk.shopper, "cup.jpg", picture);
    CHECK(talk.shopper.uploads == Ids{picture});
    CHECK(talk.shopper.last().status == queued);
    CHECK(shown(talk.bo) == Bodies{"one", "two"});
    uploaded(talk.pair, talk.shopper, picture);
    CHECK(talk.shopper.last().status == delivered);
    CHECK(talk.bo.last().kind == content);
    CHECK(talk.bo.last().body == "cup.jpg");
    CHECK(file_name(talk.bo.last()) == "cup.jpg");
    CHECK(talk.bo.arrived.back().row.kind == content);
}

TEST_CASE("files: words do not wait behind a file, and each is in the log once") {
    Talk talk;
    share_file(talk.pair, talk.shopper, "long.mp4", video);
    talk.pair.say(talk.shopper, "while it goes up");
    CHECK(shown(talk.bo) == Bodies{"one", "two", "while it goes up"});
    uploaded(talk.pair, talk.shopper, video);
    CHECK(shown(talk.bo) == Bodies{"one", "two", "while it goes up", "long.mp4"});
    CHECK(shown(talk.shopper) == shown(talk.bo));
}

TEST_CASE("files: a first message may be a picture") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    share_file(pair, shopper, "cup.jpg", picture);
    CHECK(bo.conversations.empty());
    CHECK(shopper.uploads == Ids{picture});
    uploaded(pair, shopper, picture);
    CHECK(bo.conversations.at(shopper.conv()).last->body == "cup.jpg");
}

TEST_CASE("files: two shared without network wait through a reload and are asked for in turn") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    pair.cut(shopper);
    share_file(pair, shopper, "cup.jpg", picture);
    share_file(pair, shopper, "long.mp4", video);
    CHECK(shopper.uploads.empty());
    pair.reload(shopper);
    CHECK(shown(shopper) == Bodies{"one", "two", "cup.jpg", "long.mp4"});
    CHECK(shopper.connection.queued == 2);
    pair.restore(shopper);
    pair.wait(1'000);
    CHECK(shopper.uploads == Ids{picture, video});
    uploaded(pair, shopper, video);
    uploaded(pair, shopper, picture);
    CHECK(shown(bo) == Bodies{"one", "two", "long.mp4", "cup.jpg"});
    CHECK(shopper.connection.queued == 0);
}

TEST_CASE(
    "files: on a new connection what is not there yet is asked for again, what is there not") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    share_file(pair, shopper, "cup.jpg", picture);
    share_file(pair, shopper, "long.mp4", video);
    uploaded(pair, shopper, picture);
    pair.cut(shopper);
    pair.restore(shopper);
    pair.wait(1'000);
    CHECK(shopper.uploads == Ids{picture, video, video});
    uploaded(pair, shopper, video);
    uploaded(pair, shopper, video);
    CHECK(shown(bo) == Bodies{"one", "two", "cup.jpg", "long.mp4"});
}

TEST_CASE("files: a message with two files waits for both, one after the other") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    wire::FileContent file;
    file.body = "both";
    pair.tell(shopper, boundary::Share{
                           .conv = {}, .content = wire::encode(file), .files = {picture, video}});
    pair.run();
    CHECK(shopper.uploads == Ids{picture});
    uploaded(pair, shopper, picture);
    CHECK(shopper.uploads == Ids{picture, video});
    // The first of them has arrived: a page that comes back goes on with the second.
    pair.reload(shopper);
    pair.wait(1'000);
    CHECK(shopper.uploads.back() == video);
    CHECK(shopper.uploads.size() == 3);
    uploaded(pair, shopper, video);
    CHECK(shown(bo).back() == "both");
}

TEST_CASE("files: one that the relay refuses is shown as not sent, and words go past it") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    share_file(pair, shopper, "long.mp4", video);
    uploaded(pair, shopper, video, full);
    CHECK(shopper.last().status == not_sent);
    CHECK(shopper.last().reason == full);
    pair.say(shopper, "three");
    CHECK(shown(bo) == Bodies{"one", "two", "three"});
    pair.reload(shopper);
    pair.wait(1'000);
    CHECK(shopper.last().status == not_sent);
    const Id mid = shopper.last().mid;
    pair.tell(shopper, boundary::Settle{.conv = shopper.conv(), .mid = mid, .action = retry});
    pair.run();
    CHECK(shopper.last().status == queued);
    CHECK(shopper.uploads == Ids{video, video});
    uploaded(pair, shopper, video);
    CHECK(shown(bo) == Bodies{"one", "two", "three", "long.mp4"});
}

TEST_CASE("files: who thinks better of it while it goes up discards the message and its file") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    share_file(pair, shopper, "cup.jpg", picture);
    const Id mid = shopper.last().mid;
    pair.tell(shopper, boundary::Settle{.conv = shopper.conv(), .mid = mid, .action = discard});
    pair.run();
    CHECK(shopper.dropped_blobs == Ids{picture});
    uploaded(pair, shopper, picture);
    CHECK(shown(shopper) == Bodies{"one", "two"});
    CHECK(shown(bo) == Bodies{"one", "two"});
    pair.reload(shopper);
    CHECK(shown(shopper) == Bodies{"one", "two"});
}

TEST_CASE("files: a message that was refused takes its file along when it is discarded") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    share_file(pair, shopper, "cup.jpg", picture);
    swallow_rows(pair);
    uploaded(pair, shopper, picture);
    CHECK(shopper.last().status == not_sent);
    const Id mid = shopper.last().mid;
    pair.tell(shopper, boundary::Settle{.conv = shopper.conv(), .mid = mid, .action = discard});
    CHECK(shopper.dropped_blobs == Ids{picture});
}

TEST_CASE("files: words that wait are on nobody's list of what may be discarded") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    pair.cut(shopper);
    pair.say(shopper, "three");
    const Id mid = shopper.last().mid;
    pair.tell(shopper, boundary::Settle{.conv = shopper.conv(), .mid = mid, .action = discard});
    CHECK(shopper.refused.back().field == "settle.mid");
    CHECK(shown(shopper).back() == "three");
}

TEST_CASE("files: a conversation that is deleted takes along what waits for it") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    share_file(pair, shopper, "cup.jpg", picture);
    pair.tell(shopper, boundary::Act{.conv = shopper.conv(), .event = erase, .agent = {}});
    pair.run();
    CHECK(shopper.dropped_blobs == Ids{picture});
    uploaded(pair, shopper, picture);
    CHECK(shown(bo).empty());
}

TEST_CASE("files: what waits when an agent deletes the conversation moves on to the next") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    share_file(pair, shopper, "cup.jpg", picture);
    pair.tell(bo, boundary::Act{.conv = bo.conv(), .event = erase, .agent = {}});
    pair.run();
    CHECK(shopper.dropped_blobs.empty());
    CHECK(shopper.uploads == Ids{picture, picture});
    uploaded(pair, shopper, picture);
    CHECK(shopper.conversations.size() == 2);
    CHECK(bo.arrived.back().row.body == "cup.jpg");
}

TEST_CASE("files: another tab's waits for the tab that has the connection") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    End& second = pair.tab(shopper, "second tab");
    pair.run();
    share_file(pair, second, "cup.jpg", picture);
    CHECK(second.uploads.empty());
    CHECK(shopper.uploads == Ids{picture});
    uploaded(pair, shopper, picture);
    CHECK(shown(bo).back() == "cup.jpg");
    CHECK(shown(second).back() == "cup.jpg");
}

TEST_CASE("files: what cannot be shared is refused by name") {
    Talk talk;
    Pair& pair = talk.pair;
    End& shopper = talk.shopper;
    const auto share = [&](Bytes bytes, std::optional<Id> conv = {}) {
        pair.tell(shopper, boundary::Share{.conv = conv, .content = std::move(bytes), .files = {}});
        return shopper.refused.empty() ? std::string() : shopper.refused.back().field;
    };
    CHECK(share(Bytes{}) == "share.content");
    CHECK(share(to_bytes(bytes_of("no content"))) == "share.content");
    CHECK(share(wire::encode(wire::TextContent{.body = "words", .page = {}})) == "share.content");
    CHECK(share(wire::encode(wire::EventContent{.note = "closed"})) == "share.content");
    wire::FileContent file;
    CHECK(share(wire::encode(file)) == "share.content");
    file.body = "too much";
    file.preview.resize(limits::content_bytes_max);
    CHECK(share(wire::encode(file)) == "share.content");
    CHECK(shopper.refused.back().limit == limits::content_bytes_max);
    file.preview.clear();
    CHECK(share(wire::encode(file), id_of(0x55)) == "share.conv");
    CHECK(shown(shopper) == Bodies{"one", "two"});
}

TEST_CASE("files: a content of a later version is shown by the words that stand for it") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    // [99, "a poll: green or black?", ["green", "black"]]
    Bytes poll{0x83, 0x18, 0x63, 0x77};
    append(poll, "a poll: green or black?");
    append(poll, Bytes{0x82, 0x65});
    append(poll, "green");
    append(poll, Bytes{0x65});
    append(poll, "black");
    pair.tell(shopper, boundary::Share{.conv = {}, .content = poll, .files = {}});
    pair.run();
    CHECK(bo.last().kind == content);
    CHECK(bo.last().body == "a poll: green or black?");
    CHECK(bo.last().content == poll);
    CHECK(shopper.last().status == delivered);
}

TEST_CASE("files: a row that was kept before there were files is sent as it was") {
    Talk talk;
    auto& [pair, bo, shopper] = talk;
    pair.cut(shopper);
    pair.say(shopper, "three");
    for (auto& [key, value] : *shopper.disk) {
        if (!key.starts_with("out/")) continue;
        // Of its seven fields the last two, an empty list and 0, were unknown.
        REQUIRE(value.front() == 0x87);
        value.front() = 0x85;
        value.resize(value.size() - 2);
    }
    pair.reload(shopper);
    CHECK(shown(shopper).back() == "three");
    CHECK(shopper.last().kind == text);
    pair.restore(shopper);
    pair.wait(1'000);
    CHECK(shown(bo).back() == "three");
}

}  // namespace
}  // namespace shopbell::pair
