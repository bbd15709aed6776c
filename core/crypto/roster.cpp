// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/roster.hpp"

#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"
#include "core/crypto/signature.hpp"
#include "core/wire/cbor.hpp"

namespace shopbell::crypto {

namespace {

// One that could not be followed by another version would be the shop's last.
bool has_next(uint64_t version) { return version != 0 && version < wire::safe_uint_max; }

bool in_range(const wire::Roster& roster) {
    if (!has_next(roster.version) || !has_next(roster.inbox_v)) return false;
    if ((roster.version == 1) != is_zero(roster.previous)) return false;
    for (const wire::RosterAgent& agent : roster.agents) {
        if (agent.role < 1 || agent.role > 4 || agent.until > roster.version) return false;
    }
    return true;
}

bool has_duplicate(const wire::Roster& roster) {
    for (auto a = roster.agents.begin(); a != roster.agents.end(); ++a) {
        for (auto b = roster.agents.begin(); b != a; ++b) {
            // A former entry may share its id: with a recovered owner's new keys.
            const bool both_current = a->until == 0 && b->until == 0;
            if (both_current && a->id == b->id) return true;
            if (a->sign == b->sign || a->box == b->box) return true;
        }
    }
    return false;
}

}  // namespace

Result<wire::Roster, RosterProblem> verify_roster(const wire::SignedRoster& signed_roster,
                                                  const Hash& pinned, std::string_view shop,
                                                  const KnownRoster& known) {
    if (root_hash(signed_roster.root) != pinned) return RosterProblem::root;
    if (!verify(signed_roster.root, labels::roster, signed_roster.roster, signed_roster.sig)) {
        return RosterProblem::signature;
    }
    auto decoded = wire::decode_roster(signed_roster.roster);
    if (!decoded || !in_range(*decoded)) return RosterProblem::malformed;
    if (decoded->shop != shop) return RosterProblem::shop;
    if (has_duplicate(*decoded)) return RosterProblem::duplicate;
    if (decoded->version < known.version) return RosterProblem::older;
    const bool same = decoded->version == known.version;
    if (same && roster_hash(signed_roster.roster) != known.hash) return RosterProblem::fork;
    const bool next = known.version != 0 && decoded->version == known.version + 1;
    if (next && decoded->previous != known.hash) return RosterProblem::fork;
    return std::move(decoded).value();
}

bool roster_expired(const wire::Roster& roster, uint64_t now_unix_ms) {
    return now_unix_ms >= roster.expires_at;
}

const wire::RosterAgent* find_agent(const wire::Roster& roster, const Id& agent) {
    for (const wire::RosterAgent& one : roster.agents) {
        if (one.id == agent && one.until == 0) return &one;
    }
    return nullptr;
}

wire::SignedRoster sign_roster(const wire::Roster& roster, const Key& root_pk,
                               const SignKey& root_sk) {
    wire::SignedRoster signed_roster;
    signed_roster.roster = encode(roster);
    signed_roster.root = root_pk;
    signed_roster.sig = sign(root_sk, labels::roster, signed_roster.roster);
    return signed_roster;
}

Hash root_hash(const Key& root_pk) { return hash256({bytes_of(labels::root), root_pk}); }

Hash roster_hash(ByteView roster_bytes) { return hash256({roster_bytes}); }

}  // namespace shopbell::crypto
