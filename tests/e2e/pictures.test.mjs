// SPDX-License-Identifier: Apache-2.0
// web/pictures in Chromium, in a frame without origin as the panel is: what is chosen to be sent,
// and what comes out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { avif, exifSegment, gif, gifComment, gifRepeat, jpeg, png, pngSecrets, secret } from '../unit/web/picture-files.mjs';
import { load } from '../unit/web/sources.mjs';
import { Browser } from './support/browser.mjs';
import { panelLike } from './support/panel-like.mjs';
import { ShopPage } from './support/shop-page.mjs';

const { pictureHeader, filePreviewBytesMax } = await load('web/pictures/header', 'build/generated/ts/limits');

let browser;
let site;
let profile;
let frame;
before(async () => {
  site = await ShopPage.start({ html: await panelLike('web/pictures/prepare', 'web/pictures/poster') });
  browser = await Browser.start();
  profile = await browser.profile();
  const page = await profile.open(site.url);
  frame = page.frames()[1];
  assert.equal(await frame.evaluate(() => window.origin), 'null');
  await frame.evaluate(() => {
    window.fileOf = (bytes, name, type = '') => new window.File([Uint8Array.from(bytes)], name, { type });
    window.bytesOf = async (blob) => [...new Uint8Array(await blob.arrayBuffer())];
    // Colours at the middle of each quarter, as a browser shows the picture.
    window.quartersOf = async (bytes, type) => {
      const bitmap = await window.createImageBitmap(new window.Blob([Uint8Array.from(bytes)], { type }));
      const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
      const pen = canvas.getContext('2d');
      pen.drawImage(bitmap, 0, 0);
      const at = (x, y) => [...pen.getImageData(canvas.width * x, canvas.height * y, 1, 1).data];
      return { width: bitmap.width, height: bitmap.height, colors: [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)] };
    };
    // Red, green, blue and white quarters, or noise, which no encoder makes small.
    window.paint = (width, height, isNoise) => {
      const canvas = new window.OffscreenCanvas(width, height);
      const pen = canvas.getContext('2d');
      const [across, down] = isNoise ? [width / 2, height / 2] : [2, 2];
      let seed = 1;
      for (let at = 0; at < across * down; at += 1) {
        seed = (seed * 48_271) % 2_147_483_647;
        pen.fillStyle = isNoise ? `#${(seed & 0xffffff).toString(16).padStart(6, '0')}` : ['#f00', '#0f0', '#00f', '#fff'][at];
        pen.fillRect(((at % across) * width) / across, (Math.floor(at / across) * height) / down, width / across, height / down);
      }
      return canvas;
    };
  });
});
after(async () => {
  await browser?.stop();
  await site?.stop();
  // Nothing here is against the panel's policy. A player asks for the first byte of a file without any.
  assert.deepEqual(profile?.errors.filter((text) => !text.includes('RANGE_NOT_SATISFIABLE')), []);
});

const quarters = { red: [255, 0, 0, 255], green: [0, 255, 0, 255], blue: [0, 0, 255, 255], white: [255, 255, 255, 255] };

/** A JPEG as a phone writes it that was held upright: on its side, with its place. */
async function phonePicture(width, height, orientation = 6, isNoise = false) {
  const plain = await frame.evaluate(
    async ([w, h, noisy]) => window.bytesOf(await window.paint(w, h, noisy).convertToBlob({ type: 'image/jpeg', quality: 0.95 })),
    [width, height, isNoise],
  );
  const bytes = Buffer.from(plain);
  return { plain: bytes, bytes: Buffer.concat([bytes.subarray(0, 2), exifSegment({ orientation }), bytes.subarray(2)]) };
}

function prepare(bytes, choice, { name = 'holiday.jpeg', type = '' } = {}) {
  return frame.evaluate(
    async ([from, called, declared, how]) => {
      let decodings = 0;
      const decode = window.createImageBitmap;
      window.createImageBitmap = (...values) => {
        decodings += 1;
        return decode(...values);
      };
      try {
        const made = await window.Bundled.preparePicture(window.fileOf(from, called, declared), how);
        return { ...made, bytes: await window.bytesOf(made.bytes), declared: made.bytes.type, preview: [...made.preview] };
      } catch (error) {
        return { refused: error.reason ?? String(error), decodings };
      } finally {
        window.createImageBitmap = decode;
      }
    },
    [[...bytes], name, type, choice],
  );
}

const shown = (bytes, type) => frame.evaluate(([from, declared]) => window.quartersOf(from, declared), [[...bytes], type]);

function assertColors(found, names, tolerance = 12) {
  names.forEach((name, at) => {
    const off = quarters[name].map((value, channel) => Math.abs(value - found[at][channel]));
    assert.ok(Math.max(...off) <= tolerance, `${name} became ${found[at]}`);
  });
}

async function assertPreview(made, width, height) {
  assert.ok(made.preview.length > 0 && made.preview.length <= filePreviewBytesMax, `${made.preview.length} bytes`);
  const preview = await shown(made.preview, '');
  assert.deepEqual([preview.width, preview.height], [width, height]);
  return preview;
}

