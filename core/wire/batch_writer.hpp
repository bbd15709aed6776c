// SPDX-License-Identifier: Apache-2.0
// A batch of messages while it is being made: each is encoded as it comes, so that nobody has to
// hold them, and counted, since the batch's array says first how many they are. A Session writes
// its effects here.
#pragma once

#include "core/wire/cbor.hpp"

namespace shopbell::wire {

class BatchWriter {
public:
    template <class Message>
    void add(const Message& message) {
        CborWriter out(messages_);
        write(out, message);
        ++count_;
    }

    Bytes finish() const {
        Bytes batch;
        CborWriter(batch).array(count_);
        append(batch, messages_);
        return batch;
    }

private:
    Bytes messages_;
    uint64_t count_ = 0;
};

}  // namespace shopbell::wire
