// SPDX-License-Identifier: Apache-2.0
// The key operations of a console, one function for each Call of core/wire/schema/calls.json: make
// a shop, sign in, change a passphrase, invite, accept, recover, renew. Each is pure: fresh
// randomness comes in as `seed`. Called by core/abi for the console and by the relay's demo mode.
#pragma once

#include "core/base/result.hpp"
#include "core/wire/calls.hpp"

namespace shopbell::crypto {

template <class Answer>
using CallResult = Result<Answer, boundary::Failed>;

CallResult<boundary::ShopMade> make_shop(const boundary::MakeShop& call);
CallResult<boundary::Derived> derive_keys(const boundary::Derive& call);
CallResult<boundary::Unlocked> unlock(const boundary::Unlock& call);
CallResult<boundary::PassphraseChanged> change_passphrase(const boundary::ChangePassphrase& call);
CallResult<boundary::Invited> invite(const boundary::Invite& call);
CallResult<boundary::InviteAccepted> accept_invite(const boundary::AcceptInvite& call);
CallResult<boundary::Recovered> recover(const boundary::Recover& call);
CallResult<boundary::RosterRenewed> renew_roster(const boundary::RenewRoster& call);
CallResult<boundary::CodeChecked> check_code(const boundary::CheckCode& call);

// The relay's check of Recovered.proof against the root key of the stored roster.
bool verify_recovery(const Key& root_pk, const Key& nonce, std::string_view shop,
                     const Signature& proof);

// Lower-case letters, digits and inner hyphens.
bool is_shop_id(std::string_view shop);

}  // namespace shopbell::crypto
