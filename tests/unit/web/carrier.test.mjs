// SPDX-License-Identifier: Apache-2.0
// The carrier of sealed files against a relay that breaks off, forgets and refuses as it is told. A
// browser's storage is not here: the shelf keeps its pieces in memory, as it does where there is none.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';

import { load } from './sources.mjs';

const { Carrier, Shelf, pieceOf, pieceStart, Unfetchable } = await load('web/files/carrier', 'web/files/shelf', 'web/files/pieces');

const blob = 'ab'.repeat(16);
const conv = 'cd'.repeat(16);
const size = pieceStart(2) + 1000;
const sealed = Uint8Array.from({ length: size }, (_, at) => at % 251);

/** What it does with the next request of a method instead of answering well. */
const faults = [];
const seen = [];
const asked = new EventEmitter();
/** What it has of each blob, by the path. */
const blobs = new Map();
let server;
let relay;

function answer(request, response, body) {
  const { method } = request;
  const [path] = request.url.split('?');
  seen.push(`${method} ${request.headers['upload-offset'] ?? ''}`.trim());
  asked.emit(method);
  const at = faults.findIndex((fault) => fault.method === method);
  const fault = at < 0 ? undefined : faults.splice(at, 1)[0];
  if (fault?.cut) return request.socket.destroy();
  if (fault?.forget) blobs.delete(path);
  if (fault?.status) return response.writeHead(fault.status, fault.headers).end();
  if (method === 'POST' && !blobs.has(path)) blobs.set(path, { bytes: Number(request.headers['upload-length']), body: Buffer.alloc(0) });
  if (method === 'DELETE') blobs.delete(path);
  const kept = blobs.get(path);
  if (!kept && method !== 'DELETE') return response.writeHead(404).end();
  const offset = Number(request.headers['upload-offset']);
  if (method === 'PATCH' && offset === kept.body.length) kept.body = Buffer.concat([kept.body, body]);
  if (method === 'GET') {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range);
    return response.writeHead(206, { 'Content-Range': `bytes ${from}-${to}/${kept.bytes}` }).end(kept.body.subarray(Number(from), Number(to) + 1));
  }
  response.writeHead(method === 'POST' ? 201 : 204, kept && { 'Upload-Offset': `${kept.body.length}`, 'Upload-Length': `${kept.bytes}` }).end();
}

