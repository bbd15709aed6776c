// SPDX-License-Identifier: Apache-2.0
// web/pictures on what nobody's camera writes: cut off anywhere, changed at random, made to be walked
// for ever. Nothing throws, everything ends, and what is left after metadata is a picture like before.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { box, boxed, extent, jpeg, samples, segment } from './picture-files.mjs';
import { load } from './sources.mjs';

const { pictureHeader, pictureProblem, withoutMetadata } = await load('web/pictures/header', 'web/pictures/metadata');

/** Whether it is read as a picture; what holds for every input is asserted here. */
function isRead(bytes) {
  const header = pictureHeader(bytes);
  for (const type of Object.keys(samples)) withoutMetadata(bytes, type);
  if (!header) return false;
  for (const name of ['width', 'height', 'frames']) assert.ok(header[name] >= 0, `${name} is ${header[name]}`);
  assert.ok(header.orientation >= 1 && header.orientation <= 8);
  const bare = withoutMetadata(bytes, header.type);
  if (bare && pictureProblem(header) !== 'frames') assert.deepEqual(pictureHeader(bare), header);
  return true;
}

// Where each format has said all that is read: a JPEG before its first scan, a GIF with its first frame,
// AVIF before its pixels.
const enough = {
  'image/jpeg': (bytes) => Buffer.from(bytes).indexOf(Uint8Array.from([0xff, 0xda])) + 10,
  'image/png': (bytes) => Buffer.from(bytes).indexOf('IEND') + 8,
  'image/gif': (bytes) => Buffer.from(bytes).indexOf(Uint8Array.from([0x2c, 0, 0, 0, 0, 1, 0, 1])) + 15,
  'image/webp': (bytes) => Buffer.from(bytes).indexOf('XMP ') + 22,
  'image/avif': (bytes) => Buffer.from(bytes).indexOf('ipma') + 8,
};

for (const [type, bytes] of Object.entries(samples)) {
  test(`${type} cut off at any byte is no picture before its header has ended`, () => {
    assert.ok(isRead(bytes));
    const read = Array.from(bytes, (_, length) => (isRead(bytes.subarray(0, length)) ? length : 0)).filter(Boolean);
    assert.equal(Math.min(...read), enough[type](bytes));
  });

  test(`${type} with bytes changed at random never throws and always ends`, () => {
    const random = xorshift(0x5b0bbe11);
    let read = 0;
    for (let round = 0; round < 4000; round += 1) {
      const changed = Uint8Array.from(bytes);
      for (let left = 1 + random(4); left > 0; left -= 1) changed[random(changed.length)] = [0, 1, 0x7f, 0xff, random(256)][random(5)];
      read += Number(isRead(changed));
    }
    assert.ok(read > 400 && read < 4000, `${read} of 4000 were read`);
  });
}

test('random bytes behind each signature never throw and always end', () => {
  const random = xorshift(7);
  for (const bytes of Object.values(samples)) {
    for (let round = 0; round < 1000; round += 1) {
      const noise = Uint8Array.from({ length: 16 + random(400) }, () => random(256));
      noise.set(bytes.subarray(0, 12));
      isRead(noise);
    }
  }
});

test('a file of nothing but tiny parts is walked once', () => {
  const megabytes = 4;
  const many = (part) => Buffer.alloc(megabytes << 20, Buffer.from(part));
  const files = [
    Buffer.concat([samples['image/jpeg'].subarray(0, 2), many([0xff, 0xe5, 0, 2])]),
    Buffer.concat([samples['image/jpeg'].subarray(0, 2), many([0xff])]),
    jpeg({ before: [many(segment(0xe5))] }),
    Buffer.concat([samples['image/jpeg'].subarray(0, -20), many([0xff, 0])]),
    Buffer.concat([samples['image/png'].subarray(0, 33), many([0, 0, 0, 0, ...Buffer.from('fcTL'), 0, 0, 0, 0])]),
    Buffer.concat([samples['image/gif'].subarray(0, 19), many([0x21, 0xfe, 0])]),
    Buffer.concat([Buffer.from('RIFF\xf0\xff\xff\xffWEBP', 'latin1'), many([...Buffer.from('ANMF'), 0, 0, 0, 0])]),
    boxed({ properties: [many(box('irot')), extent(1, 1)] }),
    many([0, 0, 0, 8, ...Buffer.from('ftyp')]),
  ];
  assert.deepEqual(files.map(isRead), [false, false, true, true, false, false, false, true, false]);
});

test('boxes that name sizes beyond every file, or less than their own head, are refused', () => {
  const sized = (...size) => Uint8Array.from([...size, ...Buffer.from('free'), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
  for (const odd of [sized(0, 0, 0, 1), sized(0, 0, 0, 7), sized(0xff, 0xff, 0xff, 0xff)]) assert.equal(isRead(boxed({ properties: [odd, extent(1, 1)] })), false);
});

function xorshift(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
