// SPDX-License-Identifier: Apache-2.0
// What only the TypeScript codec can get wrong: values that no wire could carry, buffers that grow,
// memory that is not its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { fromHex, loadCodec, toHex } from './codec.mjs';

const { boundary, wire, limits, codes } = await loadCodec();

const refuses = (action, reason, field) =>
  assert.throws(action, (error) => {
    assert.deepEqual({ reason: error.reason, field: error.field }, { reason, field });
    assert.equal(error.message, `${field}: ${reason}`);
    return true;
  });

const compose = (body) => ({ type: 'Compose', conv: null, body, page: null });

test('a number that no uint field carries is refused by name', () => {
  for (const token of [-1, 0.5, NaN, Infinity, 2 ** 53, '7', undefined, null, 7n]) {
    refuses(() => wire.encodeFrame({ type: 'Ping', token }), 'wrong_kind', 'Ping.token');
  }
});

test('a key of the wrong size is refused by name', () => {
  refuses(() => wire.encodeFrame({ type: 'Leave', conv: new Uint8Array(15) }), 'wrong_size', 'Leave.conv');
});

test('text over its limit is refused by name before it leaves', () => {
  boundary.encodeEventBatch([compose('x'.repeat(limits.composeBytesMax))]);
  refuses(() => boundary.encodeEventBatch([compose('x'.repeat(limits.composeBytesMax + 1))]), 'over_limit', 'Compose.body');
  refuses(() => boundary.encodeEventBatch([compose('水'.repeat(limits.composeBytesMax / 2))]), 'over_limit', 'Compose.body');
});

test('bytes and lists over their limits are refused by name', () => {
  const frame = new Uint8Array(limits.frameBytesMax + 1);
  refuses(() => boundary.encodeEvent({ type: 'SocketFrame', frame }), 'over_limit', 'SocketFrame.frame');
  const mids = Array.from({ length: limits.syncMidsMax + 1 }, () => new Uint8Array(16));
  refuses(() => wire.encodeFrame({ type: 'Sync', conv: new Uint8Array(16), mids }), 'over_limit', 'Sync.mids');
});

test('a message of no known type is refused by name, also after others', () => {
  refuses(() => boundary.encodeEventBatch([compose('a'), { type: 'Composed' }]), 'unknown_type', 'Event.type');
});

test('a frame of the other direction is not encoded as one of this', () => {
  refuses(() => wire.encodeFrameFromClient({ type: 'Challenge' }), 'unknown_type', 'Frame.type');
});

test('large batches grow their buffer and come back whole', () => {
  const stored = Array.from({ length: 300 }, (_, i) => ({ key: `row/${i}`, value: new Uint8Array(i * 7).fill(i) }));
  const batch = [{ type: 'Store', id: 1, puts: stored, removes: ['*'] }, { type: 'Deadline', at: 2 ** 40 }];
  assert.deepEqual(boundary.decodeEffectBatch(boundary.encodeEffectBatch(batch)), batch);
});

test('between a page and its own core the same bytes go without the checks', () => {
  const vectors = JSON.parse(readFileSync(new URL('boundary.json', import.meta.url)));
  for (const union of ['Event', 'Effect']) {
    const messages = vectors.filter(({ as }) => as === union);
    assert.ok(messages.length > 20);
    for (const { name, hex } of messages) {
      const bytes = fromHex(`82${hex}${hex}`);
      const batch = boundary[`read${union}Batch`](bytes);
      assert.deepEqual(batch, boundary[`decode${union}Batch`](bytes), name);
      assert.equal(toHex(boundary[`write${union}Batch`](batch)), toHex(bytes), name);
    }
  }
});

test('decoded bytes are copies: memory of wasm may change under the view', () => {
  const memory = fromHex(`820b50${'11'.repeat(16)}`);
  const { conv } = wire.decodeFrame(memory);
  memory.fill(0);
  assert.equal(toHex(conv), '11'.repeat(16));
});

test('a view into a larger memory is read from its own start to its own end', () => {
  const memory = fromHex(`ffff820b50${'11'.repeat(16)}ffff`);
  assert.equal(wire.decodeFrame(memory.subarray(2, memory.length - 2)).type, 'Leave');
});

test('a byte order mark is text like any other', () => {
  const content = { type: 'EventContent', note: '\ufeffnote' };
  assert.deepEqual(wire.decodeContent(wire.encodeContent(content)), content);
});

test('text of any length up to its limit comes back', () => {
  for (const size of [0, 23, 24, 255, 256, 511, 512, 513, 16384]) {
    const content = { type: 'TextContent', body: 'é'.repeat(size / 2), page: null };
    assert.deepEqual(wire.decodeContent(wire.encodeContent(content)), content);
  }
});

test('codes have a name and a number each', () => {
  assert.equal(codes.Code.chain, 12);
  for (const { code, name } of codes.codeTable) {
    assert.equal(codes.Code[name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())], code);
  }
});
