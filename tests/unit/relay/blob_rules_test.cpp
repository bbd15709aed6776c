// SPDX-License-Identifier: Apache-2.0
#include "core/relay/blob_rules.hpp"

#include "core/base/limits.hpp"

#include <doctest/doctest.h>

namespace shopbell::relay {
namespace {

constexpr uint64_t noon = 1'790'000'000'000;
constexpr uint64_t day = 86'400'000;
const Key ann{0x0a};
const Key eve{0xee};
const Key desk{0xda};
const TokenHolder ann_asks{"tea", ann, Role::shopper, {}};
const TokenHolder eve_asks{"tea", eve, Role::shopper, {}};
const TokenHolder ada_asks{"tea", desk, Role::agent, Id{0xad}};

ConversationState conversation_of(const Key& device) {
    ConversationState state;
    state.conv = Id{1};
    state.shopper_device = device;
    return state;
}

BlobState blob_of(const Key& device, Role role = Role::shopper) {
    return {"tea", Id{2}, Id{1}, device, role, 100, 100, noon};
}

bool is_over(const BlobState& blob, const ConversationState* conversation, uint64_t now,
             uint64_t retention_days = 0) {
    wire::ShopSettings settings;
    settings.retention_days = retention_days;
    return is_blob_over(blob, conversation, settings, now);
}

}  // namespace

TEST_CASE("blobs: a shopper uploads before the conversation stands, an agent does not") {
    CHECK(may_make_blob(ann_asks, nullptr) == BlobAccess::allowed);
    CHECK(may_make_blob(ada_asks, nullptr) == BlobAccess::unknown_conversation);
}

TEST_CASE("blobs: where a conversation stands, its shopper and agents upload") {
    const ConversationState hers = conversation_of(ann);
    CHECK(may_make_blob(ann_asks, &hers) == BlobAccess::allowed);
    CHECK(may_make_blob(ada_asks, &hers) == BlobAccess::allowed);
    CHECK(may_make_blob(eve_asks, &hers) == BlobAccess::forbidden);
    ConversationState erased = hers;
    erased.state = ConversationPhase::erased;
    CHECK(may_make_blob(ann_asks, &erased) == BlobAccess::erased);
    CHECK(may_make_blob(eve_asks, &erased) == BlobAccess::forbidden);
}

TEST_CASE("blobs: only the device that made one adds to it") {
    const ConversationState hers = conversation_of(ann);
    const BlobState blob = blob_of(ann);
    CHECK(may_add_to_blob(ann_asks, blob, nullptr) == BlobAccess::allowed);
    CHECK(may_add_to_blob(ada_asks, blob, &hers) == BlobAccess::forbidden);
    CHECK(may_add_to_blob(eve_asks, blob, &hers) == BlobAccess::forbidden);
    ConversationState erased = hers;
    erased.state = ConversationPhase::erased;
    CHECK(may_add_to_blob(ann_asks, blob, &erased) == BlobAccess::erased);
}

TEST_CASE("blobs: read by whoever reads the rows, once the conversation stands") {
    const ConversationState hers = conversation_of(ann);
    const BlobState blob = blob_of(ann);
    CHECK(may_read_blob(ann_asks, blob, nullptr) == BlobAccess::allowed);
    CHECK(may_read_blob(ada_asks, blob, nullptr) == BlobAccess::forbidden);
    CHECK(may_read_blob(ada_asks, blob, &hers) == BlobAccess::allowed);
    CHECK(may_read_blob(eve_asks, blob, &hers) == BlobAccess::forbidden);
    const BlobState answer = blob_of(desk, Role::agent);
    CHECK(may_read_blob(ann_asks, answer, &hers) == BlobAccess::allowed);
    CHECK(may_read_blob(eve_asks, answer, &hers) == BlobAccess::forbidden);
    ConversationState erased = hers;
    erased.state = ConversationPhase::erased;
    CHECK(may_read_blob(ann_asks, blob, &erased) == BlobAccess::erased);
}

TEST_CASE("blobs: whoever opens the conversation under another's id gets nothing of it") {
    const ConversationState eves = conversation_of(eve);
    const BlobState blob = blob_of(ann);
    CHECK(may_read_blob(eve_asks, blob, &eves) == BlobAccess::forbidden);
    CHECK(may_read_blob(ada_asks, blob, &eves) == BlobAccess::forbidden);
    CHECK(may_read_blob(ann_asks, blob, &eves) == BlobAccess::allowed);
    CHECK(is_over(blob, &eves, noon + day));
}

TEST_CASE("blobs: an agent asks while the roster names it") {
    wire::Roster roster;
    wire::RosterAgent ada;
    ada.id = ada_asks.agent;
    roster.agents = {ada};
    CHECK(is_member(ada_asks, roster));
    roster.agents[0].until = 2;
    CHECK_FALSE(is_member(ada_asks, roster));
    CHECK(is_member(ann_asks, wire::Roster{}));
}

TEST_CASE("blobs: an upload that does not move and one without a conversation go after a day") {
    const ConversationState hers = conversation_of(ann);
    BlobState blob = blob_of(ann);
    CHECK_FALSE(is_over(blob, nullptr, noon + day - 1));
    CHECK(is_over(blob, nullptr, noon + day));
    CHECK_FALSE(is_over(blob, &hers, noon + 1000 * day));
    blob.offset = 99;
    CHECK_FALSE(is_over(blob, &hers, noon + day - 1));
    CHECK(is_over(blob, &hers, noon + day));
    CHECK_FALSE(is_over(blob, &hers, noon - 1));
}

TEST_CASE("blobs: go with their conversation and with retention") {
    ConversationState hers = conversation_of(ann);
    const BlobState blob = blob_of(ann);
    CHECK_FALSE(is_over(blob, &hers, noon + 7 * day, 7));
    CHECK(is_over(blob, &hers, noon + 7 * day + 1, 7));
    hers.state = ConversationPhase::erased;
    CHECK(is_over(blob, &hers, noon));
}

TEST_CASE("blobs: the sealed bound leaves room for padding, and none where no files are taken") {
    CHECK(sealed_bytes_max(0) == 0);
    CHECK(sealed_bytes_max(1) == 1 + 65'536);
    CHECK(sealed_bytes_max(26'214'400) == 26'214'400 + 3'276'800 + 65'536);
    wire::ShopSettings settings;
    set_file_limits(settings);
    CHECK(settings.file_bytes_max == limits::file_bytes_max_default);
    CHECK(settings.files_at_once_max == limits::files_at_once_max_default);
    CHECK(settings.files_total_bytes_max == limits::files_total_bytes_max_default);
}

}  // namespace shopbell::relay
