// SPDX-License-Identifier: Apache-2.0
// A client in plain Node, written from docs/protocol.md alone: what the relay holds of one
// conversation, it can make again and it can read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { conversation, conversationFile } from './conversation-script.mjs';
import * as protocol from './protocol.mjs';

const { decode, hex, unhex } = protocol;
const golden = JSON.parse(readFileSync(conversationFile, 'utf8'));
const shopper = protocol.device(unhex(golden.seeds.shopper_device));

// Only from here on what a reader has: the snippet, what the relay sends, and one secret.
const [shop, pinned] = golden.data_shop.split('.');
const roster = () => protocol.openRoster(unhex(golden.signed_roster), new Uint8Array(Buffer.from(pinned, 'base64url')), shop);
const rowsOf = () =>
  golden.rows.map(({ row }) => {
    const [seq, , , fields] = decode(unhex(row));
    const bytes = protocol.encode(fields);
    return { seq, bytes, submission: protocol.decodeSubmission(bytes) };
  });

// What one reader makes of the rows: texts, or the name of the check that refused.
function read(key, rows = rowsOf(), agents = roster()) {
  return rows.map(({ submission }) => {
    try {
      return protocol.openRow(submission, shop, agents, key)[1];
    } catch (problem) {
      return `(${problem.message})`;
    }
  });
}

test('plain Node makes the golden conversation from its seeds', () => {
  assert.deepEqual(conversation(), golden);
});

test('the shopper reads the conversation with its device seed', () => {
  const key = protocol.openWrap(unhex(golden.wrap), shop, { shopper });
  assert.deepEqual(read(key), golden.rows.map(({ text }) => text));
});

test('an agent reads it with the secret of the inbox key', () => {
  const key = protocol.openWrap(unhex(golden.wrap), shop, { inboxSecret: unhex(golden.inbox_secret) });
  assert.equal(hex(protocol.boxPublic(unhex(golden.inbox_secret))), hex(roster().inbox));
  assert.deepEqual(read(key), golden.rows.map(({ text }) => text));
});

test('each device chains its rows, and every sender signs the head it has seen', () => {
  const last = new Map();
  const heads = [golden.head_start];
  let head = protocol.headStart(unhex(golden.conv));
  for (const { seq, bytes, submission } of rowsOf()) {
    const device = hex(submission.device);
    assert.equal(hex(submission.prev), last.get(device) ?? '00'.repeat(16));
    assert.equal(hex(submission.head_hash), heads[submission.head_seq]);
    last.set(device, hex(submission.mid));
    head = protocol.headNext(head, bytes, seq);
    heads.push(hex(head));
    assert.equal(hex(head), golden.rows[seq - 1].head);
  }
});

test('a relink changes the place in the chain and the signature, and encrypts nothing again', () => {
  const before = protocol.decodeSubmission(unhex(golden.before_relink));
  const after = rowsOf()[2].submission;
  const changed = Object.keys(before).filter((field) => hexOf(before[field]) !== hexOf(after[field]));
  assert.deepEqual(changed, ['prev', 'head_seq', 'head_hash', 'sig']);
  assert.deepEqual(read(unhex(golden.key), [{ submission: before }]), [golden.rows[2].text]);
});

test('a changed row is refused by the check that guards it, and the others are still read', () => {
  const key = unhex(golden.key);
  const flipped = (change) => {
    const rows = rowsOf();
    change(rows[1].submission);
    return read(key, rows)[1];
  };
  for (const field of ['conv', 'mid', 'prev', 'device', 'head_hash', 'commit', 'nonce', 'ct', 'sig']) {
    assert.equal(flipped((row) => (row[field][0] ^= 1)), '(signature)', field);
  }
  assert.equal(flipped((row) => (row.certificate[4][0] ^= 1)), '(certificate)');
  assert.equal(flipped((row) => (row.certificate[0][0] ^= 1)), '(certificate)');
  assert.deepEqual(read(unhex('00'.repeat(32))), Array(3).fill('(commitment)'));
});

test('a sender that signs what it did not seal is refused by the ciphertext', () => {
  const { submission } = rowsOf()[0];
  const moved = protocol.signRow(shopper, shop, { ...submission, roster_v: 2 });
  assert.deepEqual(read(unhex(golden.key), [{ submission: moved }]), ['(ciphertext)']);
});

test('a roster of another root, another shop or a changed byte is refused', () => {
  const hash = new Uint8Array(Buffer.from(pinned, 'base64url'));
  assert.throws(() => protocol.openRoster(unhex(golden.signed_roster), hash, 'coffee'), /shop/);
  assert.throws(() => protocol.openRoster(unhex(golden.signed_roster), unhex('00'.repeat(32)), shop), /root/);
  const fields = decode(unhex(golden.signed_roster));
  fields[0][20] ^= 1;
  assert.throws(() => protocol.openRoster(protocol.encode(fields), hash, shop), /signature/);
});

test("a former agent's old rows are still read, and nothing it writes after it left", () => {
  const agents = roster();
  const left = (until) => ({ ...agents, agents: agents.agents.map((agent) => (agent.role === 3 ? { ...agent, until } : agent)) });
  assert.equal(read(unhex(golden.key), rowsOf(), left(2))[1], golden.rows[1].text);
  assert.equal(read(unhex(golden.key), rowsOf(), left(1))[1], '(certificate)');
});

test('a changed wrap is refused before anything is opened with it', () => {
  const fields = decode(unhex(golden.wrap));
  fields[4][10] ^= 1;
  assert.throws(() => protocol.openWrap(protocol.encode(fields), shop, { shopper }), /signature/);
});

function hexOf(value) {
  return value instanceof Uint8Array ? hex(value) : JSON.stringify(value);
}
