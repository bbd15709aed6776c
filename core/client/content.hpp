// SPDX-License-Identifier: Apache-2.0
// What a row's ciphertext holds, as far as the Session needs it: words and events it knows, of all
// else (files, cards, answers) only the words that stand for it. The rest is the screen's, which
// decodes it by core/wire/schema/content.json; so a new kind costs a shopper's page nothing here.
#pragma once

#include "core/client/state.hpp"

namespace shopbell::client {

// Of an event's row the content is kept if it says more than its clear part. Nothing: it is no
// content, or not of a row of this type, or says nothing.
std::optional<Said> read_content(RowType type, ByteView plain);

Bytes write_content(const Said& said);

}  // namespace shopbell::client
