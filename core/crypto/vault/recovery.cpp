// SPDX-License-Identifier: Apache-2.0
// The owner comes back with the recovery code: root and SE out of their box, new keys for the owner
// on the next roster, and a proof for the relay that this is the root's holder.
#include "core/base/limits.hpp"
#include "core/crypto/labels.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/signature.hpp"
#include "core/crypto/vault/failure.hpp"
#include "core/crypto/vault/owner.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/recovery_code.hpp"
#include "core/crypto/vault/shop.hpp"

namespace shopbell::crypto {

namespace {

Bytes proof_fields(const Key& nonce, std::string_view shop) {
    Bytes fields = to_bytes(nonce);
    append(fields, shop);
    return fields;
}

// The old keys stay as a former agent's, so that what the owner wrote with them still verifies.
void renew_owner(wire::Roster& roster, const Id& owner, const Key& sign, const Key& box) {
    for (wire::RosterAgent& agent : roster.agents) {
        if (agent.id != owner || agent.until != 0) continue;
        wire::RosterAgent former = agent;
        former.until = roster.version;
        agent.sign = sign;
        agent.box = box;
        // Coming back matters more than old rows, in a shop that has no room for both.
        if (roster.agents.size() < limits::agents_max) roster.agents.push_back(former);
        return;
    }
}

}  // namespace

CallResult<boundary::Recovered> recover(const boundary::Recover& call) {
    if (!passphrase_long_enough(call.passphrase)) {
        return failure::passphrase_short("Recover.passphrase");
    }
    const auto code = read_recovery_code(call.code);
    if (!code) return failure::code_false("Recover.code", "this is no recovery code");
    const auto opened = open_recovery_box(call.recovery_box, recovery_pair(*code));
    if (!opened) {
        return failure::code_false("Recover.recovery_box", "the code does not open this shop");
    }
    const Root root{Seed(opened->root_seed)};
    const auto roster = owned_roster("Recover", root, call.signed_roster, call.agent);
    if (!roster) return roster.error();
    if (!holds_inbox(opened->inboxes, *roster)) {
        return failure::code_false("Recover.recovery_box", "it is older than the roster");
    }
    const auto keys = derive(call.passphrase, call.salt);
    if (!keys) return failure::no_memory("Recover.passphrase");

    Rng rng(call.seed);
    const boundary::VaultContent content{1, rng.key(), rng.key()};
    const Key owner_box = BoxPair::from_seed(content.box_seed).pk;
    wire::Roster next = next_roster(*roster, call.signed_roster, call.now);
    renew_owner(next, call.agent, SignPair::from_seed(content.sign_seed).pk, owner_box);
    const auto sealed = inboxes_for(rng, opened->inboxes, owner_box);
    SHOPBELL_ASSERT(sealed);  // the box key is our own

    boundary::Recovered recovered;
    recovered.login_key = keys->login_key.reveal();
    recovered.vault = seal_vault(rng, keys->vault_key, call.agent, content);
    recovered.root_vault = seal_root_vault(rng, keys->vault_key, call.agent, root.seed);
    recovered.signed_roster = sign_roster(next, root.pair.pk, root.pair.sk);
    recovered.sealed_inbox = *sealed;
    recovered.proof = sign(root.pair.sk, labels::recover, proof_fields(call.nonce, next.shop));
    recovered.keys = {call.agent, 1, content.sign_seed, content.box_seed, rng.key()};
    return recovered;
}

bool verify_recovery(const Key& root_pk, const Key& nonce, std::string_view shop,
                     const Signature& proof) {
    return verify(root_pk, labels::recover, proof_fields(nonce, shop), proof);
}

}  // namespace shopbell::crypto
