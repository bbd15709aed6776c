// SPDX-License-Identifier: Apache-2.0
// Every domain label of the protocol in one place: the ASCII bytes that come first in whatever is
// hashed, signed or authenticated, so that nothing made for one purpose serves another. They are
// part of the wire format (docs/protocol.md) and change only together with the golden vectors.
#pragma once

#include <string_view>

namespace shopbell::crypto::labels {

// Signatures.
inline constexpr std::string_view roster = "shopbell/roster/v1";
inline constexpr std::string_view certificate = "shopbell/cert/v1";
inline constexpr std::string_view hello = "shopbell/hello/v1";
inline constexpr std::string_view wrap = "shopbell/wrap/v1";
inline constexpr std::string_view message = "shopbell/msg/v1";
inline constexpr std::string_view recover = "shopbell/recover/v1";

// Hashes.
inline constexpr std::string_view root = "shopbell/root/v1";
inline constexpr std::string_view head = "shopbell/head/v1";
inline constexpr std::string_view row_hash = "shopbell/rowhash/v1";
inline constexpr std::string_view login = "shopbell/login/v1";

// Keys derived from keys.
inline constexpr std::string_view device_sign = "shopbell/device/sign/v1";
inline constexpr std::string_view device_box = "shopbell/device/box/v1";
inline constexpr std::string_view conversation_id = "shopbell/conv/id/v1";
inline constexpr std::string_view moved_id = "shopbell/mid/moved/v1";
inline constexpr std::string_view conversation_key = "shopbell/conv/key/v1";
inline constexpr std::string_view outbox_key = "shopbell/outbox/key/v1";
inline constexpr std::string_view message_key = "shopbell/mk/v1";
inline constexpr std::string_view commit = "shopbell/commit/v1";
inline constexpr std::string_view seal = "shopbell/seal/v1";
inline constexpr std::string_view invite = "shopbell/invite/v1";
inline constexpr std::string_view recovery = "shopbell/recovery/v1";
inline constexpr std::string_view recovery_check = "shopbell/recovery-check/v1";

// Additional data of ciphertexts.
inline constexpr std::string_view row = "shopbell/row/v1";
inline constexpr std::string_view vault = "shopbell/vault/v1";
inline constexpr std::string_view root_vault = "shopbell/rootvault/v1";

}  // namespace shopbell::crypto::labels
