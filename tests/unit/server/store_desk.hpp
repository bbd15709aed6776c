// SPDX-License-Identifier: Apache-2.0
// Requests to a store under test, made from a few numbers: one shopper (Ann), one agent (Ada), two
// conversations. The contract and each store's own tests ask through a Desk.
#pragma once

#include "core/relay/store.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace shopbell::server::test {

using namespace relay;

using MakeStore = std::function<std::unique_ptr<Store>()>;

// A store under test, one request at a time unless a claim is about batches.
class Desk {
public:
    explicit Desk(const MakeStore& make) : store_(make()) {}

    std::vector<StoreAnswer> ask_all(const std::vector<StoreRequest>& batch) {
        std::vector<StoreAnswer> answers;
        store_->apply(batch, answers);
        REQUIRE(answers.size() == batch.size());
        return answers;
    }
    // An empty answer of the wanted kind if it was another one, which fails the check.
    template <class Answer>
    Answer ask(const StoreRequest& request) {
        const std::vector<StoreAnswer> answers = ask_all({request});
        const Answer* const answer = std::get_if<Answer>(&answers.front());
        CHECK(answer != nullptr);
        return answer == nullptr ? Answer{} : *answer;
    }

private:
    std::unique_ptr<Store> store_;
};

inline Id an_id(uint8_t byte) {
    Id id;
    id.fill(byte);
    return id;
}

inline Key a_key(uint8_t byte) {
    Key key;
    key.fill(byte);
    return key;
}

inline const Id conv_a = an_id(0xc1);
inline const Id conv_b = an_id(0xc2);
inline const Id ada = an_id(0xad);
inline const Key ann_device = a_key(0x0a);
inline const Key ada_device = a_key(0xda);
inline const Hash ann_bearer = a_key(0xbe);
inline constexpr uint64_t noon = 1'790'000'000'000;

inline wire::Submission a_row(const Id& conv, uint8_t mid, uint8_t prev, const Key& device) {
    wire::Submission row;
    row.conv = conv;
    row.mid = an_id(mid);
    row.prev = prev == 0 ? Id{} : an_id(prev);
    row.gen = 1;
    row.device = device;
    row.type = 1;
    row.ct = Bytes(100, mid);
    return row;
}

inline OpenConversation opening(const Id& conv, uint8_t mid, uint64_t at = noon) {
    OpenConversation open;
    open.shop = "tea";
    open.wrap.conv = conv;
    open.wrap.gen = 1;
    open.wrap.maker = ann_device;
    open.first = a_row(conv, mid, 0, ann_device);
    open.bearer_hash = ann_bearer;
    open.at = at;
    return open;
}

inline AppendRow by_ann(const Id& conv, uint8_t mid, uint8_t prev, uint64_t at = noon) {
    AppendRow append;
    append.shop = "tea";
    append.submission = a_row(conv, mid, prev, ann_device);
    append.at = at;
    return append;
}

inline AppendRow by_ada(const Id& conv, uint8_t mid, uint8_t prev, uint64_t at = noon) {
    AppendRow append;
    append.shop = "tea";
    append.submission = a_row(conv, mid, prev, ada_device);
    append.role = Role::agent;
    append.agent = ada;
    append.at = at;
    return append;
}

inline AppendRow event_by_ada(const Id& conv, uint8_t mid, uint8_t prev, wire::EventPub event) {
    AppendRow append = by_ada(conv, mid, prev);
    append.submission.type = 2;
    append.submission.pub = wire::encode(event);
    append.event = event;
    return append;
}

inline PutCursor cursor_of(Role role, uint64_t delivered, uint64_t read) {
    const bool agent = role == Role::agent;
    return {"tea",     conv_a, agent ? ada_device : ann_device, role, agent ? ada : Id{},
            delivered, read};
}

inline ShopRecord a_shop() {
    ShopRecord record;
    record.shop = "tea";
    record.root_hash = a_key(0x77);
    record.settings.name = "Tea 茶";
    record.settings.origins = {"https://tea.example", "https://www.tea.example"};
    record.signed_roster.roster = Bytes(300, 0x33);
    record.signed_roster.root = a_key(0x78);
    record.profiles = {{ada, "Ada", "", 0}, {an_id(0xb0), "Bo", "/bo.png", 0}};
    wire::SealedInbox sealed;
    sealed.inbox_v = 3;
    sealed.sealed.fill(0x44);
    record.sealed_inboxes = {{ada, {sealed, sealed}}, {an_id(0xb0), {}}};
    return record;
}

}  // namespace shopbell::server::test
