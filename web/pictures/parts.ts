// SPDX-License-Identifier: Apache-2.0
// The parts that files of pictures are made of: segments, chunks, blocks, boxes. What reads a header
// and what removes metadata walk them alike, so that both mean the same file. A walker goes only
// forwards and hands out only what lies within the file; for anything else it throws a RangeError
// (as DataView does beyond its end), which its caller takes as "no picture".

export interface Part<Kind> {
  kind: Kind;
  start: number;
  /** Where its own bytes begin, after kind and length. */
  data: number;
  end: number;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Four characters, as these formats name things. */
export function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** The kind of what lies between a scan's header and the next marker: the pixels. */
export const scan = 0;

/**
 * ITU T.81 §B.1.1: each by its marker's second byte, up to the end of the image; what cameras append
 * after that is none of it. Stray bytes between segments, which decoders forgive, are refused.
 */
export function* jpegSegments(view: DataView): Generator<Part<number>> {
  for (let at = 2; ; ) {
    const start = at;
    if (view.getUint8(at) !== 0xff) throw new RangeError();
    while (view.getUint8(at) === 0xff) at += 1;
    const kind = view.getUint8(at);
    at += 1;
    if (kind === 0xd9) {
      yield part(kind, start, at, at, at);
      return;
    }
    // Below lie reserved markers, and those of restarts, which stand only within a scan.
    if (kind < 0xc0 || (kind & 0xf8) === 0xd0 || kind === 0xd8) throw new RangeError();
    const data = at + 2;
    at += view.getUint16(at);
    yield part(kind, start, data, at, view.byteLength);
    if (kind !== 0xda) continue;
    const pixels = at;
    at = scanEnd(view, at);
    yield part(scan, pixels, pixels, at, view.byteLength);
  }
}

// A marker that is neither a stuffed 0xff, nor a restart, nor a fill byte.
function scanEnd(view: DataView, from: number): number {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = view.getUint8(at + 1);
    if (next !== 0 && next !== 0xff && (next & 0xf8) !== 0xd0) return at;
  }
  throw new RangeError();
}

/** PNG §5.3: chunks up to IEND; `end` is that of the checksum. */
export function* pngChunks(view: DataView): Generator<Part<string>> {
  for (let at = 8, kind = ''; kind !== 'IEND'; ) {
    const start = at;
    kind = nameAt(view, at + 4);
    at += 12 + view.getUint32(at);
    yield part(kind, start, start + 8, at, view.byteLength);
  }
}

/** RFC 9649 §2.3: chunks up to the end of RIFF; `end` is that of the padding. */
export function* webpChunks(view: DataView): Generator<Part<string>> {
  const end = 8 + view.getUint32(4, true);
  for (let at = 12; at < end; ) {
    const start = at;
    const size = view.getUint32(at + 4, true);
    at += 8 + size + (size & 1);
    yield part(nameAt(view, start), start, start + 8, at, Math.min(end, view.byteLength));
  }
}

export const gif = { image: 0x2c, trailer: 0x3b, control: 0x21f9, application: 0x21ff } as const;

/** GIF89a §12 to §27: images, extensions (0x2100 and their label) and the trailer, which some writers forget. */
export function* gifBlocks(view: DataView): Generator<Part<number>> {
  for (let at = 13 + colorTableBytes(view, 10), kind = 0; at < view.byteLength && kind !== gif.trailer; ) {
    const start = at;
    kind = view.getUint8(at);
    at += 1;
    if (kind === 0x21) kind = 0x2100 | view.getUint8(at++);
    const data = at;
    if (kind === gif.image) at += 10 + colorTableBytes(view, at + 8);
    else if (kind < 0x2100 && kind !== gif.trailer) throw new RangeError();
    for (let size = kind === gif.trailer ? 0 : 1; size > 0; at += 1 + size) size = view.getUint8(at);
    yield part(kind, start, data, at, view.byteLength);
  }
}

/** The table that the flags at a place announce, for the whole picture or for one image. */
export function colorTableBytes(view: DataView, flagsAt: number): number {
  const flags = view.getUint8(flagsAt);
  return flags & 0x80 ? 6 << (flags & 7) : 0;
}

/** ISO/IEC 14496-12 §4.2: the boxes that lie between two places. */
export function* boxes(view: DataView, at: number, end: number): Generator<Part<string>> {
  while (at < end) {
    const start = at;
    const size = view.getUint32(at);
    const isLong = size === 1;
    // A size of 0: up to the end.
    at = size === 0 ? end : at + (isLong ? Number(view.getBigUint64(at + 8)) : size);
    yield part(nameAt(view, start + 4), start, start + (isLong ? 16 : 8), at, end);
  }
}

function part<Kind>(kind: Kind, start: number, data: number, end: number, limit: number): Part<Kind> {
  if (end < data || end > limit) throw new RangeError();
  return { kind, start, data, end };
}

/** Whether a segment of a JPEG is EXIF; its TIFF header is 6 bytes further. */
export function isExif(view: DataView, data: number): boolean {
  return nameAt(view, data) === 'Exif' && view.getUint16(data + 4) === 0;
}

/**
 * The orientation that EXIF names between two places (CIPA DC-008 §4.6.5.1.6): 1 as stored, 3 upside
 * down, 6 and 8 on its sides, the others mirrored. What cannot be read says 1, as in browsers.
 */
export function exifOrientation(view: DataView, start: number, end: number): number {
  try {
    const tiff = new DataView(view.buffer, view.byteOffset + start, end - start);
    const little = tiff.getUint16(0) === 0x4949;
    if (!little && tiff.getUint16(0) !== 0x4d4d) return 1;
    let at = tiff.getUint32(4, little);
    let count = tiff.getUint16(at, little);
    for (at += 2; count > 0; count -= 1, at += 12) {
      if (tiff.getUint16(at, little) !== 0x112 || tiff.getUint16(at + 2, little) !== 3) continue;
      const orientation = tiff.getUint16(at + 8, little);
      return orientation >= 1 && orientation <= 8 ? orientation : 1;
    }
  } catch {
    // It names a place outside itself.
  }
  return 1;
}

/** That of a WebP: some writers put the name of a JPEG's segment before it. */
export function webpOrientation(view: DataView, data: number, end: number): number {
  return exifOrientation(view, end - data > 6 && isExif(view, data) ? data + 6 : data, end);
}
