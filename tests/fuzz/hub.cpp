// SPDX-License-Identifier: Apache-2.0
// The Hub, led through whatever its clients can do to it, on the in-memory store. See hub_world.hpp
// for what is checked after every step.
#include "server-stub/store/memory_store.hpp"
#include "tests/fuzz/hub_world.hpp"

namespace shopbell::fuzz {
namespace {

struct Warm {
    Warm() {
        const relay::StoreRequest put = relay::PutShop{relay::test::shop_record()};
        std::vector<relay::StoreAnswer> answers;
        store.apply({&put, 1}, answers);
        world.emplace(store, true);
        world->warm_up();
    }
    server::MemoryStore store;
    std::optional<HubWorld> world;
};

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell::fuzz;
    static const Warm warm;
    shopbell::server::MemoryStore store = warm.store;
    HubWorld world(*warm.world, store);
    Fuzzed choices(shopbell::ByteView(data, size));
    for (int steps = 0; steps < 400 && !choices.empty(); ++steps) {
        if (choices.chance(64)) store.set_full(choices.chance(2));
        world.step(choices);
    }
    store.set_full(false);
    world.end();
    return 0;
}
