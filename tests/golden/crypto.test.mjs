// SPDX-License-Identifier: Apache-2.0
// tests/golden/crypto.json against plain Node; tests/unit/golden holds the same file against the
// core.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { cryptoFile, cryptoVectors } from './crypto-vectors.mjs';
import * as protocol from './protocol.mjs';

const { unhex } = protocol;
const golden = JSON.parse(readFileSync(cryptoFile, 'utf8'));
const made = cryptoVectors();

for (const name of Object.keys(golden)) {
  test(`plain Node makes the vector '${name}' from its seeds`, () => {
    assert.deepEqual(made[name], golden[name]);
  });
}

test('no vector is missing', () => {
  assert.deepEqual(Object.keys(made), Object.keys(golden));
});

test('what is sealed to a key opens by crypto_box_seal_open', () => {
  const { to_seed: seed, message, sealed } = golden.sealed_box;
  const opened = protocol.unseal(unhex(sealed), protocol.boxPair(unhex(seed)).privateKey);
  assert.equal(protocol.hex(opened), message);
});

test('the cipher alone opens one ciphertext under two keys, and the commitment tells them apart', () => {
  const { shop, keys, commits, nonce, ct, ...hexRow } = golden.two_keys;
  const row = Object.fromEntries(Object.entries(hexRow).map(([name, value]) => [name, typeof value === 'string' ? unhex(value) : value]));
  const texts = keys.map((key) => {
    const mk = protocol.messageKey(unhex(key), row.device, row.mid);
    return protocol.aeadOpen(protocol.cipherKey(mk), unhex(nonce), protocol.sealedWith(shop, row), unhex(ct));
  });
  assert.ok(texts[0] && texts[1]);
  assert.notEqual(protocol.hex(texts[0]), protocol.hex(texts[1]));
  assert.notEqual(commits[0], commits[1]);
});

test('a vault opens with its key, and never as another kind of vault', () => {
  const { agent, vault, vault_key: key, sign_seed: signSeed } = golden.vault;
  const sealed = unhex(vault);
  const open = (label) =>
    protocol.aeadOpen(unhex(key), sealed.subarray(0, 24), Buffer.concat([Buffer.from(label), unhex(agent)]), sealed.subarray(24));
  assert.equal(protocol.hex(protocol.decode(open('shopbell/vault/v1'))[1]), signSeed);
  assert.equal(open('shopbell/rootvault/v1'), null);
});
