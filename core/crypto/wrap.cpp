// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/wrap.hpp"

#include "core/crypto/certificate.hpp"
#include "core/crypto/labels.hpp"
#include "core/crypto/sealed_box.hpp"
#include "core/crypto/signature.hpp"

namespace shopbell::crypto {

namespace {

Bytes signed_fields(const wire::Wrap& wrap, std::string_view shop) {
    wire::WrapSigned fields;
    fields.shop = shop;
    fields.conv = wrap.conv;
    fields.gen = wrap.gen;
    fields.inbox_v = wrap.inbox_v;
    fields.for_inbox = wrap.for_inbox;
    fields.for_shopper = wrap.for_shopper;
    fields.shopper_box = wrap.shopper_box;
    fields.maker = wrap.maker;
    fields.made_at = wrap.made_at;
    return encode(fields);
}

}  // namespace

std::optional<wire::Wrap> make_wrap(Rng& rng, const ConversationKey& key, const WrapInput& input,
                                    const DeviceKeys& maker) {
    const auto for_inbox = seal_key_to(rng, input.inbox_pk, key);
    const auto for_shopper = seal_key_to(rng, input.shopper_box, key);
    if (!for_inbox || !for_shopper) return std::nullopt;
    wire::Wrap wrap;
    wrap.conv = input.conv;
    wrap.gen = input.gen;
    wrap.inbox_v = input.inbox_v;
    wrap.for_inbox = *for_inbox;
    wrap.for_shopper = *for_shopper;
    wrap.shopper_box = input.shopper_box;
    wrap.maker = maker.sign_pk;
    wrap.made_at = input.made_at;
    wrap.certificate = input.certificate;
    wrap.sig = sign(maker.sign_sk, labels::wrap, signed_fields(wrap, input.shop));
    return wrap;
}

bool verify_wrap(const wire::Wrap& wrap, std::string_view shop) {
    if (wrap.gen == 0 || (wrap.gen == 1 && wrap.certificate)) return false;
    if (wrap.certificate && wrap.certificate->device != wrap.maker) return false;
    return verify(wrap.maker, labels::wrap, signed_fields(wrap, shop), wrap.sig);
}

bool may_rekey(const wire::Wrap& wrap, std::string_view shop, const Key& first_maker,
               const wire::Roster& roster) {
    if (!wrap.certificate) return wrap.maker == first_maker;
    return certifying_agent(*wrap.certificate, shop, roster, wrap.certificate->roster_v) != nullptr;
}

std::optional<ConversationKey> open_wrap_as_shopper(const wire::Wrap& wrap,
                                                    const DeviceKeys& shopper) {
    if (wrap.shopper_box != shopper.box_pk) return std::nullopt;
    return open_sealed_key(wrap.for_shopper, shopper.box_pk, shopper.box_sk);
}

std::optional<ConversationKey> open_wrap_as_inbox(const wire::Wrap& wrap,
                                                  const SecretKey<32>& inbox_secret) {
    return open_sealed_key(wrap.for_inbox, box_public(inbox_secret), inbox_secret);
}

std::optional<wire::SealedInbox> seal_inbox(Rng& rng, uint64_t inbox_v,
                                            const SecretKey<32>& inbox_secret,
                                            const Key& agent_box) {
    const auto sealed = seal_key_to(rng, agent_box, inbox_secret);
    if (!sealed) return std::nullopt;
    return wire::SealedInbox{inbox_v, *sealed};
}

std::optional<SecretKey<32>> open_sealed_inbox(const wire::SealedInbox& sealed,
                                               const BoxPair& agent_box) {
    return open_sealed_key(sealed.sealed, agent_box.pk, agent_box.sk);
}

}  // namespace shopbell::crypto
