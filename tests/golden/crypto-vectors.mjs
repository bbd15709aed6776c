// SPDX-License-Identifier: Apache-2.0
// Makes tests/golden/crypto.json: seeds in, bytes out, one entry for each construction of
// docs/protocol.md §8. `node tests/golden/crypto-vectors.mjs --write` writes it; whoever does that
// changes the protocol.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as protocol from './protocol.mjs';
import { ciphertextUnderTwoKeys } from './two-keys.mjs';

const { Rng, boxPair, boxPublic, encode, filled, hex, signPair, unhex } = protocol;

export const cryptoFile = fileURLToPath(new URL('crypto.json', import.meta.url));

const noon = 1790000000000;
const shop = 'tea';
const rngSeed = filled(32, 0x77);
const root = signPair(filled(32, 1));
const agent = signPair(filled(32, 3));
const agentId = filled(16, 0xa1);
const agentDevice = protocol.device(filled(32, 6));
const shopper = protocol.device(filled(32, 7));
const inboxSecret = filled(32, 8);
const key = filled(32, 9);
const conv = filled(16, 0xc0);

const hexed = (value) => {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(hexed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hexed(inner)]));
};

function rng() {
  const draws = new Rng(filled(32, 5));
  return { seed: filled(32, 5), draws: [draws.bytes(32), draws.bytes(24), draws.bytes(100)] };
}

function hashes() {
  const data = new TextEncoder().encode('the blue kettle');
  return [
    { key: null, data: new Uint8Array(), hash: protocol.H() },
    { key: null, data, hash: protocol.H(data) },
    { key: filled(32, 1), data, hash: protocol.keyedH(filled(32, 1), data) },
  ];
}

function sealedBox() {
  const message = new TextEncoder().encode('the blue kettle');
  const to = boxPair(filled(32, 4));
  return { rng_seed: rngSeed, to_seed: filled(32, 4), message, sealed: protocol.seal(new Rng(rngSeed).bytes(32), to.publicKey, message) };
}

function roster() {
  const fields = {
    shop,
    version: 2,
    previous: filled(32, 0x11),
    inbox_v: 3,
    inbox: boxPublic(inboxSecret),
    recovery: boxPair(filled(32, 10)).publicKey,
    agents: [
      { id: filled(16, 0xa0), sign: signPair(filled(32, 2)).publicKey, box: boxPair(filled(32, 4)).publicKey, role: 1, until: 0 },
      { id: agentId, sign: agent.publicKey, box: boxPair(filled(32, 5)).publicKey, role: 3, until: 2 },
    ],
    token_keys: [filled(32, 0x22)],
    issued_at: noon,
    expires_at: noon + 34560000000,
  };
  const bytes = protocol.encodeRoster(fields);
  return {
    root_seed: filled(32, 1), root_hash: protocol.rootHash(root.publicKey), data_shop: protocol.dataShop(shop, root.publicKey),
    fields, roster: bytes, roster_hash: protocol.H(bytes), signed_roster: protocol.signRoster(root, fields),
  };
}

function certificate() {
  const fields = { agent: agentId, device: agentDevice.id, roster_v: 2, issued_at: noon };
  const signed = protocol.certify(agent, shop, fields.agent, fields.device, fields.roster_v, fields.issued_at);
  return { shop, agent_seed: filled(32, 3), ...fields, certificate: encode(signed) };
}

function hello() {
  const fields = { nonce: filled(32, 0x33), relay_origin: 'wss://relay.example', shop, role: 1 };
  return { device_seed: filled(32, 7), ...fields, sig: protocol.signHello(shopper, fields) };
}

function wrap() {
  const fields = { shop, conv, gen: 2, inbox_v: 3, inbox: boxPublic(inboxSecret), shopper_box: shopper.box.publicKey, made_at: noon };
  const ours = unhex(certificate().certificate);
  return {
    rng_seed: rngSeed, key, inbox_secret: inboxSecret, shopper_seed: filled(32, 7), maker_seed: filled(32, 6),
    certificate: ours, ...fields, wrap: protocol.makeWrap(new Rng(rngSeed), key, fields, agentDevice, protocol.decode(ours)),
  };
}

