// SPDX-License-Identifier: Apache-2.0
// Natively and as wasm, the same seed makes the same effects of every machine, byte for byte: what
// is proved about the relay's build of the core is true of the one in the browsers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const native = ['build/native/sim'];
const wasm = [process.execPath, 'build/wasm/sim_wasm.js'];

/** One line for each seed: the hash of all that the machines in it have done. */
function digests([command, ...before], seed) {
  const { stdout, stderr, status } = spawnSync(command, [...before, '--seed', String(seed), '--digest', '--quiet'], { encoding: 'utf8' });
  assert.ok(status === 0 || status === 1, `${command} --seed ${seed} ended with ${status}: ${stderr}`);
  return stdout;
}

for (let seed = 1; seed <= 20; seed++) {
  test(`seed ${seed} has the same effects natively and in wasm`, () => {
    const expected = digests(native, seed);
    assert.match(expected, /^seed \d+ effects [0-9a-f]{16}$/m);
    assert.equal(digests(wasm, seed), expected);
  });
}
