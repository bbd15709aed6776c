// SPDX-License-Identifier: Apache-2.0
// web/pictures/header.ts: what a picture says about itself, and what it may not say.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  animation, boxed, box, chunk, exif, exifSegment, extendedChunk, extent, frameControl, framesChunks, gif, jfif, jpeg, lossyChunk, losslessChunk, png, riff, samples,
  segment, webp,
} from './picture-files.mjs';
import { load } from './sources.mjs';

const { pictureHeader, pictureProblem, pictureFramesMax, picturePixelsMax } = await load('web/pictures/header', 'build/generated/ts/limits');
const still = { frames: 1, orientation: 1 };
const problem = (bytes) => pictureProblem(pictureHeader(bytes));

test('each format tells its type, size, frames and orientation by its bytes', () => {
  const told = Object.fromEntries(Object.entries(samples).map(([type, bytes]) => [type, pictureHeader(bytes)]));
  assert.deepEqual(told, {
    'image/jpeg': { type: 'image/jpeg', width: 40, height: 30, frames: 1, orientation: 6 },
    'image/png': { type: 'image/png', width: 4, height: 3, frames: 1, orientation: 8 },
    'image/gif': { type: 'image/gif', width: 1, height: 1, frames: 2, orientation: 1 },
    'image/webp': { type: 'image/webp', width: 40, height: 30, frames: 1, orientation: 3 },
    'image/avif': { type: 'image/avif', width: 40, height: 30, frames: 1, orientation: 6 },
  });
});

test('a part of a larger buffer is a picture of its own', () => {
  const bytes = samples['image/png'];
  const larger = new Uint8Array(bytes.length + 20).fill(255);
  larger.set(bytes, 10);
  assert.deepEqual(pictureHeader(larger.subarray(10, 10 + bytes.length)), pictureHeader(bytes));
  // What the header would need lies in the buffer, but not in the part.
  assert.equal(pictureHeader(larger.subarray(10, 40)), undefined);
});

test('every kind of JPEG frame tells the size, and no other segment does', () => {
  for (const frame of [0xc0, 0xc1, 0xc2, 0xc9, 0xca]) assert.equal(pictureHeader(jpeg({ frame })).width, 40);
  for (const other of [0xc4, 0xc8, 0xcc]) assert.equal(pictureHeader(jpeg({ frame: other })), undefined);
});

test('a JPEG with two frame headers, stray bytes between segments, or a scan before its frame is none', () => {
  assert.equal(pictureHeader(jpeg({ before: [segment(0xc0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0])] })), undefined);
  assert.equal(pictureHeader(jpeg({ before: [jfif, [0, 0]] })), undefined);
  assert.equal(pictureHeader(jpeg({ before: [segment(0xda, [1, 1, 0, 0, 63, 0])] })), undefined);
});

test('EXIF tells all eight orientations in both byte orders, in JPEG, PNG and WebP', () => {
  for (const little of [false, true]) {
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const data = exif({ orientation, little });
      const files = [
        jpeg({ before: [exifSegment({ orientation, little })] }),
        png({ before: [chunk('eXIf', data)] }),
        webp(extendedChunk(9, 9, 8), lossyChunk(9, 9), riff('EXIF', data)),
        webp(extendedChunk(9, 9, 8), lossyChunk(9, 9), riff('EXIF', Buffer.from('Exif\0\0'), data)),
      ];
      for (const file of files) assert.equal(pictureHeader(file).orientation, orientation);
    }
  }
});

test('EXIF that says nothing sensible says "as stored"', () => {
  const wrong = [exif({ orientation: 0 }), exif({ orientation: 9 }), exif({ orientation: 6, type: 4 }), exif({ orientation: 6 }).subarray(0, 20), [0x4d, 0x4d, 0, 42, 0xff, 0xff, 0xff, 0xff], []];
  for (const data of wrong) assert.equal(pictureHeader(jpeg({ before: [segment(0xe1, Buffer.from('Exif\0\0'), data)] })).orientation, 1);
});

test('the first EXIF of a JPEG counts', () => {
  assert.equal(pictureHeader(jpeg({ before: [exifSegment({ orientation: 3 }), exifSegment({ orientation: 6 })] })).orientation, 3);
});

test('a WebP tells its size in each of its three forms', () => {
  const size = { type: 'image/webp', width: 1234, height: 567, ...still };
  assert.deepEqual(pictureHeader(webp(lossyChunk(1234, 567))), size);
  assert.deepEqual(pictureHeader(webp(losslessChunk(1234, 567))), size);
  assert.deepEqual(pictureHeader(webp(extendedChunk(1234, 567), lossyChunk(1234, 567))), size);
  assert.equal(pictureHeader(webp(riff('ICCP', [1]), lossyChunk(1, 1))), undefined);
});

