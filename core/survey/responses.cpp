// SPDX-License-Identifier: Apache-2.0
#include "core/survey/responses.hpp"

#include "core/base/limits.hpp"
#include "core/survey/durations.hpp"

#include <algorithm>

namespace shopbell::survey {

bool counts(ResponseVerdict verdict) {
    return verdict == ResponseVerdict::counted || verdict == ResponseVerdict::changed;
}

bool Responses::invite(const wire::Survey& survey, const Invitation& invitation) {
    Response response;
    response.invitation = invitation;
    response.version = survey.version;
    response.answer_until = invitation.at + survey.answer_hours * hour_ms;
    return all_.emplace(std::make_pair(survey.id, invitation.conv), std::move(response)).second;
}

// A clock that was set back between two rows makes neither of them late.
static ResponseVerdict judge(const Response& response, const ResponseRow& row) {
    if (response.invitation.shopper != row.shopper) return ResponseVerdict::not_invited;
    if (std::find(response.mids.begin(), response.mids.end(), row.mid) != response.mids.end()) {
        return ResponseVerdict::replayed;
    }
    if (response.version != row.pub.version) return ResponseVerdict::other_version;
    if (!response.first_at) {
        if (row.received_at >= response.answer_until) return ResponseVerdict::too_late;
        return ResponseVerdict::counted;
    }
    if (row.received_at >= *response.first_at + limits::survey_change_ms_max) {
        return ResponseVerdict::change_too_late;
    }
    if (response.mids.size() >= limits::survey_changes_max) {
        return ResponseVerdict::too_many_changes;
    }
    return ResponseVerdict::changed;
}

ResponseVerdict Responses::respond(const ResponseRow& row) {
    const auto found = all_.find({row.pub.survey, row.conv});
    if (found == all_.end()) return ResponseVerdict::not_invited;
    Response& response = found->second;
    const ResponseVerdict verdict = judge(response, row);
    if (!counts(verdict)) return verdict;
    if (!response.first_at) response.first_at = row.received_at;
    response.mids.push_back(row.mid);
    response.scores = row.pub.scores;
    return verdict;
}

const Response* Responses::find(const std::string& survey, const Id& conv) const {
    const auto found = all_.find({survey, conv});
    return found == all_.end() ? nullptr : &found->second;
}

}  // namespace shopbell::survey
