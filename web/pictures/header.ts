// SPDX-License-Identifier: Apache-2.0
// What a picture says about itself before anything decodes it: its type by its bytes (never by a
// name or a declared type), its size, its frames. A few bytes can claim billions of pixels, so
// nothing is decoded or shown that has not passed here.
import { pictureFramesMax, picturePixelsMax } from '@wire/limits';

import { boxes, exifOrientation, gif, gifBlocks, isExif, jpegSegments, nameAt, type Part, pngChunks, viewOf, webpChunks, webpOrientation } from './parts';

/** HEIC is what a few browsers can decode: it can be prepared there, and shown nowhere else. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp' | 'image/avif' | 'image/heic';

export interface PictureHeader {
  type: PictureType;
  /** Pixels as stored; from `orientation` 5 on they are shown the other way round. */
  width: number;
  height: number;
  /** 1 for a still picture, Infinity where the header does not tell; counting may end above the limit. */
  frames: number;
  /** As EXIF counts, 1 to 8: where EXIF or the container says so. */
  orientation: number;
}

/** Undefined for what is no picture of these types, or is cut off or damaged where this looks. */
export function pictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = viewOf(bytes);
  try {
    const [first, second] = [view.getUint32(0), view.getUint32(4)];
    if (first >>> 8 === 0xffd8ff) return jpegHeader(view);
    if (first === 0x89504e47 && second === 0x0d0a1a0a) return pngHeader(view);
    const name = nameAt(view, 0);
    if (name === 'GIF8') return gifHeader(view);
    if (name === 'RIFF' && nameAt(view, 8) === 'WEBP') return webpHeader(view);
    if (nameAt(view, 4) === 'ftyp') return boxedHeader(view);
  } catch {
    // It ends before it has said all this, or names places outside itself.
  }
  return undefined;
}

/** Why a picture may not be decoded or shown, '' when it may. */
export function pictureProblem({ width, height, frames }: Pick<PictureHeader, 'width' | 'height' | 'frames'>): '' | 'size' | 'pixels' | 'frames' {
  if (width < 1 || height < 1) return 'size';
  if (width * height > picturePixelsMax) return 'pixels';
  return frames > pictureFramesMax ? 'frames' : '';
}

// The frame header, and the first EXIF, may stand anywhere before the first scan.
function jpegHeader(view: DataView): PictureHeader | undefined {
  let header: PictureHeader | undefined;
  let orientation = 0;
  for (const { kind, data, end } of jpegSegments(view)) {
    if (kind === 0xda) break;
    if (kind === 0xe1 && !orientation && isExif(view, data)) orientation = exifOrientation(view, data + 6, end);
    // SOF0 to SOF15; among them stand DHT, JPG and DAC.
    if (kind === 0xc0 || (kind < 0xd0 && kind & 3)) {
      // Which of two would a decoder take?
      if (header) return undefined;
      header = { type: 'image/jpeg', width: view.getUint16(data + 3), height: view.getUint16(data + 1), frames: 1, orientation };
    }
  }
  return header && { ...header, orientation: orientation || 1 };
}

function pngHeader(view: DataView): PictureHeader | undefined {
  if (view.getUint32(8) !== 13 || nameAt(view, 12) !== 'IHDR') return undefined;
  const header: PictureHeader = { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20), frames: 1, orientation: 1 };
  let counted = 0;
  for (const { kind, data, end } of pngChunks(view)) {
    // Decoders differ in which they believe, what is announced or what is there: the greater counts.
    if (kind === 'acTL') header.frames = Math.max(header.frames, view.getUint32(data));
    if (kind === 'fcTL') header.frames = Math.max(header.frames, (counted += 1));
    if (kind === 'eXIf') header.orientation = exifOrientation(view, data, end - 4);
  }
  return header;
}

