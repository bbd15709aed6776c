// SPDX-License-Identifier: Apache-2.0
// What lies in the tray, and what becomes of it and of the words beside it on Send.
import assert from 'node:assert/strict';
import { Blob, File } from 'node:buffer';
import { once, EventEmitter } from 'node:events';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { Tray, FileWords, decodeContent } = await load('web/files/tray', 'web/files/words', 'build/generated/ts/wire');

const named = (name, size = 3) => new File([new Uint8Array(size).fill(7)], name, { type: 'application/x-thing' });

/** A tray over sealing that fails for what is called so; `said` is what leaves it. */
function scene({ bytesMax = 1000, atOnceMax = 10, unreadable = [] } = {}) {
  const said = [];
  const changes = new EventEmitter();
  let sealed = 0;
  const transfers = {
    seal: async (bytes) => {
      if (unreadable.includes(bytes.name)) throw new Error('unreadable');
      return { id: new Uint8Array(16).fill(++sealed), key: new Uint8Array(32), hash: new Uint8Array(32), size: bytes.size };
    },
    keep: () => undefined,
  };
  const words = new FileWords('en');
  const tray = new Tray(transfers, () => ({ bytesMax, atOnceMax }), () => words, () => changes.emit('change'));
  const sending = {
    share: (content) => said.push(decodeContent(content)),
    say: (text) => said.push(text),
  };
  return { tray, said, changes, send: (written = '') => tray.send(written, sending) };
}

const bodies = (said) => said.map((one) => one.body ?? one);

test('tray: what was written goes with the first file, the others are called what they are', async () => {
  const { tray, said, send } = scene();
  tray.add([named('a.bin'), named('b.bin')]);
  await send('  look  ');
  assert.deepEqual(bodies(said), ['look', 'b.bin']);
  assert.deepEqual(said.map(({ name }) => name), ['a.bin', 'b.bin']);
  assert.equal(tray.items.length, 0);
});

test('tray: what was written goes with the next file when the first cannot be read', async () => {
  const { tray, said, send } = scene({ unreadable: ['a.bin'] });
  tray.add([named('a.bin'), named('b.bin')]);
  await send('look');
  assert.deepEqual(bodies(said), ['look']);
  assert.deepEqual(tray.problems, ['a.bin could not be read.']);
});

test('tray: what was written goes alone when no file can be sent', async () => {
  const { tray, said, send } = scene({ unreadable: ['a.bin'] });
  tray.add([named('a.bin')]);
  await send('look');
  assert.deepEqual(said, ['look']);
});

test('tray: a file that is added while others are on their way waits for the next Send', async () => {
  const { tray, said, changes, send } = scene();
  tray.add([named('a.bin')]);
  const going = send();
  tray.add([named('late.bin')]);
  await going;
  assert.deepEqual(bodies(said), ['a.bin']);
  assert.deepEqual(tray.items.map(({ name }) => name), ['late.bin']);
  assert.equal(tray.isSending, false);
  const next = once(changes, 'change');
  await send();
  await next;
  assert.deepEqual(bodies(said), ['a.bin', 'late.bin']);
});

test('tray: an empty file, one too many and one too large are refused by name and limit', async () => {
  const { tray, changes } = scene({ atOnceMax: 1, bytesMax: 10 });
  tray.add([named('nothing.bin', 0)]);
  assert.deepEqual(tray.problems, ['nothing.bin is empty.']);
  tray.add([named('a.bin'), named('b.bin')]);
  assert.deepEqual(tray.problems, ['At most 1 file can be sent at once.']);
  tray.remove(tray.items[0]);
  tray.add([named('large.bin', 11)]);
  while (tray.items.length > 0) await once(changes, 'change');
  assert.deepEqual(tray.problems, ['large.bin is larger than 10 byte, which is the most that this shop takes.']);
});

test('tray: a name that is too long keeps its end, which says what kind of file it is', async () => {
  const { tray, said, send } = scene();
  tray.add([named(`${'n'.repeat(400)}.pdf`)]);
  await send();
  assert.equal(said[0].name.length, 255);
  assert.ok(said[0].name.endsWith('.pdf'));
});

test('tray: what was recorded goes with its own bars and length, under a name of its kind', async () => {
  const { tray, said, send } = scene();
  tray.addVoice({ bytes: new Blob(['beep'], { type: 'audio/webm' }), duration: 1500, waveform: Uint8Array.from([1, 255]) });
  await send('');
  const [{ name, media, duration, waveform }] = said;
  assert.deepEqual([name, media, duration, [...waveform]], ['Voice message.webm', 'audio/webm', 1500, [1, 255]]);
});

test('tray: what was recorded for a full tray is refused in words', () => {
  const { tray } = scene({ atOnceMax: 1 });
  tray.add([named('a.bin')]);
  tray.addVoice({ bytes: new Blob(['beep'], { type: 'audio/webm' }), duration: 1500, waveform: Uint8Array.from([255]) });
  assert.equal(tray.items.length, 1);
  assert.deepEqual(tray.problems, ['At most 1 file can be sent at once.']);
});