function message() {
  const content = [1, '你好, is the blue kettle in stock? 🫖', ['https://tea.example/kettle', 'Blue kettle', 'zh-CN']];
  const row = {
    conv, mid: filled(16, 0xd1), gen: 2, roster_v: 2, prev: filled(16, 0xd0), device: shopper.id, type: 1, sent_at: noon,
    head_seq: 4, head_hash: filled(32, 0x44), pub: new Uint8Array(), certificate: null,
  };
  const sealed = protocol.signRow(shopper, shop, protocol.sealRow(new Rng(rngSeed), key, shop, row, content));
  const head = protocol.headStart(conv);
  const submission = protocol.encodeSubmission(sealed);
  const mk = protocol.messageKey(key, row.device, row.mid);
  return {
    shop, key, device_seed: filled(32, 7), rng_seed: rngSeed, ...row, content: encode(content), message_key: mk,
    commit: sealed.commit, nonce: sealed.nonce, ct: sealed.ct, sig: sealed.sig, submission,
    head_start: head, head_next: protocol.headNext(head, submission, 5), seq: 5,
  };
}

// A row's nonce and ciphertext that the cipher opens under the message keys of both K1 and K2.
function twoKeys() {
  const row = { conv, mid: filled(16, 0xd1), gen: 1, roster_v: 1, device: shopper.id, type: 1, pub: new Uint8Array() };
  const keys = [filled(32, 9), filled(32, 10)];
  const messageKeys = keys.map((k) => protocol.messageKey(k, row.device, row.mid));
  const nonce = filled(24, 0x55);
  const ct = ciphertextUnderTwoKeys(messageKeys.map(protocol.cipherKey), nonce, protocol.sealedWith(shop, row));
  return { shop, device_seed: filled(32, 7), keys, commits: messageKeys.map(protocol.commitment), ...row, nonce, ct };
}

function padding() {
  const sizes = [0, 1, 255, 256, 4095, 4096, 8191, 8192, 16384, 30000, 65536, 1000000];
  return sizes.map((size) => ({ size, padded: protocol.paddedSize(size) }));
}

// Byte i of each file is 7i mod 256.
function files() {
  return [1, 300, 65536, 200000].map((size) => {
    const file = Uint8Array.from({ length: size }, (_, at) => (at * 7) % 256);
    const { blob, hash } = protocol.sealFile(file, filled(32, 0x71), filled(24, 0x72));
    return { key: filled(32, 0x71), header: filled(24, 0x72), size, blob_size: blob.length, blob: size < 1000 ? blob : null, hash };
  });
}

function vaults() {
  const vaultKey = filled(32, 0x61);
  const secret = filled(32, 0x62);
  const seeds = [3, filled(32, 3), filled(32, 5)];
  const sealed = (k, label, content) => protocol.sealVault(new Rng(rngSeed), k, label, agentId, content);
  return {
    rng_seed: rngSeed, agent: agentId, vault_key: vaultKey, role: 3, sign_seed: filled(32, 3), box_seed: filled(32, 5),
    vault: sealed(vaultKey, 'shopbell/vault/v1', seeds), root_seed: filled(32, 1),
    root_vault: sealed(vaultKey, 'shopbell/rootvault/v1', [filled(32, 1)]),
    link_secret: secret, invite_vault: sealed(protocol.invitationKey(secret), 'shopbell/vault/v1', seeds),
  };
}

// libsodium-wrappers has no Argon2id: these two keys were made by libsodium itself. The C++ test
// derives them again; here they are given, and the hash that the relay keeps is made of one.
function passphrase() {
  const loginKey = unhex('cb6287f6c832f1a0e4d8a4b5cfa91b986da5549efe323501640ad9c8e964ed3d');
  return {
    passphrase: 'demo-demo-demo', salt: filled(16, 0x63), vault_key: '3bbbb9b7e240db9b878c330a9b6349047c354e12d19b81e7756d8bd176c46393', login_key: loginKey,
    login_hash: protocol.loginHash(loginKey),
  };
}

function recovery() {
  const code = protocol.H('a printed code');
  const nonce = filled(32, 0x99);
  return {
    code, text: protocol.recoveryCode(code), recovery: protocol.recoveryPair(code).publicKey,
    root_seed: filled(32, 1), nonce, shop, proof: protocol.signRecovery(root, nonce, shop),
  };
}

export function cryptoVectors() {
  const devices = [6, 7].map((byte) => {
    const { id, box } = protocol.device(filled(32, byte));
    return { seed: filled(32, byte), sign: id, box: box.publicKey };
  });
  return hexed({
    rng: rng(), hash: hashes(), device: devices, sealed_box: sealedBox(), roster: roster(), certificate: certificate(),
    hello: hello(), wrap: wrap(), message: message(), two_keys: twoKeys(), padding: padding(), file: files(), vault: vaults(),
    passphrase: passphrase(), recovery: recovery(),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write')) {
  writeFileSync(cryptoFile, `${JSON.stringify(cryptoVectors(), null, 2)}\n`);
}
