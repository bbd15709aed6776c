// SPDX-License-Identifier: Apache-2.0
// Which answers count: one response for each survey that a conversation was invited to, however
// often its row comes. A fold over the log: rows are handed in as the log has them, and the state
// is a value that can be kept, copied and compared. Called by the relay as rows are committed, and
// by the console over rows that it has opened.
#pragma once

#include "core/survey/question.hpp"

#include <map>
#include <string>
#include <utility>

namespace shopbell::survey {

// A conversation was asked to answer a survey. Times are the relay's, Unix ms.
struct Invitation {
    Id conv{};
    Key shopper{};            // the device key that may answer
    std::optional<Id> agent;  // whom the result is counted for
    uint64_t at = 0;

    bool operator==(const Invitation&) const = default;
};

// A row of type survey.
struct ResponseRow {
    Id conv{};
    Id mid{};
    Key shopper{};
    uint64_t received_at = 0;
    wire::SurveyPub pub;
};

enum class ResponseVerdict : uint8_t {
    counted = 1,       // the first answer
    changed,           // a newer one that takes its place
    replayed,          // a mid that was seen before; nothing changes
    not_invited,       // no: this conversation was never asked, or another shopper was
    other_version,     // no: not the version it was asked with
    too_late,          // no: answer_hours after the invitation have gone by
    change_too_late,   // no: 24 hours after the first answer have gone by
    too_many_changes,  // no: survey_changes_max rows were taken
};

bool counts(ResponseVerdict verdict);

struct Response {
    Invitation invitation;
    uint64_t version = 0;
    uint64_t answer_until = 0;         // Unix ms, excluded
    std::optional<uint64_t> first_at;  // when the first answer came; none: nobody has answered
    std::vector<Id> mids;              // of the rows taken, the one that counts last
    Bytes scores;                      // of that row

    bool operator==(const Response&) const = default;
};

class Responses {
public:
    // False: the conversation was asked this survey before, and the first invitation stands.
    bool invite(const wire::Survey& survey, const Invitation& invitation);

    // The scores must have passed check_pub.
    ResponseVerdict respond(const ResponseRow& row);

    // Null if the conversation was not invited to the survey.
    [[nodiscard]] const Response* find(const std::string& survey, const Id& conv) const;

    // By survey and conversation.
    [[nodiscard]] const std::map<std::pair<std::string, Id>, Response>& all() const { return all_; }

    bool operator==(const Responses&) const = default;

private:
    std::map<std::pair<std::string, Id>, Response> all_;
};

}  // namespace shopbell::survey
