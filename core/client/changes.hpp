// SPDX-License-Identifier: Apache-2.0
// What later rows made of a message's words (docs/protocol.md §6, "Changes"), for whoever shows
// words without the rows around them: a list, a search. A transcript folds all changes on the
// screen.
#pragma once

#include "core/client/state.hpp"

#include <string>
#include <vector>

namespace shopbell::client {

struct Reworded {
    uint64_t seq = 0;   // of the message
    std::string words;  // none: it was deleted
};

// Messages among the applied rows that were edited or deleted, as they stand now; mostly none.
std::vector<Reworded> reworded(const Conversation& conversation);

// Nothing: it stands as it was said.
const Reworded* find_reworded(const std::vector<Reworded>& all, uint64_t seq);

}  // namespace shopbell::client
