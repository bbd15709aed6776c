// SPDX-License-Identifier: Apache-2.0
// web/pictures/metadata.ts: what leaves a picture, and what stays in it byte for byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  adobe, animation, boxed, chunk, comment, exif, exifSegment, extendedChunk, frameControl, framesChunks, gif, gifComment, gifRepeat, gifXmp, iptc, jfif,
  jfifWithThumbnail, jpeg, lossyChunk, moreImages, png, pngSecrets, profile, riff, samples, secret, webp, xmp,
} from './picture-files.mjs';
import { load } from './sources.mjs';

const { pictureHeader, withoutMetadata } = await load('web/pictures/header', 'web/pictures/metadata');
const bare = (bytes) => withoutMetadata(bytes, pictureHeader(bytes).type);
const holds = (bytes, text) => Buffer.from(bytes).includes(text);
// Node tells two kinds of byte arrays apart.
const same = (bytes, expected) => assert.deepEqual(Buffer.from(bytes ?? []), Buffer.from(expected));

test('a JPEG loses EXIF, place, XMP, IPTC, comments, thumbnail, further images and what is appended', () => {
  const before = [jfifWithThumbnail, exifSegment(), xmp, profile, moreImages, iptc, adobe, comment];
  same(bare(jpeg({ before, after: Buffer.from(secret) })), jpeg({ before: [jfif, profile, adobe] }));
});

test('a JPEG, PNG or WebP that lies on its side or is mirrored keeps that, and nothing else of its EXIF', () => {
  for (const little of [false, true]) {
    for (let orientation = 2; orientation <= 8; orientation += 1) {
      const options = { orientation, little };
      const files = [
        [jpeg({ before: [jfif, exifSegment(options)] }), jpeg()],
        [png({ before: [chunk('eXIf', exif(options))] }), png()],
        [webp(extendedChunk(9, 9, 8), lossyChunk(9, 9), riff('EXIF', exif(options))), webp(extendedChunk(9, 9), lossyChunk(9, 9))],
      ];
      for (const [file, plain] of files) {
        const kept = bare(file);
        assert.deepEqual(pictureHeader(kept), { ...pictureHeader(plain), orientation });
        assert.ok(!holds(kept, secret));
        assert.ok(kept.length <= plain.length + 38);
      }
    }
  }
});

test('an EXIF chunk of ours has a right checksum', () => {
  same(bare(png({ before: [chunk('eXIf', exif({ orientation: 6 }))] })), png({ before: [chunk('eXIf', bareExif(6))] }));
});

// A directory of one entry.
const bareExif = (orientation) => Uint8Array.from([...Buffer.from('MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01\0', 'latin1'), orientation, 0, 0, 0, 0, 0, 0]);

test('only the first EXIF of a JPEG decides, with it and after', () => {
  const bytes = jpeg({ before: [jfif, exifSegment({ orientation: 1 }), exifSegment({ orientation: 6 })] });
  same(bare(bytes), jpeg());
});

test('a PNG loses texts, time, XMP and what is appended, and keeps profile, transparency and animation', () => {
  const kept = [chunk('iCCP', Buffer.from('a profile')), chunk('gAMA', [0, 1, 2, 3]), animation(1), frameControl(0, 4, 3)];
  const bytes = png({ before: [...kept, ...pngSecrets, chunk('eXIf', exif()), chunk('caBX', Buffer.from(secret))], after: pngSecrets, tail: Buffer.from(secret) });
  same(bare(bytes), png({ before: kept }));
});

test('a PNG with a chunk that a decoder must understand, and we do not, is left to the browser', () => {
  assert.equal(bare(png({ before: [chunk('CgBI', [0, 0, 0, 0])] })), undefined);
});

test('a GIF loses comments, XMP and what is appended, and repeats as before', () => {
  const bytes = gif({ frames: 3, blocks: [gifComment, gifRepeat, gifXmp], trailer: [0x3b, ...Buffer.from(secret)] });
  same(bare(bytes), gif({ frames: 3, blocks: [gifRepeat] }));
  same(bare(gif({ trailer: [] })), gif({ trailer: [] }));
});

test('a WebP loses EXIF and XMP with their flags, unknown chunks and what is appended', () => {
  const icc = riff('ICCP', Buffer.from('a profile'));
  const secrets = [riff('EXIF', exif()), riff('XMP ', Buffer.from(secret)), riff('more', Buffer.from(secret))];
  const bytes = Buffer.concat([webp(extendedChunk(1, 1, 0x2e), icc, ...framesChunks(2), ...secrets), Buffer.from(secret)]);
  same(bare(bytes), webp(extendedChunk(1, 1, 0x22), icc, ...framesChunks(2)));
  same(bare(webp(lossyChunk(3, 4))), webp(lossyChunk(3, 4)));
});

test('nothing secret stays in any format, its header says the same as before, and a second time changes nothing', () => {
  for (const [type, bytes] of Object.entries(samples).filter(([name]) => name !== 'image/avif')) {
    assert.ok(holds(bytes, secret), type);
    const once = bare(bytes);
    assert.ok(!holds(once, secret), type);
    assert.deepEqual(pictureHeader(once), pictureHeader(bytes));
    same(bare(once), once);
  }
});

test('where it cannot be done it is not done: AVIF, HEIC, another type than named, a file cut off', () => {
  assert.equal(bare(boxed()), undefined);
  assert.equal(bare(boxed({ brands: ['heic'] })), undefined);
  assert.equal(withoutMetadata(samples['image/png'], 'image/jpeg'), undefined);
  assert.equal(withoutMetadata(new Uint8Array(), 'image/gif'), undefined);
  const bytes = jpeg();
  assert.equal(withoutMetadata(bytes.subarray(0, bytes.length - 1), 'image/jpeg'), undefined);
});
