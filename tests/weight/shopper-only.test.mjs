// SPDX-License-Identifier: Apache-2.0
// What a shopper's page does not download, it cannot be talked into: the agents' half of the core.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { load } from '../unit/web/sources.mjs';

const { Core } = await load('web/bridge/core');
const coreOf = (name) => Core.load(readFileSync(new URL(`../../build/wasm/${name}.wasm`, import.meta.url)));
const now = { monotonic: 1, wall: 1_790_000_000_000 };

const filled = (size, byte) => new Uint8Array(size).fill(byte);
const start = {
  type: 'Start',
  role: 1,
  shop: 'tea',
  rootHash: filled(32, 1),
  relayOrigin: 'wss://relay.test',
  seed: filled(32, 2),
  keys: null,
  stored: [],
  follow: false,
};
const keys = { agent: filled(16, 7), role: 3, signSeed: filled(32, 3), boxSeed: filled(32, 4), deviceSeed: filled(32, 5) };
const agentStart = { ...start, role: 2, keys };

const namesOf = (effects) => effects.map((effect) => effect.field ?? effect.type);

test("the shopper's wasm refuses to start as an agent, by name, and then starts as a shopper", async () => {
  const core = await coreOf('shopper');
  assert.deepEqual(namesOf(core.handle([agentStart], now)), ['start.role', 'Deadline']);
  assert.deepEqual(namesOf(core.handle([{ ...start, keys }], now)), ['start.keys', 'Deadline']);
  assert.ok(namesOf(core.handle([start], now)).includes('Connect'));
});

test("the console's wasm starts as an agent", async () => {
  const core = await coreOf('console');
  assert.ok(namesOf(core.handle([agentStart], now)).includes('Connect'));
});

test("the shopper's wasm refuses to attend, and goes on", async () => {
  const core = await coreOf('shopper');
  core.handle([start], now);
  assert.deepEqual(namesOf(core.handle([{ type: 'Attend', state: 1 }], now)), ['attend', 'Deadline']);
});

test("the shopper's wasm makes no certificate, opens no inbox secret and reads no inbox feed", () => {
  const agentsOnly = /crypto::certify\(|open_sealed_inbox|open_wrap_as_inbox|accept_sealed_inbox|take_inbox/;
  const mapOf = (name) => readFileSync(new URL(`../../build/wasm/${name}.map`, import.meta.url), 'utf8');
  assert.doesNotMatch(mapOf('shopper'), agentsOnly);
  assert.match(mapOf('console'), agentsOnly);
});
