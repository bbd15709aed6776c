// SPDX-License-Identifier: Apache-2.0
// The core makes the same bytes as plain Node from the same seeds: tests/golden/crypto.json.
#include "core/base/limits.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/file.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/head_hash.hpp"
#include "core/crypto/hello.hpp"
#include "core/crypto/message.hpp"
#include "core/crypto/padding.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/sealed_box.hpp"
#include "core/crypto/vault/passphrase.hpp"
#include "core/crypto/vault/recovery_code.hpp"
#include "core/crypto/vault/shop.hpp"
#include "core/crypto/vault/vault.hpp"
#include "core/crypto/wrap.hpp"
#include "tests/unit/golden/golden_file.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace shopbell::crypto {

using golden::bytes;
using golden::id;
using golden::key;
using golden::number;
using golden::text;

namespace {

golden::Json vector_of(const char* name) { return golden::read_file("crypto.json").at(name); }

wire::Certificate certificate_of(const golden::Json& hex) {
    const auto certificate = wire::decode_certificate(bytes(hex));
    SHOPBELL_ASSERT(certificate);
    return *certificate;
}

}  // namespace

TEST_CASE("golden: random draws") {
    const auto vector = vector_of("rng");
    Rng rng(key(vector["seed"]));
    for (const auto& draw : vector["draws"]) {
        Bytes drawn(bytes(draw).size());
        rng.fill(drawn);
        CHECK(drawn == bytes(draw));
    }
}

TEST_CASE("golden: hashes, plain and keyed") {
    for (const auto& vector : vector_of("hash")) {
        const Bytes data = bytes(vector["data"]);
        const Hash hash =
            vector["key"].is_null() ? hash256({data}) : keyed_hash256(key(vector["key"]), {data});
        CHECK(hash == key(vector["hash"]));
    }
}

TEST_CASE("golden: a device's keys") {
    for (const auto& vector : vector_of("device")) {
        const DeviceKeys device = DeviceKeys::from_seed(key(vector["seed"]));
        CHECK(device.sign_pk == key(vector["sign"]));
        CHECK(device.box_pk == key(vector["box"]));
    }
}

TEST_CASE("golden: a sealed box") {
    const auto vector = vector_of("sealed_box");
    Rng rng(key(vector["rng_seed"]));
    const BoxPair to = BoxPair::from_seed(key(vector["to_seed"]));
    CHECK(seal_to(rng, to.pk, bytes(vector["message"])) == bytes(vector["sealed"]));
    CHECK(open_sealed(bytes(vector["sealed"]), to.pk, to.sk) == bytes(vector["message"]));
}

TEST_CASE("golden: a roster, its hash and the pinned root") {
    const auto vector = vector_of("roster");
    const auto roster = wire::decode_roster(bytes(vector["roster"]));
    REQUIRE(roster);
    CHECK(roster->agents.size() == vector["fields"]["agents"].size());
    CHECK(roster->inbox == key(vector["fields"]["inbox"]));
    CHECK(roster->expires_at == number(vector["fields"]["expires_at"]));

    const SignPair root = SignPair::from_seed(key(vector["root_seed"]));
    const wire::SignedRoster signed_roster = sign_roster(*roster, root.pk, root.sk);
    CHECK(encode(signed_roster) == bytes(vector["signed_roster"]));
    CHECK(roster_hash(signed_roster.roster) == key(vector["roster_hash"]));
    CHECK(root_hash(root.pk) == key(vector["root_hash"]));
    CHECK(roster->shop + "." + base64url_encode(root_hash(root.pk)) == text(vector["data_shop"]));
    CHECK(verify_roster(signed_roster, root_hash(root.pk), roster->shop).ok());
}

TEST_CASE("golden: a certificate") {
    const auto vector = vector_of("certificate");
    const SignPair agent = SignPair::from_seed(key(vector["agent_seed"]));
    const wire::Certificate certificate =
        certify(agent.sk, text(vector["shop"]), id(vector["agent"]), key(vector["device"]),
                number(vector["roster_v"]), number(vector["issued_at"]));
    CHECK(encode(certificate) == bytes(vector["certificate"]));
}

