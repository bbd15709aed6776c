// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/memory_store.hpp"

#include "tests/unit/server/store_contract.hpp"

namespace shopbell::server::test {

TEST_CASE("the in-memory twin keeps the store's contract") {
    check_store_contract([] { return std::make_unique<MemoryStore>(); });
}

TEST_CASE("a full twin refuses every write with retry and still reads") {
    MemoryStore store;
    std::vector<StoreAnswer> answers;
    const std::vector<StoreRequest> first{opening(conv_a, 1)};
    store.apply(first, answers);
    store.set_full(true);
    const std::vector<StoreRequest> batch{by_ann(conv_a, 2, 1), cursor_of(Role::agent, 1, 1),
                                          PutShop{a_shop()}, LoadConversation{"tea", conv_a}};
    answers.clear();
    store.apply(batch, answers);
    REQUIRE(answers.size() == 4);
    REQUIRE(std::holds_alternative<RowRefused>(answers[0]));
    CHECK(std::get<RowRefused>(answers[0]).code == wire::Code::retry);
    REQUIRE(std::holds_alternative<Failed>(answers[1]));
    CHECK(std::get<Failed>(answers[1]).code == wire::Code::retry);
    CHECK(std::holds_alternative<Failed>(answers[2]));
    REQUIRE(std::holds_alternative<ConversationLoaded>(answers[3]));
    CHECK(std::get<ConversationLoaded>(answers[3]).conversation->head_seq == 1);
}

TEST_CASE("writes are told from reads") {
    CHECK(is_write(opening(conv_a, 1)));
    CHECK(is_write(cursor_of(Role::agent, 1, 1)));
    CHECK(is_write(PutShop{}));
    CHECK_FALSE(is_write(ReadLog{}));
    CHECK_FALSE(is_write(ReadUnread{}));
}

}  // namespace shopbell::server::test
