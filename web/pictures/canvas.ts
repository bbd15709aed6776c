// SPDX-License-Identifier: Apache-2.0
// Pictures drawn and encoded by the browser: its decoders have run by then, so what comes out holds
// pixels alone. An element encodes when the page is idle, which may take a second, so it serves only
// where there is no OffscreenCanvas (Safari before 16.4).
import { filePreviewBytesMax } from '@wire/limits';

/** The longer side of a preview, in pixels. */
export const previewSideMax = 240;

export interface Size {
  width: number;
  height: number;
}

/** The same shape, scaled down until no side is longer; never scaled up, never less than a pixel. */
export function fitted({ width, height }: Size, sideMax: number): Size {
  const scale = Math.min(1, sideMax / Math.max(width, height));
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: scaled(width), height: scaled(height) };
}

export type Canvas = OffscreenCanvas | HTMLCanvasElement;

export function drawn(source: CanvasImageSource, { width, height }: Size): Canvas {
  const canvas = 'OffscreenCanvas' in window ? new OffscreenCanvas(width, height) : document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = penOf(canvas);
  if (pen) pen.imageSmoothingQuality = 'high';
  pen?.drawImage(source, 0, 0, width, height);
  return canvas;
}

// Null where there are more pixels than the browser draws; encoding then fails.
function penOf(canvas: Canvas): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null {
  return canvas.getContext('2d');
}

/** Rejects where the browser cannot. A type that it does not encode becomes PNG. */
export function encoded(canvas: Canvas, type: string, quality?: number): Promise<Blob> {
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type, quality });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not encoded'))), type, quality);
  });
}

/** As WebP; where the browser cannot (Safari), as JPEG, or what one can see through as PNG. */
export async function compressed(canvas: Canvas, quality: number): Promise<Blob> {
  const blob = await encoded(canvas, 'image/webp', quality);
  return blob.type === 'image/webp' || isSeeThrough(canvas) ? blob : encoded(canvas, 'image/jpeg', quality);
}

function isSeeThrough(canvas: Canvas): boolean {
  const pixels = penOf(canvas)?.getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels?.some((value, at) => at % 4 === 3 && value < 255) ?? false;
}

/** What stands, blurred, for a picture or a film until it is there: at most `file_preview_bytes_max`. */
export async function previewOf(source: CanvasImageSource, size: Size): Promise<Uint8Array> {
  for (let side = previewSideMax; ; side /= 2) {
    for (const quality of [0.7, 0.4, 0.1]) {
      const blob = await compressed(drawn(source, fitted(size, side)), quality);
      // A single pixel fits in any case.
      if (blob.size <= filePreviewBytesMax || side < 1) return new Uint8Array(await blob.arrayBuffer());
    }
  }
}
