// SPDX-License-Identifier: Apache-2.0
// The running hash over a conversation's committed rows. Senders sign theirs with each row, so that
// a relay which shows two people two histories is found out. Kept by the Session beside its cursor.
#pragma once

#include "core/wire/messages.hpp"

namespace shopbell::crypto {

Hash head_start(const Id& conv);
Hash head_next(const Hash& head, const wire::Submission& submission, uint64_t seq);

}  // namespace shopbell::crypto