test('a picture from a phone is sent small: upright, without its place, with a preview', async () => {
  const { bytes } = await phonePicture(2000, 1000);
  const made = await prepare(bytes, 'small');
  assert.deepEqual([made.type, made.declared, made.width, made.height, made.name], ['image/webp', 'image/webp', 800, 1600, 'holiday.webp']);
  assert.ok(made.bytes.length < bytes.length);
  for (const word of [secret, 'Exif', 'EXIF']) assert.ok(!Buffer.from(made.bytes).includes(word), word);
  const { width, height, colors } = await shown(made.bytes, made.type);
  assert.deepEqual([width, height], [800, 1600]);
  assertColors(colors, ['blue', 'red', 'white', 'green']);
  assertColors((await assertPreview(made, 120, 240)).colors, ['blue', 'red', 'white', 'green'], 24);
});

test('a picture that lies as it is shown is scaled the same way', async () => {
  for (const [orientation, names] of [[1, ['red', 'green', 'blue', 'white']], [3, ['white', 'blue', 'green', 'red']], [8, ['green', 'white', 'red', 'blue']]]) {
    const made = await prepare((await phonePicture(2000, 1000, orientation)).bytes, 'small');
    assert.deepEqual([made.width, made.height], orientation === 8 ? [800, 1600] : [1600, 800]);
    assertColors((await shown(made.bytes, made.type)).colors, names);
  }
});

test('an original keeps its pixels byte for byte, and loses its place', async () => {
  const { plain, bytes } = await phonePicture(400, 200);
  const made = await prepare(bytes, 'original');
  assert.deepEqual([made.type, made.width, made.height, made.name], ['image/jpeg', 200, 400, 'holiday.jpg']);
  const sent = Buffer.from(made.bytes);
  assert.ok(!sent.includes(secret));
  const scan = plain.indexOf(Uint8Array.from([0xff, 0xda]));
  assert.ok(sent.includes(plain.subarray(scan)));
  assert.deepEqual(await shown(sent, 'image/jpeg'), await shown(bytes, 'image/jpeg'));
  await assertPreview(made, 120, 240);
});

test('where metadata cannot be taken out, an original is encoded anew with every pixel: AVIF', async () => {
  const coded = await frame.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const encoder = new window.VideoEncoder({
          error: reject,
          output: (chunk) => {
            const bytes = new Uint8Array(chunk.byteLength);
            chunk.copyTo(bytes);
            resolve([...bytes]);
          },
        });
        encoder.configure({ codec: 'av01.0.04M.08', width: 320, height: 160 });
        encoder.encode(new window.VideoFrame(window.paint(320, 160, false), { timestamp: 0 }), { keyFrame: true });
        encoder.flush().catch(reject);
      }),
  );
  const bytes = avif({ width: 320, height: 160, quarters: 3, frame: coded });
  assert.ok(Buffer.from(bytes).includes(secret));
  for (const choice of ['original', 'small']) {
    const made = await prepare(bytes, choice, { name: 'tea.avif' });
    assert.deepEqual([made.type, made.width, made.height, made.name], ['image/webp', 160, 320, 'tea.webp']);
    assert.ok(!Buffer.from(made.bytes).includes(secret));
    assertColors((await shown(made.bytes, made.type)).colors, ['blue', 'red', 'white', 'green'], 40);
  }
  assert.equal(pictureHeader(bytes).orientation, 6);
});

test('what does not become smaller is sent as it is', async () => {
  const bytes = png({ width: 40, height: 30, before: pngSecrets });
  const made = await prepare(bytes, 'small', { name: 'dot.png' });
  assert.deepEqual(made.bytes, [...png({ width: 40, height: 30 })]);
  assert.deepEqual([made.type, made.width, made.height, made.name], ['image/png', 40, 30, 'dot.png']);
});

test('noise has a preview within its bound', async () => {
  const made = await prepare((await phonePicture(480, 480, 1, true)).bytes, 'small');
  assert.ok(made.preview.length <= filePreviewBytesMax);
  assert.equal(made.width, 480);
});

test('a bomb is refused before anything decodes it', async () => {
  assert.deepEqual(await prepare(png({ claimed: [50_000, 50_000] }), 'small'), { refused: 'pixels', decodings: 0 });
  assert.deepEqual(await prepare(gif({ frames: 101 }), 'original'), { refused: 'frames', decodings: 0 });
  assert.deepEqual(await prepare(png({ claimed: [0, 1] }), 'small'), { refused: 'size', decodings: 0 });
});

test('a document or a drawing that is called a picture is refused', async () => {
  for (const text of ['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', '<!doctype html><script>top.hit = 1</script>']) {
    assert.deepEqual(await prepare(Buffer.from(text), 'small', { name: 'a.png', type: 'image/png' }), { refused: 'type', decodings: 0 });
  }
});

test('a picture with a header and no pixels is refused by its decoder', async () => {
  assert.deepEqual(await prepare(jpeg(), 'small'), { refused: 'decode', decodings: 1 });
});

