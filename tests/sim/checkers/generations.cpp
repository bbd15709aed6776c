// SPDX-License-Identifier: Apache-2.0
// A conversation's keys, at the relay: each generation is a key of its own, which those who had the
// older ones cannot know, and words are committed under the newest alone.
#include "core/crypto/wrap.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {
namespace {

constexpr uint64_t type_message = 1;

class Generations final : public Checker {
public:
    using Checker::Checker;

    void asked(const relay::StoreRequest& request) override;
    void committed(const std::string& shop, const wire::Row& row) override;

private:
    std::optional<crypto::DeviceKeys> shopper_of(const wire::Wrap& wrap);
};

// Whoever can open every generation: the shopper, if its device still has its seed.
std::optional<crypto::DeviceKeys> Generations::shopper_of(const wire::Wrap& wrap) {
    for (const Device& device : world_.devices) {
        const auto seed = device.disk.entries().find("device");
        if (device.agent || seed == device.disk.entries().end()) continue;
        const auto keys = crypto::DeviceKeys::from_seed(seed->second);
        if (keys.box_pk == wrap.shopper_box) return keys;
    }
    return std::nullopt;
}

void Generations::asked(const relay::StoreRequest& request) {
    const auto* put = std::get_if<relay::PutWrap>(&request);
    if (!put) return;
    const auto state = world_.relay.conversation(put->shop, put->wrap.conv);
    const auto shopper = shopper_of(put->wrap);
    if (!state || !shopper) return;
    const auto fresh = crypto::open_wrap_as_shopper(put->wrap, *shopper);
    for (const wire::Wrap& older : state->wraps) {
        const auto key = crypto::open_wrap_as_shopper(older, *shopper);
        if (!fresh || !key || older == put->wrap || !(*key == *fresh)) continue;
        world_.violate(Invariant::nobody_else_reads,
                       short_hex(put->wrap.conv) + ": generation " + std::to_string(put->wrap.gen) +
                           " has the key of " + std::to_string(older.gen));
    }
}

void Generations::committed(const std::string& shop, const wire::Row& row) {
    if (row.submission.type != type_message) return;
    const auto state = world_.relay.conversation(shop, row.submission.conv);
    // An opening row is told before its conversation is there.
    if (!state || row.submission.gen == state->wraps.size()) return;
    world_.violate(Invariant::nobody_else_reads,
                   short_hex(row.submission.conv) + " #" + std::to_string(row.seq) +
                       " is under generation " + std::to_string(row.submission.gen) + " of " +
                       std::to_string(state->wraps.size()));
}

}  // namespace

std::unique_ptr<Checker> make_generations_checker(World& world) {
    return std::make_unique<Generations>(world);
}

}  // namespace shopbell::sim
