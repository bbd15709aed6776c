// SPDX-License-Identifier: Apache-2.0
// The owner signs the roster anew before it expires, or without an agent who has left. Removal also
// changes SE, so that the removed agent cannot open what is wrapped from then on.
#include "core/base/limits.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/sealed_box.hpp"
#include "core/crypto/vault/failure.hpp"
#include "core/crypto/vault/owner.hpp"
#include "core/crypto/vault/recovery_code.hpp"
#include "core/crypto/vault/shop.hpp"
#include "core/crypto/wrap.hpp"

namespace shopbell::crypto {

namespace {

// The entry stays, so that what the agent wrote before still verifies.
bool retire_agent(wire::Roster& roster, const Id& agent) {
    for (wire::RosterAgent& one : roster.agents) {
        if (one.id != agent || one.until != 0) continue;
        one.until = roster.version;
        return true;
    }
    return false;
}

// A new SE for everybody on `roster`, and a recovery box that has it too. An empty reason is
// success.
std::string change_inbox(Rng& rng, const Root& root, wire::Roster& roster,
                         std::vector<boundary::InboxSecret> inboxes,
                         boundary::RosterRenewed& renewed) {
    const BoxKey inbox(rng.key());
    roster.inbox_v += 1;
    roster.inbox = box_public(inbox);
    for (const wire::RosterAgent& agent : roster.agents) {
        if (agent.until != 0) continue;
        const auto sealed = seal_inbox(rng, roster.inbox_v, inbox, agent.box);
        if (!sealed) return "an agent's box key is not usable";
        renewed.sealed_inbox.push_back({agent.id, *sealed});
    }
    inboxes.push_back({roster.inbox_v, inbox.reveal()});
    renewed.recovery_box =
        seal_recovery_box(rng, roster.recovery, {root.seed.reveal(), std::move(inboxes)});
    return renewed.recovery_box ? "" : "the recovery key is not usable";
}

}  // namespace

CallResult<boundary::RosterRenewed> renew_roster(const boundary::RenewRoster& call) {
    const auto root_seed =
        open_root_vault(call.root_vault, SecretKey<32>(call.vault_key), call.agent);
    if (!root_seed) return failure::vault("RenewRoster.root_vault", root_seed.error());
    const Root root(*root_seed);
    const auto roster = owned_roster("RenewRoster", root, call.signed_roster, call.agent);
    if (!roster) return roster.error();

    wire::Roster next = next_roster(*roster, call.signed_roster, call.now);
    boundary::RosterRenewed renewed;
    if (call.remove) {
        if (*call.remove == call.agent) {
            return failure::malformed("RenewRoster.remove", "an owner does not remove itself");
        }
        if (!retire_agent(next, *call.remove)) {
            return failure::malformed("RenewRoster.remove", "the roster names no such agent");
        }
        auto inboxes = opened_inboxes("RenewRoster", call.sealed_inbox,
                                      BoxPair::from_seed(call.keys.box_seed), *roster);
        if (!inboxes) return inboxes.error();
        if (inboxes->size() >= limits::inbox_versions_max) {
            return failure::malformed("RenewRoster.sealed_inbox",
                                      "at most " + std::to_string(limits::inbox_versions_max) +
                                          " inbox keys are kept (inbox_versions_max)");
        }
        Rng rng(call.seed);
        const std::string problem =
            change_inbox(rng, root, next, std::move(inboxes).value(), renewed);
        if (!problem.empty()) return failure::roster_false("RenewRoster.signed_roster", problem);
    }
    renewed.signed_roster = sign_roster(next, root.pair.pk, root.pair.sk);
    return renewed;
}

}  // namespace shopbell::crypto
