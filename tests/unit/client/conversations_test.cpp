// SPDX-License-Identifier: Apache-2.0
// The container that every part of a Session keeps references into.
#include "core/client/state.hpp"

#include <doctest/doctest.h>

namespace shopbell::client {
namespace {

Id id_of(uint8_t byte) {
    Id id{};
    id.front() = byte;
    return id;
}

TEST_CASE("conversations are walked in the order of their ids, whichever came first") {
    Conversations all;
    for (const uint8_t byte : std::vector<uint8_t>{5, 1, 9, 3, 5}) all.find_or_add(id_of(byte));
    std::vector<uint8_t> walked;
    for (const Conversation& one : all) walked.push_back(one.conv.front());
    CHECK(walked == std::vector<uint8_t>{1, 3, 5, 9});
    CHECK(all.find(id_of(4)) == nullptr);
    CHECK(all.find(id_of(10)) == nullptr);
}

TEST_CASE("a conversation stays where it is while others come") {
    Conversations all;
    Conversation& held = all.find_or_add(id_of(100));
    for (uint8_t byte = 0; byte < 200; ++byte) all.find_or_add(id_of(byte));
    CHECK(&all.at(id_of(100)) == &held);
    CHECK(held.conv == id_of(100));
}

TEST_CASE("a copy of the conversations shares nothing with them") {
    Conversations all;
    all.find_or_add(id_of(1)).head_seq = 7;
    Conversations copy = all;
    copy.at(id_of(1)).head_seq = 8;
    copy.find_or_add(id_of(2));
    CHECK(all.at(id_of(1)).head_seq == 7);
    CHECK(all.find(id_of(2)) == nullptr);
    all = copy;
    CHECK(all.at(id_of(1)).head_seq == 8);
    CHECK(&all.at(id_of(1)) != &copy.at(id_of(1)));
}

}  // namespace
}  // namespace shopbell::client
