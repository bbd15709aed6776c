// SPDX-License-Identifier: Apache-2.0
// May a picture that somebody sent be drawn? Asked of its own first bytes, before anything decodes
// it: a small file can be a picture of gigabytes (design: 40 megapixels, 100 frames).
import { pictureHeader, pictureProblem } from '../pictures/header';

export async function isDrawable(file: Blob): Promise<boolean> {
  const header = pictureHeader(new Uint8Array(await file.arrayBuffer()));
  return header !== undefined && header.type !== 'image/heic' && pictureProblem(header) === '';
}
