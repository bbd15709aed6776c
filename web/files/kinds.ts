// SPDX-License-Identifier: Apache-2.0
// What becomes of a file on a screen. Only what a browser draws or plays without running anything
// gets a type of its own; all else is bytes to be saved, whatever it calls itself.
import type { FileContent } from '@wire/wire';

import { oneLine } from '../words/clean';

export type FileKind = 'picture' | 'video' | 'sound' | 'document';

const pictures = /^image\/(jpeg|png|gif|webp|avif)$/;
const videos = /^video\/(mp4|webm|quicktime|ogg)$/;
const sounds = /^audio\/(mpeg|mp4|aac|ogg|webm|wav|x-wav|flac)$/;

export const documentType = 'application/octet-stream';

export function kindOfType(media: string): FileKind {
  const type = media.toLowerCase().split(';')[0]?.trim() ?? '';
  if (pictures.test(type)) return 'picture';
  if (videos.test(type)) return 'video';
  return sounds.test(type) ? 'sound' : 'document';
}

/** The type its bytes are shown under. */
export function shownType(media: string): string {
  return kindOfType(media) === 'document' ? documentType : (media.toLowerCase().split(';')[0]?.trim() ?? documentType);
}

/** No path, no control or bidi character, and never empty: what a file is called on a screen and when it is saved. */
export function safeName(name: string, fallback: string): string {
  const last = name.split(/[\\/]/).pop() ?? '';
  return oneLine(last).replace(/^\.+/, '') || fallback;
}

/** A sound that was spoken: it brings its own bars. */
export function isVoice({ media, waveform, duration }: FileContent): boolean {
  return waveform.length > 0 && duration > 0 && kindOfType(media) === 'sound';
}

/** What stands for the file where it cannot be drawn: was something written with it? */
export function captionOf({ body, name }: FileContent): string {
  return body === name ? '' : body;
}