// A frame may lie partly outside the screen that the file announces; some decoders then enlarge it.
function gifHeader(view: DataView): PictureHeader | undefined {
  let [width, height, frames] = [view.getUint16(6, true), view.getUint16(8, true), 0];
  for (const { kind, data } of gifBlocks(view)) {
    if (kind !== gif.image) continue;
    width = Math.max(width, view.getUint16(data, true) + view.getUint16(data + 4, true));
    height = Math.max(height, view.getUint16(data + 2, true) + view.getUint16(data + 6, true));
    if ((frames += 1) > pictureFramesMax) break;
  }
  return frames > 0 ? { type: 'image/gif', width, height, frames, orientation: 1 } : undefined;
}

function webpHeader(view: DataView): PictureHeader | undefined {
  let header: PictureHeader | undefined;
  let frames = 0;
  for (const { kind, data, end } of webpChunks(view)) {
    // The first chunk tells the size, whichever of three it is.
    header ??= { type: 'image/webp', ...webpSize(view, kind, data), frames: 1, orientation: 1 };
    if (kind === 'ANMF' && (frames += 1) > pictureFramesMax) break;
    if (kind === 'EXIF') header.orientation = webpOrientation(view, data, end);
  }
  return header && { ...header, frames: Math.max(1, frames) };
}

function webpSize(view: DataView, kind: string, data: number): { width: number; height: number } {
  if (kind === 'VP8X') return { width: (view.getUint32(data + 4, true) & 0xffffff) + 1, height: (view.getUint32(data + 6, true) >>> 8) + 1 };
  if (kind === 'VP8L' && view.getUint8(data) === 0x2f) {
    const bits = view.getUint32(data + 1, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (kind === 'VP8 ' && view.getUint32(data + 2) % 0x1000000 === 0x9d012a) {
    return { width: view.getUint16(data + 6, true) & 0x3fff, height: view.getUint16(data + 8, true) & 0x3fff };
  }
  throw new RangeError();
}

// The orientation that turning (irot, 0 to 3 quarters to the left) and then mirroring make: not at
// all, top with bottom (imir 0), left with right (imir 1).
const orientations = ['1836', '4527', '2745'];

// A picture in tiles names the size of each and of the whole; the largest is the one that counts.
function boxedHeader(view: DataView): PictureHeader | undefined {
  const [ftyp] = boxes(view, 0, view.byteLength);
  const brands = [nameAt(view, 8)];
  for (let at = 16; ftyp && at < ftyp.end; at += 4) brands.push(nameAt(view, at));
  const has = (names: RegExp) => brands.some((brand) => names.test(brand));
  const type = has(/^avi[fs]$/) ? 'image/avif' : has(/^(hei[cx]|hev[cx])$/) ? 'image/heic' : undefined;
  if (!type) return undefined;

  const meta = find(view, 'meta', 0, view.byteLength);
  const iprp = find(view, 'iprp', meta.data + 4, meta.end);
  const ipco = find(view, 'ipco', iprp.data, iprp.end);
  let [width, height, turns, mirrored, known] = [0, 0, 0, 0, false];
  for (const { kind, data } of boxes(view, ipco.data, ipco.end)) {
    if (kind === 'irot') turns = view.getUint8(data) & 3;
    if (kind === 'imir') mirrored = 1 + (view.getUint8(data) & 1);
    if (kind !== 'ispe') continue;
    const [itsWidth, itsHeight] = [view.getUint32(data + 4), view.getUint32(data + 8)];
    if (!known || itsWidth * itsHeight > width * height) [width, height, known] = [itsWidth, itsHeight, true];
  }
  // A sequence keeps its frames as a film does.
  const frames = has(/^(avis|hev[cx]|msf1)$/) ? Infinity : 1;
  return known ? { type, width, height, frames, orientation: Number(orientations[mirrored]?.[turns]) } : undefined;
}

function find(view: DataView, name: string, start: number, end: number): Part<string> {
  for (const box of boxes(view, start, end)) if (box.kind === name) return box;
  throw new RangeError();
}
