// SPDX-License-Identifier: Apache-2.0
// What the relay has acknowledged survives its being killed at any moment; what was queued arrives.
// `./dev torture` does the same a thousand times.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Storm } from './support/storm.mjs';

const kills = 30;
const seed = Number(process.env.TORTURE_SEED ?? Date.now() % 1_000_000_000);

test(`${kills} kills under load: every acknowledged message is there once, in its sender's order, and every queued one arrives (TORTURE_SEED=${seed})`, { timeout: 300_000 }, async () => {
  const { wrong, rows, acknowledged } = await new Storm(seed).rage(kills);
  assert.deepEqual(wrong, []);
  assert.ok(acknowledged > kills, `${acknowledged} acknowledgements`);
  assert.ok(rows >= acknowledged, `${rows} rows`);
});
