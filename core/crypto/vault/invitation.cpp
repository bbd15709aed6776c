// SPDX-License-Identifier: Apache-2.0
// A new agent: the owner makes its keys and puts it on the roster, a link carries them over, and
// the agent seals them under a passphrase of its own.
#include "core/base/limits.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/vault/failure.hpp"
#include "core/crypto/vault/owner.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/shop.hpp"

namespace shopbell::crypto {

CallResult<boundary::Invited> invite(const boundary::Invite& call) {
    if (call.role < 2 || call.role > 4) {
        return failure::malformed("Invite.role", "2 supervisor, 3 agent or 4 bot");
    }
    const auto root_seed =
        open_root_vault(call.root_vault, SecretKey<32>(call.vault_key), call.agent);
    if (!root_seed) return failure::vault("Invite.root_vault", root_seed.error());
    const Root root(*root_seed);
    const auto roster = owned_roster("Invite", root, call.signed_roster, call.agent);
    if (!roster) return roster.error();
    if (roster->agents.size() >= limits::agents_max) {
        return failure::malformed(
            "Invite.signed_roster",
            "a shop has at most " + std::to_string(limits::agents_max) + " agents (agents_max)");
    }
    const auto inboxes = opened_inboxes("Invite", call.sealed_inbox,
                                        BoxPair::from_seed(call.keys.box_seed), *roster);
    if (!inboxes) return inboxes.error();

    Rng rng(call.seed);
    const Id agent = rng.id();
    const SecretKey<32> secret(rng.key());
    const boundary::VaultContent content{call.role, rng.key(), rng.key()};
    const Key agent_box = BoxPair::from_seed(content.box_seed).pk;
    wire::Roster next = next_roster(*roster, call.signed_roster, call.now);
    next.agents.push_back({agent, SignPair::from_seed(content.sign_seed).pk, agent_box, call.role});
    const auto sealed = inboxes_for(rng, *inboxes, agent_box);
    SHOPBELL_ASSERT(sealed);  // the box key is our own

    boundary::Invited invited;
    invited.agent = agent;
    invited.secret = secret.reveal();
    invited.invite_vault = seal_vault(rng, invitation_key(secret), agent, content);
    invited.signed_roster = sign_roster(next, root.pair.pk, root.pair.sk);
    invited.sealed_inbox = *sealed;
    return invited;
}

CallResult<boundary::InviteAccepted> accept_invite(const boundary::AcceptInvite& call) {
    if (!passphrase_long_enough(call.passphrase)) {
        return failure::passphrase_short("AcceptInvite.passphrase");
    }
    const SecretKey<32> link_key = invitation_key(SecretKey<32>(call.secret));
    const auto content = open_vault(call.invite_vault, link_key, call.agent);
    if (!content) return failure::invite_false("AcceptInvite.invite_vault");
    const auto keys = derive(call.passphrase, call.salt);
    if (!keys) return failure::no_memory("AcceptInvite.passphrase");

    Rng rng(call.seed);
    boundary::InviteAccepted accepted;
    accepted.login_key = keys->login_key.reveal();
    accepted.vault = seal_vault(rng, keys->vault_key, call.agent, *content);
    accepted.keys = {call.agent, content->role, content->sign_seed, content->box_seed, rng.key()};
    return accepted;
}

}  // namespace shopbell::crypto