TEST_CASE("golden: hello") {
    const auto vector = vector_of("hello");
    const DeviceKeys device = DeviceKeys::from_seed(key(vector["device_seed"]));
    wire::Hello hello;
    hello.device = device.sign_pk;
    hello.relay_origin = text(vector["relay_origin"]);
    hello.shop = text(vector["shop"]);
    hello.role = number(vector["role"]);
    hello.sig = sign_hello(hello, key(vector["nonce"]), device);
    CHECK(hello.sig == golden::fixed<64>(vector["sig"]));
    CHECK(verify_hello(hello, key(vector["nonce"])));
}

TEST_CASE("golden: a wrap by an agent") {
    const auto vector = vector_of("wrap");
    Rng rng(key(vector["rng_seed"]));
    const std::string shop = text(vector["shop"]);
    const auto wrap = make_wrap(rng, ConversationKey(key(vector["key"])),
                                {.shop = shop,
                                 .conv = id(vector["conv"]),
                                 .gen = number(vector["gen"]),
                                 .inbox_v = number(vector["inbox_v"]),
                                 .inbox_pk = key(vector["inbox"]),
                                 .shopper_box = key(vector["shopper_box"]),
                                 .made_at = number(vector["made_at"]),
                                 .certificate = certificate_of(vector["certificate"])},
                                DeviceKeys::from_seed(key(vector["maker_seed"])));
    REQUIRE(wrap);
    CHECK(encode(*wrap) == bytes(vector["wrap"]));
    CHECK(verify_wrap(*wrap, shop));
    const ConversationKey expected(key(vector["key"]));
    const DeviceKeys shopper = DeviceKeys::from_seed(key(vector["shopper_seed"]));
    CHECK(open_wrap_as_shopper(*wrap, shopper) == expected);
    CHECK(open_wrap_as_inbox(*wrap, SecretKey<32>(key(vector["inbox_secret"]))) == expected);
}

TEST_CASE("golden: a message and the running hash") {
    const auto vector = vector_of("message");
    Rng rng(key(vector["rng_seed"]));
    const std::string shop = text(vector["shop"]);
    const ConversationKey conversation_key(key(vector["key"]));
    const DeviceKeys device = DeviceKeys::from_seed(key(vector["device_seed"]));
    wire::Submission row = seal(rng, conversation_key,
                                {.shop = shop,
                                 .conv = id(vector["conv"]),
                                 .mid = id(vector["mid"]),
                                 .gen = number(vector["gen"]),
                                 .roster_v = number(vector["roster_v"]),
                                 .device = device.sign_pk,
                                 .type = number(vector["type"]),
                                 .sent_at = number(vector["sent_at"]),
                                 .pub = bytes(vector["pub"])},
                                bytes(vector["content"]));
    row.prev = id(vector["prev"]);
    row.head_seq = number(vector["head_seq"]);
    row.head_hash = key(vector["head_hash"]);
    sign_submission(row, shop, device);
    CHECK(row.commit == key(vector["commit"]));
    CHECK(row.nonce == golden::fixed<24>(vector["nonce"]));
    CHECK(row.ct == bytes(vector["ct"]));
    CHECK(row.sig == golden::fixed<64>(vector["sig"]));
    CHECK(encode(row) == bytes(vector["submission"]));
    CHECK(open_message(row, shop, nullptr, &conversation_key).ok());

    const Hash start = head_start(row.conv);
    CHECK(start == key(vector["head_start"]));
    CHECK(head_next(start, row, number(vector["seq"])) == key(vector["head_next"]));
}

