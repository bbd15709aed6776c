// SPDX-License-Identifier: Apache-2.0
#include "core/client/files.hpp"

#include "core/client/disk.hpp"

namespace shopbell::client {

void bring_files(Turn& turn, const Conversation& conversation, OutboxRow& row) {
    if (row.bringing || row.stage != Stage::queued) return;
    row.bringing = true;
    turn.emit(boundary::Upload{.conv = conversation.conv, .blob = row.next_file()});
}

void take_uploaded(State& state, const boundary::Uploaded& uploaded) {
    for (Conversation& conversation : state.conversations) {
        for (OutboxRow& row : conversation.outbox) {
            const bool meant = row.stage == Stage::queued && row.waits_for_files() &&
                               row.next_file() == uploaded.blob;
            if (!meant) continue;
            row.bringing = false;
            if (uploaded.code == 0) {
                ++row.brought;
            } else {
                row.refusal = static_cast<wire::Code>(uploaded.code);
                row.stage = Stage::halted;
            }
            keep_outbox_row(state, conversation, row);
            state.changes.link = true;
            touch_row(state, conversation, row);
        }
    }
}

void drop_files(Turn& turn, const OutboxRow& row) {
    for (const Id& blob : row.said.files) turn.emit(boundary::DropBlob{.blob = blob});
}

}  // namespace shopbell::client
