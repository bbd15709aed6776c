// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/vault/vault.hpp"

#include "core/crypto/vault/passphrase.hpp"
#include "tests/unit/crypto/people.hpp"

#include <doctest/doctest.h>

namespace shopbell::crypto {

namespace {

const SecretKey<32> vault_key(test::key_of(1));
const boundary::VaultContent seeds{3, test::key_of(2), test::key_of(3)};

}  // namespace

TEST_CASE("a vault opens with its key for its agent") {
    Rng rng{test::key_of(9)};
    const Bytes vault = seal_vault(rng, vault_key, test::id_of(1), seeds);
    const auto opened = open_vault(vault, vault_key, test::id_of(1));
    REQUIRE(opened);
    CHECK(*opened == seeds);
    CHECK(vault != seal_vault(rng, vault_key, test::id_of(1), seeds));
}

TEST_CASE("a vault is refused with another key, for another agent, and with any bit changed") {
    Rng rng{test::key_of(9)};
    const Bytes vault = seal_vault(rng, vault_key, test::id_of(1), seeds);
    CHECK(open_vault(vault, SecretKey<32>(test::key_of(2)), test::id_of(1)).error() ==
          VaultProblem::key);
    CHECK(open_vault(vault, vault_key, test::id_of(2)).error() == VaultProblem::key);
    for (size_t byte = 0; byte < vault.size(); ++byte) {
        Bytes changed = vault;
        changed[byte] ^= static_cast<uint8_t>(1 << byte % 8);
        CHECK(open_vault(changed, vault_key, test::id_of(1)).error() == VaultProblem::key);
    }
}

TEST_CASE("a vault that is cut or holds no keys is malformed") {
    Rng rng{test::key_of(9)};
    CHECK(open_vault({}, vault_key, test::id_of(1)).error() == VaultProblem::malformed);
    CHECK(open_vault(Bytes(39, 0), vault_key, test::id_of(1)).error() == VaultProblem::malformed);
    const Bytes roleless = seal_vault(rng, vault_key, test::id_of(1), {0, {}, {}});
    CHECK(open_vault(roleless, vault_key, test::id_of(1)).error() == VaultProblem::malformed);
}

TEST_CASE("the root vault opens to the root seed, and never as an agent's vault") {
    Rng rng{test::key_of(9)};
    const Bytes root = seal_root_vault(rng, vault_key, test::id_of(1), Seed(test::key_of(5)));
    const auto opened = open_root_vault(root, vault_key, test::id_of(1));
    REQUIRE(opened);
    CHECK(*opened == Seed(test::key_of(5)));
    CHECK(open_vault(root, vault_key, test::id_of(1)).error() == VaultProblem::key);
    const Bytes agents = seal_vault(rng, vault_key, test::id_of(1), seeds);
    CHECK(open_root_vault(agents, vault_key, test::id_of(1)).error() == VaultProblem::key);
    CHECK(open_root_vault({}, vault_key, test::id_of(1)).error() == VaultProblem::malformed);
}

TEST_CASE("a passphrase gives the same two keys for its salt, and others for any other") {
    const auto keys = derive("demo-demo-demo", test::id_of(1));
    const auto other = derive("demo-demo-demo", test::id_of(2));
    REQUIRE(keys);
    REQUIRE(other);
    CHECK_FALSE(keys->vault_key == keys->login_key);
    CHECK_FALSE(keys->vault_key == other->vault_key);
    CHECK(login_hash(keys->login_key) != keys->login_key.reveal());
    CHECK(login_hash(keys->login_key) != login_hash(other->login_key));
}

TEST_CASE("a passphrase is measured in characters, not bytes") {
    CHECK(passphrase_long_enough("twelve chars"));
    CHECK_FALSE(passphrase_long_enough("eleven char"));
    CHECK_FALSE(passphrase_long_enough("六個字六個字"));
    CHECK(passphrase_long_enough("十二個字十二個字十二個字"));
    CHECK_FALSE(passphrase_long_enough(""));
}

}  // namespace shopbell::crypto
