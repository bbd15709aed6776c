// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/hub_world.hpp"

namespace shopbell::fuzz {

// One of every other frame that a client sends.
Bytes HubWorld::usual_frame(Fuzzed& choices) const {
    const Id conv = convs_[choices.below(convs_.size())];
    switch (choices.below(9)) {
        case 0: {
            wire::Resume resume;
            resume.conv = conv;
            resume.cursor = choices.below(4);
            return wire::encode(resume);
        }
        case 1:
            return wire::encode(wire::Leave{conv});
        case 2:
            return wire::encode(wire::Sync{conv, mids_});
        case 3: {
            const uint64_t delivered = choices.below(8);
            return wire::encode(wire::Cursor{conv, delivered, choices.below(8)});
        }
        case 4: {
            wire::Rekey rekey;
            rekey.wrap.conv = conv;
            rekey.wrap.gen = 2 + choices.below(3);
            return wire::encode(rekey);
        }
        case 5:
            return wire::encode(wire::Typing{conv, choices.chance(2)});
        case 6:
            return wire::encode(wire::Presence{{}, choices.below(4)});
        case 7:
            return wire::encode(wire::Ping{choices.number()});
        default:
            return wire::encode(wire::Pong{choices.number()});
    }
}

}  // namespace shopbell::fuzz