test('an animated picture stays animated, and loses its comment', async () => {
  const made = await prepare(gif({ frames: 3, width: 300, height: 200, blocks: [gifRepeat, gifComment] }), 'small', { name: 'dance.gif' });
  assert.deepEqual(made.bytes, [...gif({ frames: 3, width: 300, height: 200, blocks: [gifRepeat] })]);
  assert.deepEqual([made.type, made.width, made.height, made.name], ['image/gif', 300, 200, 'dance.gif']);
  assert.equal(pictureHeader(Uint8Array.from(made.bytes)).frames, 3);
  await assertPreview(made, 240, 160);
});

test('in an older browser, without OffscreenCanvas and an encoder for WebP, a picture becomes JPEG, and what one can see through stays so', async () => {
  const { bytes } = await phonePicture(2000, 1000);
  await frame.evaluate(() => {
    const encode = window.HTMLCanvasElement.prototype.toBlob;
    window.HTMLCanvasElement.prototype.toBlob = function (done, type, quality) {
      encode.call(this, done, type === 'image/webp' ? 'image/png' : type, quality);
    };
    const { OffscreenCanvas } = window;
    delete window.OffscreenCanvas;
    window.restore = () => {
      window.HTMLCanvasElement.prototype.toBlob = encode;
      window.OffscreenCanvas = OffscreenCanvas;
    };
  });
  try {
    const made = await prepare(bytes, 'small');
    assert.deepEqual([made.type, made.name], ['image/jpeg', 'holiday.jpg']);
    assertColors((await shown(made.bytes, made.type)).colors, ['blue', 'red', 'white', 'green']);
    await assertPreview(made, 120, 240);
    const glass = await prepare(png({ width: 1700, height: 2, color: [0, 0, 255, 0] }), 'small');
    assert.equal((await shown(glass.bytes, glass.type)).colors[0][3], 0);
    assert.equal((await shown(glass.preview, '')).colors[0][3], 0);
  } finally {
    await frame.evaluate(() => window.restore());
  }
});

test('a film that was recorded here tells its size and length, and shows a frame', async () => {
  const told = await frame.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const pen = canvas.getContext('2d');
    pen.drawImage(window.paint(320, 240, false), 0, 0);
    const recorder = new window.MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let at = 0; at < 45; at += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      // A frame is recorded when something is drawn.
      pen.fillStyle = at % 2 ? '#f00' : '#e00';
      pen.fillRect(0, 0, 160, 120);
    }
    recorder.stop();
    await stopped;
    const poster = await window.Bundled.posterOf(new window.Blob(parts));
    return poster && { ...poster, preview: [...poster.preview] };
  });
  assert.deepEqual([told.width, told.height], [320, 240]);
  assert.ok(told.seconds > 0 && told.seconds < 60, `${told.seconds} s`);
  const { width, height, colors } = await shown(told.preview, '');
  assert.deepEqual([width, height], [240, 180]);
  assertColors(colors, ['red', 'green', 'blue', 'white'], 60);
});

// Sound as plain samples: nothing for the first half, then a tone.
const inPage = (ask) => frame.evaluate(`(async () => {
  const wav = (seconds, rate) => {
    const view = new DataView(new ArrayBuffer(44 + seconds * rate));
    const write = (at, text) => [...text].forEach((sign, index) => view.setUint8(at + index, sign.charCodeAt(0)));
    write(0, 'RIFF'), write(8, 'WAVEfmt '), write(36, 'data');
    view.setUint32(4, 36 + seconds * rate, true), view.setUint32(16, 16, true), view.setUint16(20, 1, true), view.setUint16(22, 1, true);
    view.setUint32(24, rate, true), view.setUint32(28, rate, true), view.setUint16(32, 1, true), view.setUint16(34, 8, true);
    view.setUint32(40, seconds * rate, true);
    for (let at = 0; at < seconds * rate; at += 1) view.setUint8(44 + at, at * 2 < seconds * rate ? 128 : 128 + 100 * Math.sin(at * 0.35));
    return new window.Blob([view]);
  };
  const { soundSeconds, posterOf } = window.Bundled;
  return ${ask};
})()`);

test('a sound tells its length', async () => {
  assert.equal(await inPage('soundSeconds(wav(2, 8000))'), 2);
});

test('what is no film or sound tells nothing, and no address of it stays', async () => {
  const left = await frame.evaluate(async () => {
    const open = new Set();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      const url = createObjectURL.call(URL, blob);
      open.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      open.delete(url);
      revokeObjectURL.call(URL, url);
    };
    const files = [new window.Blob(['<!doctype html>'], { type: 'video/mp4' }), new window.Blob([]), new window.Blob([Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3, 0xff, 0, 0, 0])])];
    const { posterOf, soundSeconds } = window.Bundled;
    const told = [];
    for (const file of files) told.push(await posterOf(file), await soundSeconds(file));
    Object.assign(URL, { createObjectURL, revokeObjectURL });
    return { told: told.filter((one) => one !== undefined), open: open.size };
  });
  assert.deepEqual(left, { told: [], open: 0 });
  assert.equal(await inPage('posterOf(wav(1, 8000))'), undefined, 'a sound has no picture');
});