test('of a picture in tiles the whole counts, turned and mirrored as its properties say', () => {
  const tiles = [extent(512, 512), extent(4032, 3024), extent(320, 240)];
  assert.deepEqual(pictureHeader(boxed({ brands: ['heic', 'mif1'], properties: tiles })), { type: 'image/heic', width: 4032, height: 3024, ...still });
  const orientation = (...properties) => pictureHeader(boxed({ properties: [extent(4, 3), ...properties] })).orientation;
  const turned = (quarters) => box('irot', [quarters]);
  const mirrored = (axis) => box('imir', [axis]);
  assert.deepEqual([0, 1, 2, 3].map((quarters) => orientation(turned(quarters))), [1, 8, 3, 6]);
  assert.deepEqual([0, 1, 2, 3].map((quarters) => orientation(turned(quarters), mirrored(0))), [4, 5, 2, 7]);
  assert.deepEqual([0, 1, 2, 3].map((quarters) => orientation(turned(quarters), mirrored(1))), [2, 7, 4, 5]);
});

test('a sequence of AVIF or HEIC may not be shown: nothing tells how many frames it has', () => {
  for (const brands of [['avis', 'avif'], ['avif', 'avis'], ['heic', 'hevc'], ['heic', 'msf1']]) assert.equal(problem(boxed({ brands })), 'frames');
});

test('a box that names its size in 64 bits, or none up to the end, is walked', () => {
  const long = Uint8Array.from([0, 0, 0, 1, ...Buffer.from('free'), 0, 0, 0, 0, 0, 0, 0, 16]);
  assert.equal(pictureHeader(boxed({ properties: [long, extent(5, 6)] })).height, 6);
  const endless = extent(5, 6);
  endless.fill(0, 0, 4);
  assert.equal(pictureHeader(boxed({ properties: [endless] })).height, 6);
});

test('a picture with no side, or of more pixels than the limit, may not be shown', () => {
  assert.equal(problem(png({ claimed: [0, 5] })), 'size');
  assert.equal(problem(jpeg({ height: 0 })), 'size');
  assert.equal(problem(gif({ width: 0, height: 0 })), '', 'its frame has one pixel');
  assert.equal(problem(png({ claimed: [50_000, 50_000] })), 'pixels');
  assert.equal(problem(png({ claimed: [2 ** 32 - 1, 2 ** 32 - 1] })), 'pixels');
  assert.equal(problem(jpeg({ width: 65_535, height: 65_535 })), 'pixels');
  assert.equal(problem(gif({ width: 65_535, height: 65_535 })), 'pixels');
  assert.equal(problem(webp(extendedChunk(2 ** 24, 2 ** 24), lossyChunk(1, 1))), 'pixels');
  assert.equal(problem(boxed({ properties: [extent(1, 1), extent(2 ** 32 - 1, 2 ** 32 - 1)] })), 'pixels');
  assert.equal(picturePixelsMax, 8000 * 5000);
  assert.equal(problem(png({ claimed: [8000, 5000] })), '');
  assert.equal(problem(png({ claimed: [8000, 5001] })), 'pixels');
});

test('a GIF whose frames lie outside its screen counts as large as they reach', () => {
  const bytes = gif();
  const descriptor = bytes.lastIndexOf(0x2c);
  bytes.set([0xff, 0xff, 0, 0, 0xff, 0xff, 1, 0], descriptor + 1);
  assert.equal(pictureHeader(bytes).width, 2 * 65_535);
});

test('more frames than the limit may not be shown, announced or counted', () => {
  const frames = pictureFramesMax;
  assert.equal(problem(gif({ frames })), '');
  assert.equal(problem(gif({ frames: frames + 1 })), 'frames');
  assert.equal(problem(webp(extendedChunk(1, 1, 2), ...framesChunks(frames))), '');
  assert.equal(problem(webp(extendedChunk(1, 1, 2), ...framesChunks(frames + 1))), 'frames');
  assert.equal(problem(png({ before: [animation(frames)] })), '');
  assert.equal(problem(png({ before: [animation(1_000_000_000)] })), 'frames');
  const controls = Array.from({ length: frames + 1 }, (_, at) => frameControl(at, 1, 1));
  assert.equal(problem(png({ before: [animation(2), ...controls] })), 'frames');
});

test('what is no picture is none, whatever it is called', () => {
  const others = ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<!doctype html><script>1</script>', 'BM______________', 'RIFF____WAVEfmt ', 'GIF8', 'GIF89a', '%PDF-1.7', ''];
  for (const text of others) assert.equal(pictureHeader(Buffer.from(text)), undefined, text);
  assert.equal(pictureHeader(boxed({ brands: ['isom', 'mp42'] })), undefined);
  assert.equal(pictureHeader(gif({ frames: 0 })), undefined);
  assert.equal(pictureHeader(boxed({ properties: [] })), undefined);
  assert.equal(pictureHeader(webp()), undefined);
});