before(async () => {
  server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    answer(request, response, Buffer.concat(parts));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  relay = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());
beforeEach(() => {
  faults.length = seen.length = 0;
  blobs.clear();
});

const pathOf = (name) => `/v1/blobs/${Buffer.from(name, 'hex').toString('base64url')}`;
const bodyOf = (name = blob) => blobs.get(pathOf(name)).body;
const isWhole = () => bodyOf().equals(Buffer.from(sealed));

async function scene({ isKept = true } = {}) {
  const shelf = new Shelf({ shop: 'demo', role: 'shopper' });
  const heard = new EventEmitter();
  const told = [];
  const carrier = new Carrier(relay, shelf, {
    progress: (_, sent) => heard.emit('progress', sent),
    uploaded: (name, code) => {
      told.push([name, code]);
      heard.emit('uploaded', code);
    },
  });
  if (isKept) {
    for (let at = 0; at < 3; at++) await shelf.put(blob, at, sealed.slice(pieceStart(at), pieceStart(at + 1)));
    await shelf.finish(blob, size);
  }
  return { carrier, shelf, heard, told };
}

// As the Session asks again on each new connection; here as soon as the relay has heard of the last try.
async function untilUploaded({ carrier, heard }) {
  const done = once(heard, 'uploaded');
  const again = setInterval(() => carrier.upload(conv, blob, 'token'), 5);
  carrier.upload(conv, blob, 'token');
  const [code] = await done;
  clearInterval(again);
  return code;
}

test('pieces: every byte of a blob lies in the piece that begins at or before it', () => {
  for (const at of [0, 23, 24, pieceStart(1) - 1, pieceStart(1), pieceStart(1) + 1, pieceStart(7), pieceStart(7) - 1]) {
    const piece = pieceOf(at);
    assert.ok(pieceStart(piece) <= at && at < pieceStart(piece + 1), `byte ${at} is not in piece ${piece}`);
  }
});

test('carrier: a sealed file goes up piece by piece and leaves the shelf', async () => {
  const it = await scene();
  assert.equal(await untilUploaded(it), 0);
  assert.ok(isWhole());
  assert.deepEqual(seen, ['POST', 'PATCH 0', `PATCH ${pieceStart(1)}`, `PATCH ${pieceStart(2)}`]);
  assert.equal(await it.shelf.bytes(blob), undefined);
});

test('carrier: after a broken connection it goes on where the relay says it stands', async () => {
  const it = await scene();
  it.heard.once('progress', () => faults.push({ method: 'PATCH', cut: true }));
  assert.equal(await untilUploaded(it), 0);
  assert.ok(isWhole());
  assert.equal(seen.filter((line) => line === 'PATCH 0').length, 1);
});

test('carrier: an offset that the relay corrects is taken from it', async () => {
  const it = await scene();
  blobs.set(pathOf(blob), { bytes: size, body: Buffer.from(sealed.subarray(0, 100)) });
  faults.push({ method: 'POST', status: 200, headers: { 'Upload-Offset': '0' } });
  faults.push({ method: 'PATCH', status: 409, headers: { 'Upload-Offset': '100' } });
  assert.equal(await untilUploaded(it), 0);
  assert.ok(isWhole());
});

test('carrier: on a line too slow for a piece it sends less at once, until that arrives', async () => {
  const it = await scene();
  for (let tries = 0; tries < 3; tries++) faults.push({ method: 'PATCH', status: 408 });
  assert.equal(await untilUploaded(it), 0);
  assert.ok(isWhole());
  const eighth = Math.floor(pieceStart(1) / 8);
  assert.ok(seen.some((line) => /^PATCH \d+$/.test(line) && Number(line.slice(6)) > 0 && Number(line.slice(6)) <= eighth + 8), seen.join());
});

test('carrier: an upload that the relay has let go of begins anew', async () => {
  const it = await scene();
  it.heard.once('progress', () => faults.push({ method: 'PATCH', forget: true }));
  assert.equal(await untilUploaded(it), 0);
  assert.ok(isWhole());
});

for (const [status, code] of [[403, 9], [410, 23], [413, 2], [507, 25]]) {
  test(`carrier: ${status} is told as code ${code}, and not tried again`, async () => {
    const it = await scene();
    faults.push({ method: 'POST', status });
    assert.equal(await untilUploaded(it), code);
    assert.deepEqual(seen, ['POST']);
  });
}

for (const status of [401, 429, 500, 503]) {
  test(`carrier: ${status} passes, and the file is brought all the same`, async () => {
    const it = await scene();
    faults.push({ method: 'POST', status });
    assert.equal(await untilUploaded(it), 0);
  });
}

test('carrier: a file that is not on this device is missing, unless the relay has all of it', async () => {
  assert.equal(await untilUploaded(await scene({ isKept: false })), 24);
  blobs.set(pathOf(blob), { bytes: 5, body: Buffer.alloc(4) });
  assert.equal(await untilUploaded(await scene({ isKept: false })), 24);
  blobs.set(pathOf(blob), { bytes: 5, body: Buffer.alloc(5) });
  assert.equal(await untilUploaded(await scene({ isKept: false })), 0);
});

test('carrier: a paused upload stands still while another goes, and goes on when it may', async () => {
  const it = await scene();
  it.heard.once('progress', () => it.carrier.pause(blob, true));
  it.carrier.upload(conv, blob, 'token');
  await once(it.heard, 'progress');
  // Asked for again, as on a new connection, it still may not.
  it.carrier.upload(conv, blob, 'token');
  const other = 'ef'.repeat(16);
  await it.shelf.put(other, 0, sealed.slice(0, 10));
  await it.shelf.finish(other, 10);
  it.carrier.upload(conv, other, 'token');
  await once(it.heard, 'uploaded');
  assert.deepEqual(it.told, [[other, 0]]);
  assert.ok(bodyOf().length < size, 'it went on');
  it.carrier.pause(blob, false);
  assert.equal(await untilUploaded(it), 0);
  assert.ok(isWhole());
});

test('carrier: who leaves takes along what was going, and nothing more is said of it', async () => {
  const it = await scene();
  const left = once(it.heard, 'progress').then(() => it.carrier.wipe());
  it.carrier.upload(conv, blob, 'token');
  await left;
  const before = seen.length;
  const other = 'ef'.repeat(16);
  await it.shelf.put(other, 0, sealed.slice(0, 10));
  await it.shelf.finish(other, 10);
  it.carrier.upload(conv, other, 'token');
  await once(it.heard, 'uploaded');
  assert.deepEqual(it.told, [[other, 0]]);
  assert.deepEqual(seen.slice(before), ['POST', 'PATCH 0']);
});

test('carrier: a dropped file leaves shelf and relay, and nothing more is said of it', async () => {
  const it = await scene();
  it.heard.once('progress', () => it.carrier.drop(blob, 'token'));
  const deleted = once(asked, 'DELETE');
  it.carrier.upload(conv, blob, 'token');
  await deleted;
  assert.equal(await it.shelf.bytes(blob), undefined);
  assert.deepEqual(it.told, []);
});

test('carrier: what waits here is read from here, all else from the relay', async () => {
  const it = await scene();
  assert.deepEqual(await it.carrier.read(blob, 1, 'token'), sealed.slice(pieceStart(1), pieceStart(2)));
  assert.deepEqual(seen, []);
  assert.equal(await untilUploaded(it), 0);
  assert.deepEqual((await it.carrier.read(blob, 2, 'token')).subarray(0, 1000), sealed.slice(pieceStart(2)));
});

test('carrier: what is gone is unfetchable, what cannot be had just now is not', async () => {
  const it = await scene({ isKept: false });
  await assert.rejects(it.carrier.read(blob, 0, 'token'), Unfetchable);
  faults.push({ method: 'GET', status: 503 });
  await assert.rejects(it.carrier.read(blob, 0, 'token'), (error) => !(error instanceof Unfetchable));
});

test('shelf: wiping leaves nothing', async () => {
  const { shelf } = await scene();
  await shelf.wipe();
  assert.equal(await shelf.bytes(blob), undefined);
  assert.equal(await shelf.piece(blob, 0), undefined);
});
