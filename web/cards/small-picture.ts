// SPDX-License-Identifier: Apache-2.0
// The small picture of a card, made of the shop's own by the browser that shows it: nobody who reads
// the card fetches anything.
import { cardPictureBytesMax } from '@wire/limits';

import { drawn, encoded, fitted, type Size } from '../pictures/canvas';

/** Pixels of the longer side, from the best to what always fits. */
const largest = 160;
const sides = [largest, 128, 96, 64, 40];
const qualities = [0.7, 0.5, 0.3];
/** A picture that takes longer is done without. */
const waitMsMax = 4000;

/** Empty where there is none, or where it may not be read (another origin without CORS). */
export async function smallPicture(url: string): Promise<Uint8Array> {
  if (!url) return new Uint8Array();
  try {
    const image = await loaded(url);
    // An SVG may come without a size.
    const size = { width: image.naturalWidth || largest, height: image.naturalHeight || largest };
    for (const side of sides) {
      for (const quality of qualities) {
        const blob = await small(image, fitted(size, side), quality);
        if (blob.size <= cardPictureBytesMax) return new Uint8Array(await blob.arrayBuffer());
      }
    }
  } catch {
    // Not there, not readable, not encoded: a card without a picture.
  }
  return new Uint8Array();
}

function loaded(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    setTimeout(reject, waitMsMax);
    image.onload = () => resolve(image);
    image.onerror = reject;
    // Asked for so that its pixels may be read; without leave it does not load, and taints nothing.
    image.crossOrigin = 'anonymous';
    image.src = url;
  });
}

// A browser that writes no WebP writes a JPEG, which has no holes: white is behind it.
async function small(image: HTMLImageElement, size: Size, quality: number): Promise<Blob> {
  const canvas = drawn(image, size);
  const blob = await encoded(canvas, 'image/webp', quality);
  if (blob.type === 'image/webp') return blob;
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D | null;
  if (pen) Object.assign(pen, { globalCompositeOperation: 'destination-over', fillStyle: '#fff' }).fillRect(0, 0, size.width, size.height);
  return encoded(canvas, 'image/jpeg', quality);
}
