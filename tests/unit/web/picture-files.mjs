// SPDX-License-Identifier: Apache-2.0
// Small files of each picture format, written byte by byte, honest or not. PNG and GIF are whole
// pictures that a browser shows; the others have headers and parts, and bytes in place of pixels.
import { deflateSync } from 'node:zlib';

const ascii = (text) => Buffer.from(text, 'latin1');
const join = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
const number = (bytes, isLittle) => (value) => {
  const big = Buffer.from(BigInt(value).toString(16).padStart(bytes * 2, '0'), 'hex');
  return isLittle ? big.reverse() : big;
};
const u16 = number(2, false);
const u32 = number(4, false);
const u16le = number(2, true);
const u24le = number(3, true);
const u32le = number(4, true);

/** What stands in metadata and must not be sent. */
export const secret = 'taken at home';

/** A TIFF structure: the orientation, and a place (GPS) with the words above. */
export function exif({ orientation = 1, little = false, type = 3 } = {}) {
  const [short, long] = little ? [u16le, u32le] : [u16, u32];
  const directory = join(
    short(3),
    short(0x010e), short(2), long(secret.length + 1), long(50),
    short(0x0112), short(type), long(1), short(orientation), short(0),
    short(0x8825), short(4), long(1), long(50 + secret.length + 1),
    long(0),
  );
  const gps = join(short(1), short(1), short(2), long(2), ascii('N\0\0\0'), long(0));
  return join(ascii(little ? 'II' : 'MM'), short(42), long(8), directory, ascii(`${secret}\0`), gps);
}

/** One segment of a JPEG. */
export const segment = (marker, ...data) => {
  const whole = join(...data);
  return join([0xff, marker], u16(whole.length + 2), whole);
};
export const exifSegment = (options) => segment(0xe1, ascii('Exif\0\0'), exif(options));
export const jfif = segment(0xe0, ascii('JFIF\0'), [1, 1, 0, 0, 1, 0, 1, 0, 0]);
export const jfifWithThumbnail = segment(0xe0, ascii('JFIF\0'), [1, 1, 0, 0, 1, 0, 1, 1, 1, 9, 9, 9]);
export const profile = segment(0xe2, ascii('ICC_PROFILE\0'), [1, 1], ascii('a profile'));
export const adobe = segment(0xee, ascii('Adobe'), [0, 100, 0, 0, 0, 0, 1]);
export const comment = segment(0xfe, ascii(secret));
export const xmp = segment(0xe1, ascii(`http://ns.adobe.com/xap/1.0/\0${secret}`));
export const iptc = segment(0xed, ascii(`Photoshop 3.0\0${secret}`));
export const moreImages = segment(0xe2, ascii(`MPF\0${secret}`));
// A restart, a stuffed 0xff and fill bytes, none of which ends the scan.
export const scanBytes = Uint8Array.from([1, 2, 0xff, 0xd3, 3, 0xff, 0, 4, 0xff, 0xff, 0, 5]);

