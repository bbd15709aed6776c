// SPDX-License-Identifier: Apache-2.0
// The copy that a disk keeps in memory, where the browser gives no storage. What IndexedDB does with
// the same removes is tests/e2e/disk.test.mjs's.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { load } from './sources.mjs';

const { Disk } = await load('web/bridge/disk');
const row = (key) => ({ key, value: new Uint8Array([1]) });

// Without storage, and without a wait for it.
async function tab() {
  mock.method(globalThis, 'setTimeout', () => 0);
  const problems = [];
  const disk = new Disk({ shop: 'tea', role: 'shopper' }, (problem) => problems.push(problem));
  await disk.load();
  assert.deepEqual(problems, ['none']);
  const keys = async () => (await disk.load()).map(({ key }) => key).sort();
  return { disk, keys };
}

test('a key that ends in * removes all that begin as it does, and nothing else', async () => {
  const { disk, keys } = await tab();
  await disk.store([row('row/aa/1'), row('row/aa/2'), row('row/ab/1'), row('out/aa/1'), row('row/a*')], []);
  await disk.store([], ['row/aa*']);
  assert.deepEqual(await keys(), ['device', 'out/aa/1', 'row/a*', 'row/ab/1']);
});

test('what is put beside such a remove stays, also when another tab has stored both', async () => {
  const { disk, keys } = await tab();
  await disk.store([row('out/aa/1')], []);
  await disk.store([row('out/aa/2')], ['out/aa*']);
  assert.deepEqual(await keys(), ['device', 'out/aa/2']);
  disk.hear([row('out/aa/3')], ['out/aa*']);
  assert.deepEqual(await keys(), ['device', 'out/aa/3']);
});
