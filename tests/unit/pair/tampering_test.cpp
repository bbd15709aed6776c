// SPDX-License-Identifier: Apache-2.0
// A relay that changes what it carries: whatever bit it flips, the reader sees a placeholder that
// says which check failed, never other words.
#include "core/base/limits.hpp"
#include "tests/unit/pair/pair.hpp"

#include <doctest/doctest.h>

namespace shopbell::pair {
namespace {

using Change = std::function<void(wire::Submission&)>;

constexpr uint64_t placeholder = 3;
constexpr uint64_t by_signature = 1, by_certificate = 2;

struct Flip {
    const char* field;
    Change change;
    uint64_t reason;
};

const Flip flips[] = {
    {"mid", [](auto& row) { row.mid[0] ^= 1; }, by_signature},
    {"gen", [](auto& row) { row.gen ^= 1; }, by_signature},
    {"roster_v", [](auto& row) { row.roster_v ^= 1; }, by_signature},
    {"prev", [](auto& row) { row.prev[15] ^= 0x80; }, by_signature},
    {"device", [](auto& row) { row.device[0] ^= 1; }, by_signature},
    {"type", [](auto& row) { row.type ^= 2; }, by_signature},
    {"sent_at", [](auto& row) { row.sent_at ^= 1; }, by_signature},
    {"head_seq", [](auto& row) { row.head_seq ^= 1; }, by_signature},
    {"head_hash", [](auto& row) { row.head_hash[31] ^= 1; }, by_signature},
    {"pub", [](auto& row) { row.pub.push_back(0); }, by_signature},
    {"commit", [](auto& row) { row.commit[7] ^= 1; }, by_signature},
    {"nonce", [](auto& row) { row.nonce[0] ^= 1; }, by_signature},
    {"ct", [](auto& row) { row.ct[3] ^= 1; }, by_signature},
    {"sig", [](auto& row) { row.sig[63] ^= 0x10; }, by_signature},
    {"certificate.agent", [](auto& row) { row.certificate->agent[0] ^= 1; }, by_certificate},
    {"certificate.device", [](auto& row) { row.certificate->device[0] ^= 1; }, by_certificate},
    {"certificate.roster_v", [](auto& row) { row.certificate->roster_v ^= 1; }, by_certificate},
    {"certificate.issued_at", [](auto& row) { row.certificate->issued_at ^= 1; }, by_certificate},
    {"certificate.sig", [](auto& row) { row.certificate->sig[0] ^= 1; }, by_certificate},
    {"certificate", [](auto& row) { row.certificate.reset(); }, by_certificate},
};

// Changes every delivered row that an agent wrote.
void change_delivered(Bytes& frame, const Change& change) {
    auto decoded = wire::decode_frame_from_relay(frame);
    auto* deliver = decoded ? std::get_if<wire::Deliver>(&*decoded) : nullptr;
    if (!deliver || !deliver->row.submission.certificate) return;
    change(deliver->row.submission);
    frame = wire::encode(*deliver);
}

TEST_CASE("tampering: a flipped bit in any field of a row shows a placeholder that says why") {
    for (const Flip& flip : flips) {
        CAPTURE(flip.field);
        Pair pair;
        End& bo = pair.agent("bo", pair.cast.bo, 20);
        End& shopper = pair.shopper("shopper", 30);
        pair.run();
        pair.say(shopper, "Is it in stock?");
        pair.look(bo);
        pair.tamper = [&](const End&, Bytes& frame) { change_delivered(frame, flip.change); };
        // The other end takes the changed row for its own lost one: look at the shopper only.
        pair.say(bo, "It is.");
        CHECK(shopper.last().kind == placeholder);
        CHECK(shopper.last().reason == flip.reason);
        CHECK(shopper.last().body.empty());
        CHECK(shopper.arrived.empty());
        // What follows is read as before.
        pair.tamper = nullptr;
        pair.say(shopper, "Hello?");
        CHECK(shopper.last().body == "Hello?");
    }
}

TEST_CASE("tampering: another shop's roster is refused and nothing is sealed to it") {
    Pair pair;
    pair.tamper = [](const End&, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        auto* welcome = decoded ? std::get_if<wire::Welcome>(&*decoded) : nullptr;
        if (!welcome || !welcome->roster) return;
        welcome->roster->sig[0] ^= 1;
        frame = wire::encode(*welcome);
    };
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    CHECK(shopper.connection.state == 4);
    CHECK(shopper.connection.code == static_cast<uint64_t>(wire::Code::signature_false));
    pair.say(shopper, "Is it in stock?");
    CHECK(shopper.last().status == 1);
    // Once the true roster comes, the words go out.
    pair.tamper = nullptr;
    pair.restore(shopper);
    CHECK(shopper.last().status == 3);
}

TEST_CASE("tampering: a false wrap gives the agent no key, and says so") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.tamper = [](const End&, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        if (!decoded) return;
        if (auto* inbox = std::get_if<wire::Inbox>(&*decoded)) {
            for (auto& wrap : inbox->entry.wraps) wrap.for_inbox[60] ^= 1;
            frame = wire::encode(*inbox);
        } else if (auto* resumed = std::get_if<wire::Resumed>(&*decoded)) {
            for (auto& wrap : resumed->wraps) wrap.for_inbox[60] ^= 1;
            frame = wire::encode(*resumed);
        }
    };
    pair.say(shopper, "Is it in stock?");
    pair.look(bo);
    REQUIRE(bo.rows.size() == 1);
    CHECK(bo.last().kind == placeholder);
    CHECK(bo.last().body.empty());
}

TEST_CASE("tampering: a row delivered twice or under another number is shown once") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.look(bo);
    uint64_t copies = 0;
    pair.tamper = [&](const End&, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        auto* deliver = decoded ? std::get_if<wire::Deliver>(&*decoded) : nullptr;
        if (!deliver || deliver->row.seq != 1) return;
        deliver->row.seq = 2;
        frame = wire::encode(*deliver);
        ++copies;
    };
    pair.reload(bo);
    pair.look(bo);
    pair.tamper = nullptr;
    pair.say(bo, "two");
    uint64_t shown = 0;
    for (const auto& body : bo.bodies()) shown += body == "one" ? 1u : 0u;
    CHECK(shown == 1);
}

