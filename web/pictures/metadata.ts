// SPDX-License-Identifier: Apache-2.0
// Takes out of a picture what its sender does not see and may not want to send: place, camera, time,
// names, comments, an uncropped thumbnail, and whatever is appended. Only parts on a list stay, and
// those byte for byte. Colour profile, animation and orientation stay.
import { joined } from '../bridge/bytes';
import type { PictureType } from './header';
import { colorTableBytes, exifOrientation, gif, gifBlocks, isExif, jpegSegments, nameAt, pngChunks, scan, viewOf, webpChunks, webpOrientation } from './parts';

/** Undefined where it cannot be done without encoding anew: AVIF, HEIC, damaged files. */
export function withoutMetadata(bytes: Uint8Array, type: PictureType): Uint8Array<ArrayBuffer> | undefined {
  try {
    switch (type) {
      case 'image/jpeg': return joined(bareJpeg(bytes));
      case 'image/png': return joined(barePng(bytes));
      case 'image/gif': return joined(bareGif(bytes));
      case 'image/webp': return bareWebp(bytes);
      case 'image/avif':
      case 'image/heic': return undefined;
    }
  } catch {
    return undefined;
  }
}

type Bytes = Uint8Array | number[];

const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
const uint32 = (value: number) => [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255);

// A TIFF header and a directory of one entry, big-endian.
const minimalExif = (orientation: number) => [...ascii('MM\0*\0\0\0\b\0\x01\x01\x12\0\x03\0\0\0\x01\0'), orientation, 0, 0, 0, 0, 0, 0];

function* bareJpeg(bytes: Uint8Array): Generator<Bytes> {
  const view = viewOf(bytes);
  let hasExif = false;
  yield bytes.subarray(0, 2);
  for (const { kind, start, data, end } of jpegSegments(view)) {
    const name = kind >= 0xe0 && kind < 0xf0 ? nameAt(view, data) : '';
    if (kind === 0xe0 && name === 'JFIF' && end - data >= 14) {
      // Version and density, without the thumbnail.
      yield [0xff, 0xe0, 0, 16];
      yield bytes.subarray(data, data + 12);
      yield [0, 0];
    } else if (kind === 0xe1 && !hasExif && isExif(view, data)) {
      hasExif = true;
      const orientation = exifOrientation(view, data + 6, end);
      if (orientation > 1) yield [0xff, 0xe1, 0, 34, ...ascii('Exif\0\0'), ...minimalExif(orientation)];
    } else if (kind === scan || kind < 0xe0 || (kind === 0xe2 && name === 'ICC_') || (kind === 0xee && name === 'Adob')) {
      // Tables, frames, scans; the colour profile; Adobe's, without which four colours are misread.
      yield bytes.subarray(start, end);
    }
  }
}

const pngKept = /^(IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|sBIT|cICP|mDC[Vv]|cLL[Ii]|acTL|fcTL|fdAT)$/;

function* barePng(bytes: Uint8Array): Generator<Bytes> {
  const view = viewOf(bytes);
  yield bytes.subarray(0, 8);
  for (const { kind, start, data, end } of pngChunks(view)) {
    if (pngKept.test(kind)) yield bytes.subarray(start, end);
    else if (kind === 'eXIf') {
      const orientation = exifOrientation(view, data, end - 4);
      const chunk = [...ascii('eXIf'), ...minimalExif(orientation)];
      if (orientation > 1) yield [...uint32(chunk.length - 4), ...chunk, ...uint32(crc32(chunk))];
    } else if (kind < 'a') throw new RangeError(); // A decoder must understand it, and so must who removes it.
  }
}

function crc32(bytes: number[]): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 && 0xedb88320);
  }
  return ~crc;
}

const webpKept = /^(VP8[ LX]|ALPH|ICCP|ANIM|ANMF)$/;

function bareWebp(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = viewOf(bytes);
  const kept: Bytes[] = [bytes.subarray(0, 12)];
  let orientation = 1;
  for (const { kind, start, data, end } of webpChunks(view)) {
    if (webpKept.test(kind)) kept.push(bytes.subarray(start, end));
    if (kind === 'EXIF') orientation = webpOrientation(view, data, end);
  }
  if (orientation > 1) kept.push([...ascii('EXIF\x1a\0\0\0'), ...minimalExif(orientation)]);
  const bare = joined(kept);
  const sizes = viewOf(bare);
  sizes.setUint32(4, bare.length - 8, true);
  // The flags of what may follow: EXIF 8, XMP 4.
  if (nameAt(sizes, 12) === 'VP8X') bare[20] = (sizes.getUint8(20) & ~0x0c) | (orientation > 1 ? 8 : 0);
  return bare;
}

function* bareGif(bytes: Uint8Array): Generator<Bytes> {
  const view = viewOf(bytes);
  yield bytes.subarray(0, 13 + colorTableBytes(view, 10));
  for (const { kind, start, data, end } of gifBlocks(view)) {
    const isKept = kind === gif.image || kind === gif.control || kind === gif.trailer;
    // How often to repeat, in either spelling; XMP and the like are application blocks as well.
    if (isKept || (kind === gif.application && /^(NETS|ANIM)$/.test(nameAt(view, data + 1)))) yield bytes.subarray(start, end);
  }
}
