// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';

import { load } from './sources.mjs';

const { join, PipeShell, serveShell } = await load('web/bridge/pipe');
const url = 'ws://relay.test/ws';
let open = [];
afterEach(() => {
  for (const port of open) port.close();
  open = [];
});

// Both ends of a pipe, and the shell that the loader's end works on.
function pipe(shell) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const hostHandlers = {};
  const postToPanel = join(port1, hostHandlers);
  Object.assign(hostHandlers, serveShell(shell, url, postToPanel));
  const panelHandlers = {};
  const panel = new PipeShell(join(port2, panelHandlers));
  Object.assign(panelHandlers, panel.handlers);
  return { panel, postToPanel, panelHandlers };
}

// Resolves with the next call of a function that it hands out.
function waiter() {
  let resolve;
  const called = new Promise((done) => (resolve = done));
  return [(...values) => resolve(values), called];
}

const noShell = { connect() {}, send() {}, disconnect() {}, store: async () => undefined };

test('the loader dials its own relay, whatever address the frame names', async () => {
  const [connect, connected] = waiter();
  const { panel } = pipe({ ...noShell, connect });
  panel.connect('ws://evil.test/ws', {});
  assert.equal((await connected)[0], url);
});

test('a socket heard through the pipe says what it says', async () => {
  const [connect, connected] = waiter();
  const { panel } = pipe({ ...noShell, connect });
  const heard = [];
  const [close, closed] = waiter();
  panel.connect(url, { open: () => heard.push('open'), frame: (frame) => heard.push([...frame]), close });
  const [, socket] = await connected;
  socket.open();
  socket.frame(new Uint8Array([1, 2]));
  socket.close(4020);
  assert.deepEqual(await closed, [4020]);
  assert.deepEqual(heard, ['open', [1, 2]]);
});

test('what an earlier connection still says is no news for the next one', async () => {
  const sockets = [];
  const [second, dialledTwice] = waiter();
  const { panel } = pipe({ ...noShell, connect: (_, on) => sockets.push(on) === 2 && second() });
  const heard = [];
  panel.connect(url, { close: () => heard.push('first closed') });
  const [open, opened] = waiter();
  panel.connect(url, { open, close: () => heard.push('second closed') });
  await dialledTwice;
  sockets[0].close(1006);
  sockets[1].open();
  await opened;
  assert.deepEqual(heard, []);
});

test('the disk answers each store with its own answer', async () => {
  const kept = [{ key: 'a', value: new Uint8Array([1]) }];
  const stored = [];
  const { panel } = pipe({
    ...noShell,
    store: async (puts, removes, term) => {
      stored.push([puts, removes, term]);
      if (removes.length > 0) throw new Error('full');
    },
  });
  const [first, second] = await Promise.allSettled([panel.store(kept, [], 3), panel.store([], ['*'], 0)]);
  assert.deepEqual([first.status, second.status], ['fulfilled', 'rejected']);
  assert.deepEqual(stored, [[kept, [], 3], [[], ['*'], 0]]);
});

test('a disk that fails says why on the other side', async () => {
  const { panel } = pipe({
    ...noShell,
    store: async () => {
      throw new Error('the disk is full');
    },
  });
  await assert.rejects(panel.store([], []), /the disk is full/);
});

test('words that an end does not know, inherited ones too, are ignored', async () => {
  const { panelHandlers, postToPanel } = pipe(noShell);
  const [known, heard] = waiter();
  panelHandlers.known = known;
  postToPanel('toString');
  postToPanel('unheard of');
  postToPanel('known', 1);
  assert.deepEqual(await heard, [1]);
});
