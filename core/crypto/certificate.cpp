// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/certificate.hpp"

#include "core/crypto/labels.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/signature.hpp"

namespace shopbell::crypto {

namespace {

Bytes signed_fields(const wire::Certificate& certificate, std::string_view shop) {
    wire::CertificateSigned fields;
    fields.shop = shop;
    fields.agent = certificate.agent;
    fields.device = certificate.device;
    fields.roster_v = certificate.roster_v;
    fields.issued_at = certificate.issued_at;
    return encode(fields);
}

}  // namespace

wire::Certificate certify(const SignKey& agent_sign_sk, std::string_view shop, const Id& agent,
                          const Key& device, uint64_t roster_v, uint64_t at_unix_ms) {
    wire::Certificate certificate{agent, device, roster_v, at_unix_ms, {}};
    certificate.sig = sign(agent_sign_sk, labels::certificate, signed_fields(certificate, shop));
    return certificate;
}

bool verify_certificate(const wire::Certificate& certificate, std::string_view shop,
                        const wire::Roster& roster) {
    const wire::RosterAgent* const agent =
        certifying_agent(certificate, shop, roster, certificate.roster_v);
    return agent != nullptr && agent->until == 0;
}

const wire::RosterAgent* certifying_agent(const wire::Certificate& certificate,
                                          std::string_view shop, const wire::Roster& roster,
                                          uint64_t roster_v) {
    const Bytes fields = signed_fields(certificate, shop);
    const uint64_t version = std::max(certificate.roster_v, roster_v);
    for (const wire::RosterAgent& agent : roster.agents) {
        if (agent.id != certificate.agent) continue;
        if (agent.until != 0 && version >= agent.until) continue;
        if (verify(agent.sign, labels::certificate, fields, certificate.sig)) return &agent;
    }
    return nullptr;
}

}  // namespace shopbell::crypto
