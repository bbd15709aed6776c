// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/vault/owner.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/sealed_box.hpp"
#include "core/crypto/vault/failure.hpp"
#include "core/crypto/wrap.hpp"

namespace shopbell::crypto {

Root::Root(const Seed& root_seed) : seed(root_seed), pair(SignPair::from_seed(root_seed)) {}

Result<wire::Roster, boundary::Failed> owned_roster(const std::string& call, const Root& root,
                                                    const wire::SignedRoster& signed_roster,
                                                    const Id& owner) {
    const std::string field = call + ".signed_roster";
    // The root key is the owner's own, so the roster itself may say which shop it is of.
    const auto unverified = wire::decode_roster(signed_roster.roster);
    if (!unverified) return failure::roster_false(field, "the roster is not well-formed");
    auto roster = verify_roster(signed_roster, root_hash(root.pair.pk), unverified->shop);
    if (!roster) return failure::roster_false(field, "the root key did not sign this roster");
    const wire::RosterAgent* const named = find_agent(*roster, owner);
    if (named == nullptr || named->role != 1) {
        return failure::roster_false(call + ".agent", "the roster names no such owner");
    }
    return std::move(roster).value();
}

Result<std::vector<boundary::InboxSecret>, boundary::Failed> opened_inboxes(
    const std::string& call, const std::vector<wire::SealedInbox>& sealed, const BoxPair& owner_box,
    const wire::Roster& roster) {
    const std::string field = call + ".sealed_inbox";
    std::vector<boundary::InboxSecret> inboxes;
    for (const wire::SealedInbox& one : sealed) {
        const auto secret = open_sealed_inbox(one, owner_box);
        if (!secret) return failure::vault_false(field, "not sealed to this owner");
        inboxes.push_back({one.inbox_v, secret->reveal()});
    }
    if (!holds_inbox(inboxes, roster)) {
        return failure::vault_false(field, "the roster's inbox key is not among them");
    }
    return inboxes;
}

bool holds_inbox(const std::vector<boundary::InboxSecret>& inboxes, const wire::Roster& roster) {
    return std::any_of(inboxes.begin(), inboxes.end(), [&](const boundary::InboxSecret& inbox) {
        return inbox.inbox_v == roster.inbox_v && box_public(BoxKey(inbox.secret)) == roster.inbox;
    });
}

std::optional<std::vector<wire::SealedInbox>> inboxes_for(
    Rng& rng, const std::vector<boundary::InboxSecret>& inboxes, const Key& agent_box) {
    std::vector<wire::SealedInbox> sealed;
    for (const boundary::InboxSecret& inbox : inboxes) {
        const auto one = seal_inbox(rng, inbox.inbox_v, SecretKey<32>(inbox.secret), agent_box);
        if (!one) return std::nullopt;
        sealed.push_back(*one);
    }
    return sealed;
}

wire::Roster next_roster(const wire::Roster& roster, const wire::SignedRoster& predecessor,
                         uint64_t now_unix_ms) {
    wire::Roster next = roster;
    next.version = roster.version + 1;
    next.previous = roster_hash(predecessor.roster);
    date_roster(next, now_unix_ms);
    return next;
}

void date_roster(wire::Roster& roster, uint64_t now_unix_ms) {
    roster.issued_at = now_unix_ms;
    roster.expires_at = now_unix_ms + limits::roster_life_ms;
}

}  // namespace shopbell::crypto
