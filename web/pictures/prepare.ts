// SPDX-License-Identifier: Apache-2.0
// A picture as it is sent: without metadata, and either as it is or small. Encoding anew costs
// quality, so that is done only where it makes the file smaller or where nothing else takes the
// metadata out.
import { compressed, drawn, encoded, fitted, previewOf, previewSideMax, type Size } from './canvas';
import { pictureHeader, pictureProblem } from './header';
import { withoutMetadata } from './metadata';

/** The longer side of a picture that is sent small, in pixels. */
export const pictureSideMax = 1600;

const quality = { small: 0.8, original: 0.92 };

export interface Prepared extends Size {
  bytes: Blob;
  type: string;
  preview: Uint8Array;
  /** The file's own (else "picture"), with the extension of `type`. */
  name: string;
}

/**
 * Why a picture cannot be sent as one. `type`: it is none that a browser shows; `size`, `pixels`,
 * `frames`: `pictureProblem`; `decode`, `encode`: the browser cannot.
 */
export class PictureRefused extends Error {
  constructor(readonly reason: 'type' | 'size' | 'pixels' | 'frames' | 'decode' | 'encode') {
    super(`picture refused: ${reason}`);
  }
}

/**
 * `small`: at most `pictureSideMax`, compressed. `original`: every pixel as it was; what moves is
 * always sent so. Rejects with PictureRefused. Reads all of the file, whose size the caller has checked.
 */
export async function preparePicture(file: Blob, choice: 'small' | 'original'): Promise<Prepared> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const header = pictureHeader(bytes);
  if (!header) throw new PictureRefused('type');
  const problem = pictureProblem(header);
  if (problem) throw new PictureRefused(problem);
  const bare = withoutMetadata(bytes, header.type);
  const isKept = choice === 'original' || header.frames > 1;
  if (!bare && header.frames > 1) throw new PictureRefused('type');

  const sideMax = isKept ? (bare ? previewSideMax : Infinity) : pictureSideMax;
  const original = new Blob([bare ?? bytes], { type: header.type });
  const bitmap = await decoded(original, header.orientation > 4 ? undefined : fitted(header, sideMax));
  try {
    const shown: Size = header.orientation > 4 ? { width: bitmap.width, height: bitmap.height } : header;
    const made = bare && isKept ? undefined : await encodedAnew(bitmap, fitted(shown, sideMax), header.type, quality[choice]);
    const preview = await previewOf(bitmap, shown);
    const isMade = made && !(bare && original.size <= made.bytes.size);
    const { bytes: sent, width, height } = isMade ? made : { bytes: original, ...shown };
    const name = `${nameOf(file)}.${sent.type.replace('image/', '').replace('jpeg', 'jpg')}`;
    return { bytes: sent, type: sent.type, width, height, preview, name };
  } catch {
    throw new PictureRefused('encode');
  } finally {
    bitmap.close();
  }
}

// Scaled while it is decoded, so that the large one is not kept. Not what lies on its side: browsers
// differ in whether they turn before they scale, and whether they turn other types than JPEG at all.
async function decoded(blob: Blob, size?: Size): Promise<ImageBitmap> {
  const scaled: ImageBitmapOptions = size ? { resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'high' } : {};
  try {
    return await createImageBitmap(blob, { imageOrientation: 'from-image', ...scaled });
  } catch {
    throw new PictureRefused('decode');
  }
}

async function encodedAnew(bitmap: ImageBitmap, size: Size, type: string, itsQuality: number): Promise<Size & { bytes: Blob }> {
  const canvas = drawn(bitmap, size);
  const lossy = await compressed(canvas, itsQuality);
  // Drawings and screenshots have few colours and sharp edges; there it is often the smaller one.
  const lossless = type === 'image/png' ? await encoded(canvas, 'image/png') : lossy;
  return { bytes: lossless.size <= lossy.size ? lossless : lossy, ...size };
}

function nameOf(file: Blob): string {
  return (file instanceof File && file.name.replace(/\.[^.]*$/, '')) || 'picture';
}
