// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/told_story.hpp"

#include "core/crypto/certificate.hpp"
#include "core/crypto/wrap.hpp"
#include "tests/fuzz/fuzzed.hpp"

namespace shopbell::fuzz {
namespace {

constexpr uint8_t ann_seed = 50, ada_device = 60;

ToldEnd snapshot(const pair::End& end, const std::vector<Bytes>& heard) {
    return {end.begin, end.session, *end.disk, heard};
}

Key seed_on(const std::map<std::string, Bytes>& disk) {
    const auto seed = to_fixed<32>(disk.at("device"));
    FUZZ_CHECK(seed.has_value());
    return *seed;
}

}  // namespace

ToldStory::ToldStory() {
    pair::Pair pair;
    std::map<std::string, std::vector<Bytes>> heard;
    pair.tamper = [&](const pair::End& end, Bytes& frame) { heard[end.name].push_back(frame); };
    pair::End& ann_end = pair.shopper("Ann", ann_seed);
    pair.run();
    pair.say(ann_end, "is the blue kettle still here?");
    pair::End& ada_end = pair.agent("Ada", pair.cast.ada, ada_device);
    pair.run();
    pair.look(ann_end);
    pair.look(ada_end);
    pair.say(ada_end, "it is");
    pair.see_all(ann_end);
    pair.see_all(ada_end);
    conv = ann_end.conv();
    pair.tell(ada_end, boundary::Act{.conv = conv, .event = 1, .agent = {}});
    pair.run();
    pair.tell(ann_end, boundary::Write{.conv = conv, .on = true});
    pair.say(ann_end, "one more thing");
    pair.change_shop(pair.cast.record_without_bo());
    pair.say(ada_end, "yes?");
    pair.say(ann_end, "does it whistle?");
    // Long enough for heads, pings and typing that runs out.
    pair.wait(60'000);

    cast = pair.cast;
    ann = snapshot(ann_end, heard["Ann"]);
    ada = snapshot(ada_end, heard["Ada"]);
    store = pair.store;
    now = pair.now;

    const Key shopper_seed = seed_on(ann.disk);
    const auto shopper = crypto::DeviceKeys::from_seed(shopper_seed);
    const boundary::AgentKeys agent = cast.keys(cast.ada, ada_device);
    const auto agent_device = crypto::DeviceKeys::from_seed(agent.device_seed);
    const auto certificate = crypto::certify(crypto::SignPair::from_seed(agent.sign_seed).sk, "tea",
                                             cast.ada, agent_device.sign_pk, 1, pair::noon);
    writers = {{shopper, std::nullopt}, {agent_device, certificate}};
    std::vector<relay::StoreAnswer> answers;
    const relay::StoreRequest load = relay::LoadConversation{"tea", conv};
    store.apply({&load, 1}, answers);
    for (const wire::Wrap& wrap :
         std::get<relay::ConversationLoaded>(answers[0]).conversation->wraps) {
        const auto key = crypto::open_wrap_as_shopper(wrap, shopper);
        FUZZ_CHECK(key.has_value());
        keys.push_back(*key);
    }
    FUZZ_CHECK(keys.size() == 2);

    pair.cut(ann_end);
    pair.say(ann_end, "the line is gone");
    pair.say(ann_end, "is it?");
    ann_alone = snapshot(ann_end, heard["Ann"]);
}

std::vector<boundary::Stored> ToldStory::stored_of(const std::map<std::string, Bytes>& disk) const {
    std::vector<boundary::Stored> stored;
    for (const auto& [key, value] : disk) stored.push_back({key, value});
    return stored;
}

const ToldStory& told_story() {
    static const ToldStory only;
    return only;
}

}  // namespace shopbell::fuzz
