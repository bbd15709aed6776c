// SPDX-License-Identifier: Apache-2.0
// What each fuzz target starts from, made out of the golden vectors and a few requests written
// here: no seed is committed that can be made. `./dev fuzz` calls it with the folder to write to;
// below it, each target finds its seeds in a folder of its name.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const golden = fileURLToPath(new URL('../golden/', import.meta.url));
const vectors = (name) => JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8'));
const hex = (text) => Buffer.from(text, 'hex');

const records = ['records', 'cards', 'forms', 'content', 'frames', 'boundary', 'survey', 'calls'].flatMap(vectors);
const refused = ['refused', 'mutated'].flatMap(vectors);
const encodings = (names) => [...records, ...refused].filter(({ as }) => names.includes(as)).map((vector) => hex(vector.hex));

const upgrade = [
  'GET /ws HTTP/1.1',
  'Host: relay.example:8787',
  'Origin: https://tea.example',
  'Connection: keep-alive, Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: shopbell.v1',
];
const request = (lines, body = '') => `${lines.join('\r\n')}\r\n\r\n${body}`;
const plain = (method, path, ...fields) => request([`${method} ${path} HTTP/1.1`, 'Host: relay.example', ...fields]);

const requests = [
  plain('GET', '/healthz'),
  plain('HEAD', '/shopbell.js', 'Accept-Encoding: br;q=0.5, gzip', 'If-None-Match: "a"'),
  plain('GET', '/v1/unread?x=1', 'Authorization: Bearer abc', 'X-Forwarded-For: 10.0.0.1, 10.0.0.2'),
  plain('POST', '/v1/login', 'Content-Type: application/json', 'Content-Length: 2') + '{}',
  plain('GET', '/a') + plain('GET', '/b', 'Connection: close') + plain('GET', '/c'),
  request(['GET / HTTP/1.0', 'Connection: keep-alive']),
  plain('POST', '/x', 'Transfer-Encoding: chunked') + '2\r\n{}\r\n0\r\n\r\n',
  plain('POST', '/x', 'Content-Length: 1', 'Content-Length: 2') + '{}',
  plain('GET', '/x', 'A: b', ' folded: c'),
  `GET /${'a'.repeat(5000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  request(upgrade) + '\x82\x80\x00\x00\x00\x00',
  request(upgrade.filter((line) => !line.startsWith('Sec-WebSocket-Key'))),
];

// FIN, opcode, payload: masked as a client must.
function clientFrame(first, payload) {
  const mask = Buffer.from([1, 2, 3, 4]);
  const length = payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([first, ...length]), mask, payload.map((byte, i) => byte ^ mask[i & 3])]);
}

const websocket = [
  clientFrame(0x82, Buffer.from('one')),
  Buffer.concat([clientFrame(0x02, Buffer.alloc(200, 7)), clientFrame(0x89, Buffer.from('ping')), clientFrame(0x80, Buffer.alloc(150, 8))]),
  clientFrame(0x88, Buffer.from([0x03, 0xe8, ...Buffer.from('bye')])),
  clientFrame(0x82, Buffer.alloc(601)),
  clientFrame(0x81, Buffer.from('text')),
  Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
];

const id = 'AAECAwQFBgcICQoLDA0ODw';
const token = `Bearer ${'A'.repeat(43)}`;
const blobCalls = [
  ['POST', id, `conv=${id}`, token, '', '', '', '1000'],
  ['HEAD', id, '', token],
  ['PATCH', id, '', token, 'application/offset+octet-stream', '', '65536', '', 'sealed bytes'],
  ['GET', id, '', token, '', 'bytes=0-1023'],
  ['GET', id, '', token, '', 'bytes=9007199254740991-'],
  ['GET', id, '', token, '', 'bytes=5-1,7-8'],
  ['DELETE', id, '', token],
  ['PUT', '..', '', 'Basic x'],
].map((fields) => fields.join('\n'));

const surveys = fileURLToPath(new URL('../../assets/surveys/', import.meta.url));
const crypto = vectors('crypto');
const seeds = {
  frames: encodings(['Frame', 'FrameFromRelay', 'FrameFromClient']),
  codec: [...records, ...refused].map((vector) => hex(vector.hex)),
  http: requests,
  blob_call: blobCalls,
  websocket,
  roster: [...encodings(['Roster', 'SignedRoster']), hex(crypto.roster.roster), hex(crypto.roster.signed_roster)],
  message: [...encodings(['Submission', 'Content']), hex(crypto.message.submission), hex(crypto.message.content)],
  survey: [...encodings(['Survey']), ...readdirSync(surveys).map((name) => readFileSync(join(surveys, name)))],
  // The first byte chooses what is done with the rest.
  vault: [
    ...encodings(['Call']).map((call) => Buffer.concat([Buffer.from([1]), call])),
    Buffer.concat([Buffer.from([0]), hex(crypto.vault.vault)]),
    Buffer.concat([Buffer.from([3]), Buffer.from(crypto.recovery.text)]),
  ],
};

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: make-seeds.mjs FOLDER');
for (const [target, inputs] of Object.entries(seeds)) {
  const here = join(folder, target);
  mkdirSync(here, { recursive: true });
  for (const input of inputs) {
    const bytes = Buffer.from(input, 'latin1');
    writeFileSync(join(here, createHash('sha1').update(bytes).digest('hex')), bytes);
  }
}
