// SPDX-License-Identifier: Apache-2.0
// The numbers that the schema describes in words: row types, event kinds, roster roles, presence.
// The relay decides by them; whoever adds one adds it in core/wire/schema first.
#pragma once

#include <cstdint>

namespace shopbell::relay {

namespace row_kind {  // Submission.type
inline constexpr uint64_t message = 1;
inline constexpr uint64_t event = 2;
inline constexpr uint64_t survey = 3;
}  // namespace row_kind

namespace event_kind {  // EventPub.kind
inline constexpr uint64_t closed = 1;
inline constexpr uint64_t reopened = 2;
inline constexpr uint64_t assigned = 3;
inline constexpr uint64_t survey_invited = 4;
inline constexpr uint64_t erased = 5;
inline constexpr uint64_t changed = 6;
}  // namespace event_kind

namespace roster_role {  // RosterAgent.role
inline constexpr uint64_t bot = 4;
}  // namespace roster_role

namespace presence {  // Presence.state, AgentProfile.state
inline constexpr uint64_t offline = 0;
inline constexpr uint64_t away = 1;
inline constexpr uint64_t available = 2;
}  // namespace presence

}  // namespace shopbell::relay
