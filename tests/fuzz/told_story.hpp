// SPDX-License-Identifier: Apache-2.0
// A shop in which people have already talked, made once by the two-party harness: what each end had
// on its disk and heard from the relay, and the keys to write rows that verify. The targets
// `session` and `kept` begin here, since nothing interesting happens to an empty Session.
#pragma once

#include "core/crypto/message.hpp"
#include "tests/unit/pair/pair.hpp"

namespace shopbell::fuzz {

struct ToldEnd {
    boundary::Start begin;
    client::Session session;  // as it stood, online
    std::map<std::string, Bytes> disk;
    std::vector<Bytes> heard;  // frames of the relay, in order
};

// Who may write truly in this shop.
struct Writer {
    crypto::DeviceKeys device;
    std::optional<wire::Certificate> certificate;
};

struct ToldStory {
    ToldStory();

    pair::Cast cast;
    server::MemoryStore store;
    Now now;
    ToldEnd ann;        // a shopper, online and at rest
    ToldEnd ann_alone;  // the same, cut off, with words that wait
    ToldEnd ada;        // the owner, looking at the conversation
    Id conv{};
    std::vector<Writer> writers;                // Ann's device and Ada's
    std::vector<crypto::ConversationKey> keys;  // by generation, from 1
    std::vector<boundary::Stored> stored_of(const std::map<std::string, Bytes>& disk) const;
};

const ToldStory& told_story();

}  // namespace shopbell::fuzz
