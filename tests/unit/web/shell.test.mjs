// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './sources.mjs';

const { Socket } = await load('web/bridge/socket');
const { Disk } = await load('web/bridge/disk');

class FakeSocket {
  static OPEN = 1;
  static made = [];
  readyState = 0;
  sent = [];
  closedWith;

  constructor(url, protocol) {
    if (url.startsWith('bad:')) throw new SyntaxError('refused');
    Object.assign(this, { url, protocol });
    FakeSocket.made.push(this);
  }

  send(frame) {
    this.sent.push(frame);
  }

  close(code) {
    this.closedWith = code;
  }
}
globalThis.WebSocket = FakeSocket;

const silent = { open() {}, frame() {}, close() {} };
const dial = (socket, on = silent) => {
  socket.connect('wss://relay.test/ws', on);
  return FakeSocket.made.at(-1);
};

test('the socket speaks shopbell.v1 in binary frames', () => {
  const made = dial(new Socket());
  assert.equal(made.protocol, 'shopbell.v1');
  assert.equal(made.binaryType, 'arraybuffer');
});

test('a frame for a socket that is not open goes nowhere', () => {
  const socket = new Socket();
  socket.send(new Uint8Array(1));
  const made = dial(socket);
  socket.send(new Uint8Array(1));
  made.readyState = FakeSocket.OPEN;
  socket.send(new Uint8Array(2));
  assert.deepEqual(made.sent.map(({ length }) => length), [2]);
});

test('what was hung up is silent, and codes that a page may not use become 1000', () => {
  const heard = [];
  const socket = new Socket();
  const made = dial(socket, { ...silent, close: (code) => heard.push(code) });
  socket.disconnect(1001);
  made.onclose({ code: 1001 });
  assert.equal(made.closedWith, 1000);
  assert.deepEqual(heard, []);
});

test('a new connection replaces the old one', () => {
  const socket = new Socket();
  const first = dial(socket);
  dial(socket);
  assert.equal(first.closedWith, 1000);
});

test('an address that the browser refuses is a connection that could not be made', async () => {
  const code = await new Promise((close) => new Socket().connect('bad:', { ...silent, close }));
  assert.equal(code, 0);
});

const row = (key, byte) => ({ key, value: new Uint8Array([byte]) });
const keysOf = (stored) => stored.map(({ key }) => key).filter((key) => key !== 'device');

test('without IndexedDB the disk keeps in memory, for this page alone, and says so once', async () => {
  const problems = [];
  const disk = new Disk({ shop: 'tea', role: 'shopper' }, (problem) => problems.push(problem));
  const [device] = await disk.load();
  assert.equal(device.key, 'device');
  assert.equal(disk.isShared, false);
  await disk.store([row('a', 1), row('b', 2)], [], disk.term);
  await disk.store([], ['a'], disk.term);
  assert.deepEqual(await disk.load(), [device, row('b', 2)]);
  await disk.store([], ['*'], disk.term);
  assert.deepEqual(keysOf(await disk.load()), []);
  assert.deepEqual(problems, ['none']);
});
