// SPDX-License-Identifier: Apache-2.0
// A Session between a shell and a relay that both do as they like: events in any order, frames that
// were once true, changed ones, nonsense, and rows that verify. Whatever comes out can be encoded
// and read, frames are frames, the clock moves on, a copy does the same, and what was kept on the
// disk starts another Session.
#include "core/crypto/head_hash.hpp"
#include "core/wire/boundary.hpp"
#include "tests/fuzz/cbor_tree.hpp"
#include "tests/fuzz/told_story.hpp"

namespace shopbell::fuzz {
namespace {

class World {
public:
    World(const ToldEnd& from, bool with_twin) : from_(from), session_(from.session) {
        disk_ = from.disk;
        if (with_twin) twin_ = session_;
    }

    void step(Fuzzed& choices) {
        switch (choices.below(8)) {
            case 0:
            case 1:
                return tell(usual_event(choices), choices);
            case 2: {
                const auto& heard = from_.heard;
                return hear(changed(heard[choices.below(heard.size())], choices, around()));
            }
            case 3:
                return hear(choices.bytes(300));
            case 4:
                return hear(deliver(choices));
            case 5:
                if (stores_.empty()) return;
                handle(boundary::StoreDone{.id = stores_.front(), .ok = !choices.chance(8)});
                stores_.erase(stores_.begin());
                return;
            case 6:
                return hear(changed(answer_to_sent(choices), choices, around()));
            default:
                return pass(static_cast<Millis>(choices.chance(3) ? choices.below(100'000)
                                                                  : choices.below(3'000)));
        }
    }

    // The page goes, and another one starts from what is on the disk.
    void start_again() {
        boundary::Start start = from_.begin;
        start.seed = pair::key_of(0x7e);
        start.stored = told_story().stored_of(disk_);
        client::Session next;
        client::Effects effects;
        next.handle(start, now_, effects);
        check(effects);
        const bool connects = std::any_of(effects.begin(), effects.end(), [](const auto& effect) {
            return std::holds_alternative<boundary::Connect>(effect);
        });
        FUZZ_CHECK(connects);
    }

private:
    void tell(const boundary::Event& event, Fuzzed& choices) {
        const auto decoded =
            boundary::decode_event(changed(boundary::encode(event), choices, around()));
        if (decoded) handle(*decoded);
    }

    void hear(Bytes frame) { handle(boundary::SocketFrame{.frame = std::move(frame)}); }

    // One of every event that a shell sends, as it is usually meant.
    boundary::Event usual_event(Fuzzed& choices) {
        const Id conv = told_story().conv;
        switch (choices.below(16)) {
            case 0:
                return boundary::SocketOpened{};
            case 1:
                return boundary::SocketClosed{.code = 1006};
            case 2:
                return boundary::Poke{};
            case 3:
                return boundary::Wake{};
            case 4:
                return boundary::Compose{.conv = conv,
                                         .body = "so?",
                                         .page = wire::Page{"https://tea.test/", "Tea", "en"}};
            case 5:
                return boundary::Compose{.conv = {}, .body = "hello", .page = {}};
            case 6:
                return boundary::Look{.conv = conv, .focused = choices.chance(2)};
            case 7:
                return boundary::Seen{.conv = conv, .seq = choices.below(12)};
            case 8:
                return boundary::Write{.conv = conv, .on = choices.chance(2)};
            case 9:
                return boundary::Act{
                    .conv = conv, .event = choices.below(6), .agent = told_story().cast.ada};
            case 10:
                return boundary::Attend{.state = 1 + choices.below(2)};
            case 11:
                return boundary::Settle{.conv = conv,
                                        .mid = mids_.empty() ? Id{} : mids_.back(),
                                        .action = 1 + choices.below(2)};
            case 12:
                return boundary::StoreDone{.id = choices.below(8), .ok = choices.chance(2)};
            case 13:
                return another_tabs_store(choices);
            case 14:
                return boundary::Search{.query = "kettle"};
            default:
                break;
        }
        if (!choices.chance(8)) return boundary::Poke{};
        return choices.chance(2) ? boundary::Event(boundary::Forget{}) : boundary::Event(start());
    }

    // What another tab of this profile has put down: entries of a disk as the story left it.
    [[nodiscard]] boundary::Event another_tabs_store(Fuzzed& choices) const {
        const ToldStory& story = told_story();
        const auto entries = story.stored_of(choices.chance(2) ? story.ann_alone.disk : from_.disk);
        boundary::Merge merge;
        for (size_t count = 1 + choices.below(3); count > 0; --count) {
            const boundary::Stored& entry = entries[choices.below(entries.size())];
            if (choices.chance(3)) {
                merge.removes.push_back(entry.key);
            } else {
                merge.puts.push_back(entry);
            }
        }
        return merge;
    }

    [[nodiscard]] boundary::Start start() const {
        boundary::Start start = from_.begin;
        start.stored = told_story().stored_of(disk_);
        return start;
    }

    // A row that verifies, mostly the next one.
    Bytes deliver(Fuzzed& choices) {
        const ToldStory& story = told_story();
        const Writer& writer = story.writers[choices.below(story.writers.size())];
        const uint64_t gen = 1 + choices.below(story.keys.size());
        wire::EventPub event;
        event.kind = choices.below(8);
        const bool is_event = event.kind >= 1 && event.kind <= 5;
        if (event.kind == 3) event.agent = story.cast.ada;
        wire::Submission row = crypto::seal(
            rng_, story.keys[gen - 1],
            {.shop = "tea",
             .conv = story.conv,
             .mid = mids_.empty() || !choices.chance(6) ? rng_.id()
                                                        : mids_[choices.below(mids_.size())],
             .gen = gen,
             .roster_v = 1 + choices.below(2),
             .device = writer.device.sign_pk,
             .type = is_event ? 2u : 1u,
             .sent_at = pair::noon,
             .pub = is_event ? wire::encode(event) : Bytes{}},
            content(choices, is_event));
        row.certificate = writer.certificate;
        row.head_seq = choices.below(4);
        if (row.head_seq == 0) row.head_hash = crypto::head_start(story.conv);
        crypto::sign_submission(row, "tea", writer.device);
        wire::Deliver deliver;
        deliver.row.seq = choices.chance(6) ? choices.number() : next_seq_;
        deliver.row.received_at = pair::noon;
        deliver.row.epoch = 1;
        deliver.row.submission = row;
        return wire::encode(deliver);
    }

    static Bytes content(Fuzzed& choices, bool is_event) {
        if (choices.chance(6)) return choices.bytes(100);
        if (is_event) return wire::encode(wire::Content(wire::EventContent{}));
        return wire::encode(wire::Content(wire::TextContent{"a word", {}}));
    }

    // What a relay says to the newest thing that was asked or sent.
    Bytes answer_to_sent(Fuzzed& choices) const {
        const Id conv = told_story().conv;
        const Id mid = mids_.empty() ? Id{} : mids_[choices.below(mids_.size())];
        switch (choices.below(5)) {
            case 0:
                return wire::encode(wire::Ack{conv, mid, next_seq_, pair::noon});
            case 1:
                return wire::encode(
                    wire::Nack{conv, mid, choices.below(26), {}, choices.number(), ""});
            case 2: {
                wire::Synced synced;
                synced.conv = conv;
                synced.known = mids_;
                synced.known.resize(choices.below(mids_.size() + 1));
                synced.last_mid = mid;
                synced.head_seq = choices.below(10);
                return wire::encode(synced);
            }
            case 3: {
                wire::Resumed resumed;
                resumed.conv = conv;
                resumed.head_seq = choices.below(20);
                resumed.state = 1 + choices.below(3);
                resumed.from = choices.below(10);
                resumed.floor = choices.below(10);
                return wire::encode(resumed);
            }
            default: {
                wire::Challenge challenge;
                challenge.frame_bytes_max = 131072;
                challenge.window = 4;
                return wire::encode(challenge);
            }
        }
    }

    [[nodiscard]] std::vector<CborItem> around() const {
        const ToldStory& story = told_story();
        std::vector<CborItem> items{cbor_bytes(story.conv), cbor_bytes(story.cast.ada),
                                    cbor_bytes(story.cast.bo)};
        for (const Id& mid : mids_) items.push_back(cbor_bytes(mid));
        for (const Writer& writer : story.writers) {
            items.push_back(cbor_bytes(writer.device.sign_pk));
        }
        return items;
    }

    void pass(Millis ms) {
        const Millis until = now_.monotonic + ms;
        for (int wakes = 0; session_.deadline() && *session_.deadline() <= until; ++wakes) {
            const Millis at = std::max(now_.monotonic, *session_.deadline());
            now_ = {at, now_.wall + at - now_.monotonic};
            handle(boundary::Wake{});
            // A shell that sleeps until the deadline must not find itself awake for ever.
            FUZZ_CHECK(!session_.deadline() || *session_.deadline() > now_.monotonic);
            FUZZ_CHECK(wakes < 1'000);
        }
        now_ = {until, now_.wall + until - now_.monotonic};
    }

    void handle(const boundary::Event& event) {
        client::Effects effects;
        session_.handle(event, now_, effects);
        check(effects);
        if (!twin_) return;
        // As a page calls it: the same event in a batch, the same effects, then the deadline.
        const auto at = static_cast<uint64_t>(session_.deadline().value_or(0));
        effects.push_back(boundary::Deadline{.at = at});
        const std::vector<boundary::Event> batch{event};
        FUZZ_CHECK(twin_->handle_batch(boundary::encode_event_batch(batch), now_) ==
                   boundary::encode_effect_batch(effects));
    }

    void check(const client::Effects& effects) {
        for (const boundary::Effect& effect : effects) {
            const auto read = boundary::decode_effect(boundary::encode(effect));
            FUZZ_CHECK(read.ok());
            FUZZ_CHECK(*read == effect);
            std::visit([&](const auto& one) { take(one); }, effect);
        }
    }

    template <class Other>
    void take(const Other&) {}

    void take(const boundary::Send& send) {
        const auto frame = wire::decode_frame_from_client(send.frame);
        FUZZ_CHECK(frame.ok());
        if (const auto* submit = std::get_if<wire::Submit>(&*frame)) {
            note_mid(submit->submission.mid);
        } else if (const auto* open = std::get_if<wire::Open>(&*frame)) {
            note_mid(open->first.mid);
        } else if (const auto* sync = std::get_if<wire::Sync>(&*frame)) {
            for (const Id& mid : sync->mids) note_mid(mid);
        }
    }

    void take(const boundary::Store& store) {
        for (const std::string& key : store.removes) {
            key == "*" ? disk_.clear() : void(disk_.erase(key));
        }
        for (const auto& [key, value] : store.puts) {
            disk_[key] = value;
            const auto row = boundary::decode_kept_row(value);
            if (key.rfind("row/", 0) == 0) {
                FUZZ_CHECK(row.ok());
                next_seq_ = row->row.seq + 1;
            }
        }
        stores_.push_back(store.id);
    }

    static void take(const boundary::RowsChanged& rows) {
        for (const boundary::RowView& row : rows.rows) {
            FUZZ_CHECK(row.kind >= 1 && row.kind <= 3);
            FUZZ_CHECK(row.status <= 6);
            FUZZ_CHECK(row.author >= 1 && row.author <= 4);
        }
    }

    void note_mid(const Id& mid) {
        if (mids_.size() == 32) mids_.erase(mids_.begin());
        mids_.push_back(mid);
    }

    const ToldEnd& from_;
    client::Session session_;
    std::optional<client::Session> twin_;
    std::map<std::string, Bytes> disk_;
    std::vector<uint64_t> stores_;
    std::vector<Id> mids_;
    uint64_t next_seq_ = 1;
    Now now_ = told_story().now;
    crypto::Rng rng_{pair::key_of(0x99)};
};

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell::fuzz;
    const ToldStory& story = told_story();
    Fuzzed choices(shopbell::ByteView(data, size));
    const ToldEnd* const ends[] = {&story.ann, &story.ann_alone, &story.ada};
    const ToldEnd& end = *ends[choices.below(3)];
    // What costs most is not done for each input.
    const bool with_twin = choices.chance(4);
    const bool starts_again = choices.chance(4);
    World world(end, with_twin);
    for (int steps = 0; steps < 300 && !choices.empty(); ++steps) world.step(choices);
    if (starts_again) world.start_again();
    return 0;
}