TEST_CASE("tampering: a relay that shows two histories is found out") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.look(bo);
    // The agent alone is shown another second row than the one that the shopper sees.
    pair.tamper = [&](const End& end, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        auto* deliver = decoded ? std::get_if<wire::Deliver>(&*decoded) : nullptr;
        if (&end != &bo || !deliver || deliver->row.seq != 2) return;
        deliver->row.submission.sig[0] ^= 1;
        frame = wire::encode(*deliver);
    };
    pair.say(bo, "two");
    pair.tamper = nullptr;
    CHECK_FALSE(shopper.conversations.at(shopper.conv()).forked);
    pair.reload(bo);
    pair.look(bo);
    pair.say(bo, "three");
    const bool noticed =
        shopper.conversations.at(shopper.conv()).forked || bo.conversations.at(bo.conv()).forked;
    CHECK(noticed);
}

TEST_CASE("tampering: a fork that a kept row tells of is seen again after a reload") {
    Pair pair;
    End& bo = pair.agent("bo", pair.cast.bo, 20);
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.say(shopper, "one");
    pair.look(bo);
    pair.tamper = [&](const End& end, Bytes& frame) {
        if (&end == &bo) change_delivered(frame, [](auto& row) { row.sig[0] ^= 1; });
    };
    pair.say(bo, "two");
    CHECK_FALSE(shopper.conversations.at(shopper.conv()).forked);
    // What bo has seen in the second place is not what the shopper has there.
    pair.say(bo, "three");
    CHECK(shopper.conversations.at(shopper.conv()).forked);
    pair.cut(shopper);
    pair.reload(shopper);
    CHECK(shopper.bodies() == std::vector<std::string>{"one", "two", "three"});
    CHECK(shopper.conversations.at(shopper.conv()).forked);
}

// Gives `change` each answer to a resume of this end's.
template <class Change>
void change_resumed(Talk& talk, const End& whose, Change change) {
    talk.pair.tamper = [&whose, change](const End& end, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        auto* resumed = decoded ? std::get_if<wire::Resumed>(&*decoded) : nullptr;
        if (&end != &whose || !resumed) return;
        change(*resumed);
        frame = wire::encode(*resumed);
    };
}

TEST_CASE("tampering: a fork that only comparing has found is known after a reload") {
    Talk talk;
    // In the same log, the relay says that it has never heard of what it has shown before.
    change_resumed(talk, talk.shopper, [](auto& resumed) { resumed.head_seq = resumed.from = 0; });
    talk.pair.cut(talk.shopper);
    talk.pair.restore(talk.shopper);
    // It may be the answer to an older question, until it is said again.
    CHECK_FALSE(talk.shopper.conversations.at(talk.shopper.conv()).forked);
    talk.pair.wait(limits::retry_delay_ms_min);
    CHECK(talk.shopper.conversations.at(talk.shopper.conv()).forked);
    talk.pair.tamper = nullptr;
    talk.pair.cut(talk.shopper);
    talk.pair.reload(talk.shopper);
    CHECK(talk.shopper.conversations.at(talk.shopper.conv()).forked);
}

TEST_CASE("tampering: an answer to an older question is not taken for the newest one's") {
    Talk talk;
    std::optional<wire::Resumed> older;
    change_resumed(talk, talk.shopper, [&](auto& resumed) { older = resumed; });
    talk.pair.cut(talk.shopper);
    talk.pair.restore(talk.shopper);
    REQUIRE(older);
    talk.pair.tamper = nullptr;
    talk.pair.say(talk.bo, "three");
    change_resumed(talk, talk.shopper, [&](auto& resumed) {
        if (older) resumed = *older;
        older.reset();
    });
    talk.pair.cut(talk.shopper);
    talk.pair.restore(talk.shopper);
    CHECK_FALSE(older);
    CHECK_FALSE(talk.shopper.conversations.at(talk.shopper.conv()).forked);
    CHECK(talk.shopper.bodies() == std::vector<std::string>{"one", "two", "three"});
    CHECK(talk.shopper.last().seq == 3);
}

TEST_CASE("tampering: a frame that cannot be read ends the connection in words") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.tamper = [](const End&, Bytes& frame) { frame.push_back(0); };
    pair.say(shopper, "one");
    CHECK(shopper.connection.state == 4);
    CHECK_FALSE(shopper.connection.message.empty());
    pair.tamper = nullptr;
    pair.restore(shopper);
    CHECK(shopper.connection.state == 2);
    CHECK(shopper.bodies() == std::vector<std::string>{"one"});
}

TEST_CASE("tampering: an older roster than the known one is refused") {
    Pair pair;
    End& shopper = pair.shopper("shopper", 30);
    pair.run();
    pair.cut(shopper);
    pair.tamper = [&](const End&, Bytes& frame) {
        auto decoded = wire::decode_frame_from_relay(frame);
        auto* welcome = decoded ? std::get_if<wire::Welcome>(&*decoded) : nullptr;
        if (!welcome) return;
        welcome->roster = pair.cast.signed_by_root(0);
        frame = wire::encode(*welcome);
    };
    pair.restore(shopper);
    CHECK(shopper.connection.state == 4);
}

}  // namespace
}  // namespace shopbell::pair
