// SPDX-License-Identifier: Apache-2.0
// Hands a file to the browser's downloads, under a type that no browser opens, whatever it says it is.
import { documentType } from './kinds';

/** A slow "where to?" may take this long. */
const keptMs = 60_000;

export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(new Blob([file], { type: documentType }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