/** `before`: segments ahead of the tables; `after`: bytes behind the end of the image. */
export function jpeg({ width = 40, height = 30, before = [jfif], after = [], frame = 0xc0 } = {}) {
  const frameHeader = segment(frame, [8], u16(height), u16(width), [1, 1, 0x11, 0]);
  const scanHeader = segment(0xda, [1, 1, 0, 0, 63, 0]);
  const tables = [segment(0xdb, new Uint8Array(65)), frameHeader, segment(0xc4, new Uint8Array(17))];
  return join([0xff, 0xd8], ...before, ...tables, scanHeader, scanBytes, segment(0xc4, new Uint8Array(17)), scanHeader, scanBytes, [0xff, 0xd9], after);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** One chunk of a PNG. */
export const chunk = (name, ...data) => {
  const named = join(ascii(name), ...data);
  return join(u32(named.length - 4), named, u32(crc32(named)));
};
export const animation = (frames) => chunk('acTL', u32(frames), u32(0));
export const frameControl = (at, width, height) => chunk('fcTL', u32(at), u32(width), u32(height), u32(0), u32(0), u16(1), u16(10), [0, 0]);
export const pngSecrets = [chunk('tEXt', ascii(`Comment\0${secret}`)), chunk('iTXt', ascii(`XML:com.adobe.xmp\0\0\0\0\0${secret}`)), chunk('tIME', [7, 234, 1, 1, 1, 1, 1])];

/** A picture in one colour (RGBA); what it claims can be more than what it holds. */
export function png({ width = 4, height = 3, claimed = [width, height], color = [200, 30, 30, 255], before = [], after = [], tail = [] } = {}) {
  const row = [0, ...Array.from({ length: width }, () => color).flat()];
  const pixels = deflateSync(Buffer.from(Array.from({ length: height }, () => row).flat()));
  const header = chunk('IHDR', u32(claimed[0]), u32(claimed[1]), [8, 6, 0, 0, 0]);
  return join([0x89], ascii('PNG\r\n\x1a\n'), header, ...before, chunk('IDAT', pixels), ...after, chunk('IEND'), tail);
}

const gifFrame = join([0x21, 0xf9, 4, 0, 10, 0, 0, 0], [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0], [2, 2, 0x44, 1, 0]);
export const gifComment = join([0x21, 0xfe, secret.length], ascii(secret), [0]);
export const gifRepeat = join([0x21, 0xff, 11], ascii('NETSCAPE2.0'), [3, 1, 0, 0, 0]);
// XMP is no chain of blocks: wherever it ends, the bytes that count down lead to the last one.
export const gifXmp = join([0x21, 0xff, 11], ascii('XMP DataXMP'), ascii(secret), [1], Array.from({ length: 256 }, (_, at) => 255 - at), [0]);

/** `frames` times one pixel. */
export function gif({ width = 1, height = 1, frames = 1, blocks = [gifRepeat], trailer = [0x3b], table = [0, 0, 0, 255, 255, 255] } = {}) {
  const images = Array.from({ length: frames }, () => gifFrame);
  return join(ascii('GIF89a'), u16le(width), u16le(height), [0x80, 0, 0], table, ...blocks, ...images, trailer);
}

/** One chunk of a WebP. */
export const riff = (name, ...data) => {
  const whole = join(...data);
  return join(ascii(name), u32le(whole.length), whole, whole.length % 2 ? [0] : []);
};
export const webp = (...chunks) => join(ascii('RIFF'), u32le(chunks.reduce((sum, { length }) => sum + length, 4)), ascii('WEBP'), ...chunks);
export const lossyChunk = (width, height) => riff('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a], u16le(width), u16le(height), [7]);
export const losslessChunk = (width, height) => riff('VP8L', [0x2f], u32le((width - 1) | ((height - 1) << 14)), [7, 7]);
export const extendedChunk = (width, height, flags = 0) => riff('VP8X', [flags, 0, 0, 0], u24le(width - 1), u24le(height - 1));
export const framesChunks = (count) => [riff('ANIM', new Uint8Array(6)), ...Array.from({ length: count }, () => riff('ANMF', new Uint8Array(16), lossyChunk(1, 1)))];

/** One box of AVIF and HEIC. */
export const box = (name, ...data) => {
  const whole = join(...data);
  return join(u32(whole.length + 8), ascii(name), whole);
};
export const extent = (width, height) => box('ispe', u32(0), u32(width), u32(height));
export function boxed({ brands = ['avif', 'mif1'], properties = [extent(40, 30)], more = [] } = {}) {
  const [major, ...compatible] = brands;
  const meta = box('meta', u32(0), box('hdlr', new Uint8Array(24)), box('iprp', box('ipco', ...properties), box('ipma', u32(0))));
  return join(box('ftyp', ascii(major), u32(0), ...compatible.map(ascii)), meta, ...more, box('mdat', [1, 2, 3]));
}

/** A whole AVIF around a frame of AV1 (main profile, 8 bits, 4:2:0); with EXIF in it, turned. */
export function avif({ width, height, frame, quarters }) {
  const metadata = exif({ orientation: 1 });
  const ftyp = box('ftyp', ascii('avif'), u32(0), ascii('avifmif1miaf'));
  const item = (id, type) => box('infe', u32(0x02000000), u16(id), u16(0), ascii(`${type}\0`));
  const place = (id, from, size) => join(u16(id), u16(0), u16(1), u32(from), u32(size));
  const meta = (from) =>
    box(
      'meta', u32(0),
      box('hdlr', u32(0), u32(0), ascii('pict'), new Uint8Array(13)),
      box('pitm', u32(0), u16(1)),
      box('iloc', u32(0), u16(0x4400), u16(2), place(1, from, frame.length), place(2, from + frame.length, metadata.length + 4)),
      box('iinf', u32(0), u16(2), item(1, 'av01'), item(2, 'Exif')),
      box('iref', u32(0), box('cdsc', u16(2), u16(1), u16(1))),
      box('iprp', box('ipco', extent(width, height), box('pixi', u32(0), [3, 8, 8, 8]), box('av1C', [0x81, 4, 0x0c, 0]), box('irot', [quarters])), box('ipma', u32(0), u32(1), u16(1), [4, 1, 2, 0x83, 0x84])),
    );
  return join(ftyp, meta(ftyp.length + meta(0).length + 8), box('mdat', frame, u32(0), metadata));
}

/** One small file of each format, with all that a walker meets in it. */
export const samples = {
  'image/jpeg': jpeg({ before: [jfifWithThumbnail, exifSegment({ orientation: 6, little: true }), xmp, profile, moreImages, iptc, adobe, comment], after: ascii(secret) }),
  'image/png': png({ before: [chunk('iCCP', ascii('a profile')), animation(1), frameControl(0, 4, 3)], after: [...pngSecrets, chunk('eXIf', exif({ orientation: 8 }))], tail: ascii(secret) }),
  'image/gif': join(gif({ frames: 2, blocks: [gifRepeat, gifComment, gifXmp] }), ascii(secret)),
  'image/webp': join(webp(extendedChunk(40, 30, 0x2c), riff('ICCP', ascii('a profile')), losslessChunk(40, 30), riff('EXIF', exif({ orientation: 3 })), riff('XMP ', ascii(secret))), ascii(secret)),
  'image/avif': boxed({ properties: [extent(20, 15), extent(40, 30), box('irot', [3])], more: [box('free', ascii(secret))] }),
};