TEST_CASE("golden: files sealed in chunks, and opened again") {
    for (const auto& vector : vector_of("file")) {
        const auto size = static_cast<size_t>(number(vector["size"]));
        CAPTURE(size);
        Bytes file(size);
        for (size_t i = 0; i < size; ++i) file[i] = static_cast<uint8_t>(i * 7);
        const SecretKey<32> file_key(key(vector["key"]));
        const auto header = golden::fixed<24>(vector["header"]);
        FileSealer sealer(file_key, header, size);
        FileOpener opener(file_key, header, size, key(vector["hash"]));
        Bytes blob = to_bytes(header), opened;
        for (size_t at = 0; !sealer.done(); at = std::min(size, at + limits::file_chunk_bytes)) {
            const size_t count = std::min<size_t>(limits::file_chunk_bytes, size - at);
            const auto sealed = sealer.seal(ByteView(file).subspan(at, count));
            REQUIRE(sealed);
            append(blob, *sealed);
            const auto piece = opener.open(*sealed);
            REQUIRE(piece);
            append(opened, *piece);
        }
        CHECK(sealer.hash() == key(vector["hash"]));
        CHECK(blob.size() == number(vector["blob_size"]));
        CHECK((vector["blob"].is_null() || blob == bytes(vector["blob"])));
        CHECK(opened == file);
    }
}

TEST_CASE("golden: one ciphertext under two keys is refused by the commitment") {
    const auto vector = vector_of("two_keys");
    wire::Submission row;
    row.conv = id(vector["conv"]);
    row.mid = id(vector["mid"]);
    row.gen = number(vector["gen"]);
    row.roster_v = number(vector["roster_v"]);
    row.device = key(vector["device"]);
    row.type = number(vector["type"]);
    row.nonce = golden::fixed<24>(vector["nonce"]);
    row.ct = bytes(vector["ct"]);
    const std::string shop = text(vector["shop"]);
    for (const size_t mine : {size_t{0}, size_t{1}}) {
        row.commit = key(vector["commits"][mine]);
        const ConversationKey other(key(vector["keys"][1 - mine]));
        CHECK(open(row, shop, ConversationKey(key(vector["keys"][mine]))).error() ==
              OpenProblem::padding);  // the cipher had no objection
        CHECK(open(row, shop, other).error() == OpenProblem::commitment);
    }
}

TEST_CASE("golden: padded lengths") {
    for (const auto& vector : vector_of("padding")) {
        CHECK(padded_size(number(vector["size"])) == number(vector["padded"]));
    }
}

TEST_CASE("golden: vaults") {
    const auto vector = vector_of("vault");
    const Key seed = key(vector["rng_seed"]);
    const SecretKey<32> vault_key(key(vector["vault_key"]));
    const Id agent = id(vector["agent"]);
    const boundary::VaultContent content{number(vector["role"]), key(vector["sign_seed"]),
                                         key(vector["box_seed"])};
    Rng rng(seed);
    CHECK(seal_vault(rng, vault_key, agent, content) == bytes(vector["vault"]));
    rng = Rng(seed);
    CHECK(seal_root_vault(rng, vault_key, agent, Seed(key(vector["root_seed"]))) ==
          bytes(vector["root_vault"]));
    rng = Rng(seed);
    const auto link_key = invitation_key(SecretKey<32>(key(vector["link_secret"])));
    CHECK(seal_vault(rng, link_key, agent, content) == bytes(vector["invite_vault"]));
}

TEST_CASE("golden: a passphrase's keys and the hash that the relay keeps") {
    const auto vector = vector_of("passphrase");
    const auto keys = derive(text(vector["passphrase"]), id(vector["salt"]));
    REQUIRE(keys);
    CHECK(keys->vault_key.reveal() == key(vector["vault_key"]));
    CHECK(keys->login_key.reveal() == key(vector["login_key"]));
    CHECK(login_hash(keys->login_key) == key(vector["login_hash"]));
}

TEST_CASE("golden: the recovery code and the proof of root") {
    const auto vector = vector_of("recovery");
    const RecoveryCode code(key(vector["code"]));
    CHECK(write_recovery_code(code) == text(vector["text"]));
    CHECK(read_recovery_code(text(vector["text"])) == code);
    CHECK(recovery_pair(code).pk == key(vector["recovery"]));
    const SignPair root = SignPair::from_seed(key(vector["root_seed"]));
    CHECK(verify_recovery(root.pk, key(vector["nonce"]), text(vector["shop"]),
                          golden::fixed<64>(vector["proof"])));
}

}  // namespace shopbell::crypto
