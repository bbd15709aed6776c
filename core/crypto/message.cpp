// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/message.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/labels.hpp"
#include "core/crypto/padding.hpp"
#include "core/crypto/signature.hpp"

#include <sodium.h>

namespace shopbell::crypto {

namespace {

constexpr size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// One key for each row, so that a commitment to it is a commitment to the row's key.
SecretKey<32> message_key(const ConversationKey& key, const Key& device, const Id& mid) {
    return SecretKey<32>(keyed_hash256(key, {bytes_of(labels::message_key), device, mid}));
}

Hash commitment(const SecretKey<32>& message_key) {
    return keyed_hash256(message_key, {bytes_of(labels::commit)});
}

SecretKey<32> cipher_key(const SecretKey<32>& message_key) {
    return SecretKey<32>(keyed_hash256(message_key, {bytes_of(labels::seal)}));
}

Bytes additional_data(const wire::Submission& row, std::string_view shop) {
    wire::SealedWith fields;
    fields.shop = shop;
    fields.conv = row.conv;
    fields.mid = row.mid;
    fields.gen = row.gen;
    fields.roster_v = row.roster_v;
    fields.device = row.device;
    fields.type = row.type;
    fields.pub_hash = hash256({row.pub});
    Bytes data;
    append(data, labels::row);
    append(data, encode(fields));
    return data;
}

Bytes signed_fields(const wire::Submission& row, std::string_view shop) {
    wire::SubmissionSigned fields;
    fields.frame = wire::Submit::type_number;
    fields.shop = shop;
    fields.conv = row.conv;
    fields.mid = row.mid;
    fields.gen = row.gen;
    fields.roster_v = row.roster_v;
    fields.prev = row.prev;
    fields.device = row.device;
    fields.type = row.type;
    fields.sent_at = row.sent_at;
    fields.head_seq = row.head_seq;
    fields.head_hash = row.head_hash;
    fields.pub = row.pub;
    fields.commit = row.commit;
    fields.nonce = row.nonce;
    fields.ct_hash = hash256({row.ct});
    return encode(fields);
}

}  // namespace

wire::Submission seal(Rng& rng, const ConversationKey& key, const SealInput& input,
                      ByteView content) {
    SHOPBELL_ASSERT(content.size() <= limits::content_bytes_max);
    wire::Submission row;
    row.conv = input.conv;
    row.mid = input.mid;
    row.gen = input.gen;
    row.roster_v = input.roster_v;
    row.device = input.device;
    row.type = input.type;
    row.sent_at = input.sent_at;
    row.pub = input.pub;

    const SecretKey<32> mk = message_key(key, input.device, input.mid);
    row.commit = commitment(mk);
    row.nonce = rng.bytes<24>();
    const Bytes padded = pad(content);
    const Bytes data = additional_data(row, input.shop);
    row.ct.resize(padded.size() + tag_bytes);
    SHOPBELL_ASSERT(crypto_aead_xchacha20poly1305_ietf_encrypt(
                        row.ct.data(), nullptr, padded.data(), padded.size(), data.data(),
                        data.size(), nullptr, row.nonce.data(), cipher_key(mk).data()) == 0);
    return row;
}

void sign_submission(wire::Submission& submission, std::string_view shop,
                     const DeviceKeys& device) {
    submission.sig = sign(device.sign_sk, labels::message, signed_fields(submission, shop));
}

bool verify_submission(const wire::Submission& submission, std::string_view shop) {
    return verify(submission.device, labels::message, signed_fields(submission, shop),
                  submission.sig);
}

Result<Bytes, OpenProblem> open(const wire::Submission& row, std::string_view shop,
                                const ConversationKey& key) {
    const SecretKey<32> mk = message_key(key, row.device, row.mid);
    // First: the cipher alone would let one ciphertext open under two keys to two texts.
    if (!equal_in_constant_time(commitment(mk), row.commit)) return OpenProblem::commitment;
    if (row.ct.size() < tag_bytes) return OpenProblem::ciphertext;
    const Bytes data = additional_data(row, shop);
    Bytes padded(row.ct.size() - tag_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(padded.data(), nullptr, nullptr, row.ct.data(),
                                                   row.ct.size(), data.data(), data.size(),
                                                   row.nonce.data(), cipher_key(mk).data()) != 0) {
        return OpenProblem::ciphertext;
    }
    auto content = unpad(padded);
    if (!content) return OpenProblem::padding;
    return *std::move(content);
}

Result<wire::Content, OpenProblem> open_message(const wire::Submission& row, std::string_view shop,
                                                const wire::Roster* roster,
                                                const ConversationKey* key) {
    if (!verify_submission(row, shop)) return OpenProblem::signature;
    if (row.certificate) {
        const bool backed =
            row.certificate->device == row.device && roster != nullptr &&
            certifying_agent(*row.certificate, shop, *roster, row.roster_v) != nullptr;
        if (!backed) return OpenProblem::certificate;
    }
    if (key == nullptr) return OpenProblem::key_missing;
    const auto bytes = open(row, shop, *key);
    if (!bytes) return bytes.error();
    auto content = wire::decode_content(*bytes);
    if (!content) return OpenProblem::content;
    return std::move(content).value();
}

uint64_t reason_number(OpenProblem problem) {
    switch (problem) {
        case OpenProblem::signature:
            return 1;
        case OpenProblem::certificate:
            return 2;
        case OpenProblem::key_missing:
            return 3;
        case OpenProblem::commitment:
        case OpenProblem::ciphertext:
            return 4;
        case OpenProblem::content:
            return 5;
        case OpenProblem::padding:
            return 6;
    }
    return 6;
}

}  // namespace shopbell::crypto
